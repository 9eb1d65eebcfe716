import { HOUSE_TABLES } from "../../../schema/testing/rows.ts";

/** What the rows are about: things that the product made itself, with rooms and triggers. */
export interface Made {
  readonly person: string;
  readonly other: string;
  readonly bot: string;
  readonly tome: string;
  readonly room: string;
}

/** Tables whose rows the product has made by then, and those that triggers and the instance itself write. */
const THERE = [
  ...["users", "bots", "knowledge_collections", "conversations", "creator_profiles", "conversation_members"],
  ...["instance_keys", "encryption_keys", "conversation_bots", "search_documents", "tombstones"],
];

/** One row of every other table, each about what was made. */
export async function addRowsOfEveryTable(db: D1Database, made: Made): Promise<void> {
  const profile = await db
    .prepare("select id from creator_profiles where user = ?")
    .bind(made.person)
    .first<{ id: string }>();
  const ids: Readonly<Record<string, string>> = {
    u1: made.person,
    u2: made.other,
    b1: made.bot,
    k1: made.tome,
    r1: made.room,
    c1: profile?.id ?? "",
  };
  // The house's own texts, where a call has sown them already, have the versions of these rows.
  await db.prepare("delete from legal_documents").run();
  for (const [table, row] of HOUSE_TABLES) {
    if (THERE.includes(table)) continue;
    const values = Object.values(row).map((value) => (typeof value === "string" ? (ids[value] ?? value) : value));
    const names = Object.keys(row).map((name) => `"${name}"`);
    await db
      .prepare(`insert or ignore into ${table} (${names.join(", ")}) values (${names.map(() => "?").join(", ")})`)
      .bind(...values)
      .run();
  }
}
