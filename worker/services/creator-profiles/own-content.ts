import { eq } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { CreatorProfileInput } from "../../../shared/fields/creator-profiles.ts";
import type { Db } from "../../db.ts";
import { demandOwnImage } from "../media/own-image.ts";

type Content = Pick<CreatorProfileInput, "profile_media" | "portfolio">;

/**
 * Lets on only pictures of the creator's own and bots they made. What the profile shows already needs no asking.
 * @throws AppError `invalid` naming the field.
 */
export async function demandOwnContent(
  db: Db,
  { profile_media, portfolio }: Content,
  { userId }: { readonly userId: string },
  before?: Content,
): Promise<void> {
  for (const field of ["avatar", "banner"] as const)
    if (profile_media[field] !== (before?.profile_media[field] ?? null))
      await demandOwnImage(db, profile_media[field], userId, `profile_media.${field}`);
  const shown = before?.portfolio.featured_bots ?? [];
  const at = await firstForeign(db, portfolio.featured_bots, shown, userId);
  if (at === -1) return;
  throw new AppError("invalid", "featured bot", {
    publicMessage: "Only bots of your own can be featured.",
    fields: [{ path: `portfolio.featured_bots.${at}`, message: "is not a bot of yours" }],
  });
}

async function firstForeign(
  db: Db,
  featured: readonly string[],
  shown: readonly string[],
  userId: string,
): Promise<number> {
  if (featured.every((id) => shown.includes(id))) return -1;
  const own = await db.select({ id: bots.id }).from(bots).where(eq(bots.user, userId));
  const ids = new Set([...shown, ...own.map(({ id }) => id)]);
  return featured.findIndex((id) => !ids.has(id));
}
