import { eq } from "drizzle-orm";
import { botSlugRedirects } from "../../../schema/tables/bot-slug-redirects.ts";
import { bots } from "../../../schema/tables/bots.ts";
import type { Db } from "../../db.ts";
import type { Deletable } from "./plan.ts";

/** A bot's names in its creator's addresses are free again once its deletion has begun. No slug begins with `_`, so what stands there is nobody's. */
export const freeName = (db: Db, kind: Deletable, id: string) =>
  kind === "bots"
    ? ([
        db
          .update(bots)
          .set({ slug: `_${id}` })
          .where(eq(bots.id, id)),
        db.delete(botSlugRedirects).where(eq(botSlugRedirects.bot, id)),
      ] as const)
    : ([] as const);
