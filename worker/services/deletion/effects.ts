import type { Env } from "../../env.ts";
import { dropArchives, dropDocuments, dropMedia } from "./drop-files.ts";
import { endRooms } from "./end-rooms.ts";
import { leaveRooms } from "./leave-rooms.ts";

/** What has to happen outside D1 before rows may go. May be repeated where it broke off. */
export interface Effect {
  /** Whether it comes before the rows that name these, or after them. */
  readonly when: "first" | "last";
  /** Which of the rows still need it, as SQL that begins with ` and`; empty where it removes them itself. */
  readonly still: string;
  /** Most rows of one step. */
  readonly atOnce: number;
  /** Columns it reads. */
  readonly columns: string;
  readonly run: (env: Env, rows: readonly Readonly<Record<string, string>>[], now: string) => Promise<void>;
}

/** By table, or by table and column where rows are removed for the sake of what that column names. */
const EFFECTS: Readonly<Record<string, Effect>> = {
  conversations: {
    when: "first",
    still: " and not exists (select 1 from tombstones as t where t.id = conversations.id and t.ended_at is not null)",
    atOnce: 10,
    columns: "id",
    run: endRooms,
  },
  "conversation_members.user": {
    when: "last",
    still: " and role <> 'owner'",
    atOnce: 10,
    columns: "conversation, user",
    run: leaveRooms,
  },
  knowledge: {
    when: "first",
    still: " and r2_file_key is not null",
    atOnce: 100,
    columns: "id, r2_file_key",
    run: dropDocuments,
  },
  media: { when: "last", still: "", atOnce: 100, columns: "id, r2_key", run: dropMedia },
  jobs: {
    when: "first",
    still: " and kind = 'export' and result is not null",
    atOnce: 20,
    columns: "id",
    run: dropArchives,
  },
};

export const effectOn = (table: string, column: string | null): Effect | null =>
  EFFECTS[`${table}.${column}`] ?? EFFECTS[table] ?? null;

/** The account's row goes with the job that deletes it: each of them alone would be found by nobody. */
export const finalWrites = (table: string): readonly string[] | null =>
  table === "users"
    ? [
        "delete from jobs where user = ?1 and kind = 'delete_account' and ?2 is not null",
        "delete from users where id = ?1 and ?2 is not null",
      ]
    : null;
