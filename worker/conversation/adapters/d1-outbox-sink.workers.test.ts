import { env } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS, DEFAULT_TURN_TAKING } from "../../../shared/fields/conversation.ts";
import { addUser, sampleLogRow, sampleMessage } from "../../testing/d1-rows.ts";
import { type OutboxKind, type OutboxRow, PoisonRow } from "../ports.ts";
import type { ConversationSnapshot } from "../rpc.ts";
import { D1OutboxSink } from "./d1-outbox-sink.ts";

const db = (env as unknown as { DB: D1Database }).DB;
const AT = "2026-11-23T05:00:00.000Z";

const snapshot = (rev: number, members = ["owner"], title = "Table"): ConversationSnapshot => ({
  room: {
    id: "room",
    user: "owner",
    title,
    status: "active",
    conversation_type: "single-bot",
    settings: DEFAULT_SETTINGS,
    turn_taking: DEFAULT_TURN_TAKING,
    persona_id: null,
    created_timestamp: AT,
    total_messages: 2,
    total_tokens: 30,
    last_activity: AT,
    persisted_seq: 0,
  },
  bots: [],
  members: members.map((user_id) => ({
    user_id,
    name: user_id,
    role: user_id === "owner" ? ("owner" as const) : ("member" as const),
    joined_at: AT,
    read_up_to: null,
  })),
  rev,
});

let ids = 0;
const row = (kind: OutboxKind, key: string, rev: number, payload: unknown): OutboxRow => ({
  id: ++ids,
  kind,
  key,
  rev,
  seq: rev,
  payload: typeof payload === "string" ? payload : JSON.stringify(payload),
});
const conversation = (rev: number, members?: string[], title?: string) =>
  row("conversation", "room", rev, snapshot(rev, members, title));
const message = (id: string, rev: number, entry: string) =>
  row("message", id, rev, sampleMessage({ id, conversation: "room", user: "owner", entry, rev }));

const all = async (sql: string) => (await db.prepare(sql).all()).results;
const entries = () => all("SELECT id, entry, rev FROM messages ORDER BY id");

beforeEach(() => addUser(db, "owner"));

describe("the outbox sink", () => {
  const sink = new D1OutboxSink(db);

  test("[DATA1] brings a conversation, its people and its messages in one go", async () => {
    await addUser(db, "guest");
    await sink.write([conversation(1, ["owner", "guest"]), message("m1", 1, "hello"), message("m2", 1, "there")]);
    expect(await entries()).toEqual([
      { id: "m1", entry: "hello", rev: 1 },
      { id: "m2", entry: "there", rev: 1 },
    ]);
    expect(await all("SELECT user, role FROM conversation_members ORDER BY user")).toEqual([
      { user: "guest", role: "member" },
      { user: "owner", role: "owner" },
    ]);
    const [stored] = await all("SELECT title, total_tokens, last_activity, seq FROM conversations");
    expect(stored).toEqual({ title: "Table", total_tokens: 30, last_activity: AT, seq: 1 });
  });

  test("[DATA1] keeps every group of a message as JSON and every flag as a number", async () => {
    const written = sampleMessage({ id: "m1", conversation: "room", user: "owner", rev: 3 });
    const failed = { code: "provider_timeout", message: "silent", retryable: true };
    await sink.write([conversation(1), row("message", "m1", 3, { ...written, pinned: true, failed })]);
    const [stored] = await all(
      "SELECT takes, message_status, failed, activation, pinned, hidden, length FROM messages",
    );
    expect(stored).toEqual({
      takes: JSON.stringify(written.takes),
      message_status: JSON.stringify(written.message_status),
      failed: JSON.stringify(failed),
      activation: null,
      pinned: 1,
      hidden: 0,
      length: null,
    });
  });

  test("[DATA2] an older copy that comes late changes nothing", async () => {
    await sink.write([conversation(5, ["owner"], "new"), message("m1", 5, "new")]);
    await addUser(db, "gone");
    await sink.write([conversation(4, ["owner", "gone"], "old"), message("m1", 4, "old")]);
    expect(await entries()).toEqual([{ id: "m1", entry: "new", rev: 5 }]);
    expect(await all("SELECT title FROM conversations")).toEqual([{ title: "new" }]);
    expect(await all("SELECT user FROM conversation_members")).toEqual([{ user: "owner" }]);
  });

  test("[DATA2] an older deletion or list of people that comes late takes nothing away", async () => {
    await addUser(db, "new");
    await sink.write([conversation(5, ["owner", "new"]), message("m1", 5, "new")]);
    await sink.write([conversation(4, ["owner"]), row("message_deleted", "m1", 4, {})]);
    expect(await entries()).toEqual([{ id: "m1", entry: "new", rev: 5 }]);
    expect(await all("SELECT user FROM conversation_members ORDER BY user")).toEqual([
      { user: "new" },
      { user: "owner" },
    ]);
  });

  test("[DATA2] of an invitation, an older count or one from before it was taken back changes nothing", async () => {
    await sink.write([conversation(1)]);
    await db
      .prepare(`INSERT INTO invitations (id, conversation, code_hash, role, created_by, used, createdAt, updatedAt)
        VALUES ('link', 'room', ?1, 'member', 'owner', 0, ?2, ?2)`)
      .bind("0".repeat(64), AT)
      .run();
    const told = (used: number, revoked_at: string | null, at: string) =>
      row("invitation", "link", used, { id: "link", used, revoked_at, at });
    const [sooner, later] = ["2026-11-23T05:01:00.000Z", "2026-11-23T05:02:00.000Z"];
    await sink.write([told(3, later, later)]);
    await sink.write([told(2, null, sooner)]);
    expect(await all("SELECT used, revoked_at, updatedAt FROM invitations")).toEqual([
      { used: 3, revoked_at: later, updatedAt: later },
    ]);
  });

  test("[DATA2] the same rows twice leave the same database", async () => {
    const rows = [
      conversation(1),
      message("m1", 1, "hello"),
      row("activation_log", "t1", 1, [sampleLogRow({ id: "l1", conversation_id: "room" })]),
    ];
    await sink.write(rows);
    const before = [
      await entries(),
      await all("SELECT * FROM knowledge_activation_log"),
      await all("SELECT * FROM conversations"),
    ];
    await sink.write(rows);
    expect([
      await entries(),
      await all("SELECT * FROM knowledge_activation_log"),
      await all("SELECT * FROM conversations"),
    ]).toEqual(before);
  });

  test("[DATA2] what others write of a conversation outlives the room's next copy", async () => {
    await sink.write([conversation(1)]);
    await db.prepare("UPDATE conversations SET memory_tome = 'tome', last_summarized_message_index = 4").run();
    await sink.write([conversation(2)]);
    expect(await all("SELECT memory_tome, last_summarized_message_index AS upto, rev FROM conversations")).toEqual([
      { memory_tome: "tome", upto: 4, rev: 2 },
    ]);
  });

  test("[DATA3] a cleared conversation keeps what was said after it, and others keep all, however often it comes", async () => {
    const said = (id: string, seq: number, room = "room") =>
      row("message", id, 1, { ...sampleMessage({ id, conversation: room, user: "owner" }), seq });
    const other = row("conversation", "other", 1, { ...snapshot(1), room: { ...snapshot(1).room, id: "other" } });
    const clearing = row("messages_cleared", "5", 1, { conversation: "room", up_to: 4 });
    await sink.write([conversation(1), other, said("m1", 2), said("x1", 2, "other")]);
    await sink.write([said("m2", 4), clearing, said("m3", 6)]);
    await sink.write([clearing]);
    expect(await all("SELECT id FROM messages ORDER BY id")).toEqual([{ id: "m3" }, { id: "x1" }]);
  });

  test("[DATA3] deletes a message, and a member who left", async () => {
    await addUser(db, "guest");
    await sink.write([conversation(1, ["owner", "guest"]), message("m1", 1, "hello"), message("m2", 1, "stays")]);
    await sink.write([conversation(2), row("message_deleted", "m1", 2, {})]);
    expect(await entries()).toEqual([{ id: "m2", entry: "stays", rev: 1 }]);
    expect(await all("SELECT user FROM conversation_members")).toEqual([{ user: "owner" }]);
  });

  test("[DATA3] a member whose account is gone does not hold up the rest", async () => {
    await sink.write([conversation(1, ["owner", "nobody"]), message("m1", 1, "hello")]);
    expect(await all("SELECT user FROM conversation_members")).toEqual([{ user: "owner" }]);
    expect(await entries()).toHaveLength(1);
  });

  test("[DATA4] log rows are written once and never changed", async () => {
    const first = sampleLogRow({
      id: "l1",
      conversation_id: "room",
      was_included: false,
      exclusion_reason: "budget_exceeded",
    });
    const second = sampleLogRow({ id: "l2", conversation_id: "room", matched_keywords: [{ keyword: "lamp" }] });
    await sink.write([conversation(1), row("activation_log", "t1", 1, [first, second])]);
    await sink.write([row("activation_log", "t1", 2, [{ ...first, tokens_used: 999 }])]);
    expect(
      await all("SELECT id, tokens_used, was_included, matched_keywords FROM knowledge_activation_log ORDER BY id"),
    ).toEqual([
      { id: "l1", tokens_used: first.tokens_used, was_included: 0, matched_keywords: "[]" },
      { id: "l2", tokens_used: second.tokens_used, was_included: 1, matched_keywords: '[{"keyword":"lamp"}]' },
    ]);
  });

  test("[DATA5] names the row D1 will never take, and writes all others", async () => {
    const bad = message("m2", 1, "bad");
    const poisoned = { ...bad, payload: bad.payload.replace('"message_type":"text"', '"message_type":"smell"') };
    const write = sink.write([conversation(1), message("m1", 1, "before"), poisoned, message("m3", 1, "after")]);
    const error = await write.catch((e: unknown) => e);
    expect(error).toBeInstanceOf(PoisonRow);
    expect((error as PoisonRow).rowId).toBe(bad.id);
    expect((await entries()).map((m) => m["id"])).toEqual(["m1", "m3"]);
  });

  test("[DATA5] a payload that is no JSON is poison too", async () => {
    const bad = row("message", "m1", 1, "{oops");
    const error = await sink.write([conversation(1), bad]).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: "PoisonRow", rowId: bad.id });
  });

  test("[DATA6] a D1 that hangs is given up after the time limit, blaming no row", async () => {
    const hanging = {
      prepare: db.prepare.bind(db),
      batch: () => new Promise(() => undefined),
    } as unknown as D1Database;
    const error = await new D1OutboxSink(hanging, 20).write([conversation(1)]).catch((e: unknown) => e);
    expect(String(error)).toContain("did not answer within 20 ms");
    expect(error).not.toBeInstanceOf(PoisonRow);
  });

  test("[DATA6] an outage is passed on as it is, and not tried again here", async () => {
    const down = new Error("D1_ERROR: Network connection lost.");
    let calls = 0;
    const batch = () => {
      calls += 1;
      return Promise.reject(down);
    };
    const broken = { prepare: db.prepare.bind(db), batch } as unknown as D1Database;
    await expect(new D1OutboxSink(broken).write([conversation(1)])).rejects.toBe(down);
    expect(calls).toBe(1);
  });

  test("[DATA7] fifty long messages go in parts that D1 can bind", async () => {
    const sizes: number[] = [];
    const prepare = (sql: string) => ({
      bind: (...values: unknown[]) => {
        sizes.push(...values.map((value) => new TextEncoder().encode(String(value)).length));
        return db.prepare(sql).bind(...values);
      },
    });
    const measured = { prepare, batch: db.batch.bind(db) } as unknown as D1Database;
    const rows = Array.from({ length: 49 }, (_, i) => message(`m${i}`, 1, "龍".repeat(20_000)));
    await new D1OutboxSink(measured).write([conversation(1), ...rows]);
    expect(Math.max(...sizes)).toBeLessThan(2_000_000);
    expect(await all("SELECT count(*) AS n, min(length(entry)) AS shortest FROM messages")).toEqual([
      { n: 49, shortest: 20_000 },
    ]);
  });
});
