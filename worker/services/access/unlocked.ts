import { type SQL, sql } from "drizzle-orm";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";

/** What a share password opens. */
export const LOCKABLE_TYPES = ["knowledgeCollection", "knowledge"] as const;
export type LockableType = (typeof LOCKABLE_TYPES)[number];

/** A share whose password was shown, and which password it was: a changed one is another version. */
export interface Unlocked {
  readonly type: LockableType;
  readonly id: string;
  readonly version: number;
}

const TABLES = { knowledgeCollection: knowledgeCollections, knowledge } as const;

/** Whether a row has a password and `unlocked` is of this row and this password. */
export function isUnlocked(type: LockableType, unlocked: Unlocked | null | undefined): SQL {
  if (unlocked?.type !== type) return sql`0`;
  const { id, share_password_hash, share_version } = TABLES[type];
  return sql`(${share_password_hash} is not null and ${id} = ${unlocked.id} and ${share_version} = ${unlocked.version})`;
}
