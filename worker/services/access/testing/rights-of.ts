import { eq } from "drizzle-orm";
import { bots } from "../../../../schema/tables/bots.ts";
import { knowledge } from "../../../../schema/tables/knowledge.ts";
import { knowledgeCollections } from "../../../../schema/tables/knowledge-collections.ts";
import type { Db } from "../../../db.ts";
import { botRight } from "../bot-access.ts";
import type { Viewer } from "../rights.ts";
import { entryLocked, entryRight, tomeLocked, tomeRight } from "../tome-access.ts";
import type { Things } from "./shared-things.ts";

/** What the policy says of one person: a right, `password` where that is all they lack, or `-`. */
export interface Rights {
  readonly bot: string;
  readonly tome: string;
  readonly entry: string;
}

const statements = (db: Db, { userId, nowMs, unlocked }: Viewer, { bot, tome, entry }: Things) =>
  [
    db
      .select({ right: botRight(userId, nowMs) })
      .from(bots)
      .where(eq(bots.id, bot)),
    db
      .select({ right: tomeRight(userId, nowMs, unlocked), isLocked: tomeLocked(userId, nowMs) })
      .from(knowledgeCollections)
      .where(eq(knowledgeCollections.id, tome)),
    db
      .select({ right: entryRight(userId, nowMs, unlocked), isLocked: entryLocked(userId, nowMs, unlocked) })
      .from(knowledge)
      .innerJoin(knowledgeCollections, eq(knowledgeCollections.id, knowledge.knowledge_collection))
      .where(eq(knowledge.id, entry)),
  ] as const;

type Found = readonly { readonly right: string | null; readonly isLocked?: number }[];
const shown = ([row]: Found): string => row?.right ?? (row?.isLocked === 1 ? "password" : "-");

/** What each of `viewers` holds on each of `things`, asked in one call. */
export async function rightsOf(db: Db, viewers: readonly Viewer[], things: Things): Promise<readonly Rights[]> {
  const all = viewers.flatMap((viewer) => [...statements(db, viewer, things)]);
  const results: readonly Found[] = await db.batch(all as [(typeof all)[number]]);
  return viewers.map((_viewer, at) => {
    const [bot = [], tome = [], entry = []] = results.slice(at * 3, at * 3 + 3);
    return { bot: shown(bot), tome: shown(tome), entry: shown(entry) };
  });
}
