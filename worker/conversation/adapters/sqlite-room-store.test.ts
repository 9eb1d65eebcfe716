import { describe, expect, test } from "vitest";
import { closedBotMessage, humanMessage } from "../core/message-rows.ts";
import { nodeSql } from "../testing/node-sql.ts";
import { sqliteRoomStore } from "./sqlite-room-store.ts";

const AT = "2026-11-23T05:00:00.000Z";
const fresh = () => {
  const sql = nodeSql();
  return { sql, store: sqliteRoomStore(sql) };
};
const human = (id: string, seq: number) => ({
  ...humanMessage({
    id,
    conversation: "c",
    user: "u",
    authorName: "U",
    now: AT,
    text: id,
    personaId: null,
    replyToId: null,
    aside: false,
    whisperTo: null,
  }),
  seq,
});
const bot = (id: string, seq: number, takeId = "t") => ({
  ...closedBotMessage({
    id,
    conversation: "c",
    user: "u",
    botId: "b",
    botName: "B",
    now: AT,
    takeId,
    model: "",
    whisperTo: null,
    text: id,
    sha256: "",
  }),
  seq,
});
const of = (messageId: string, takeId: string, generationId = "g") => ({ messageId, takeId, generationId });
const fired = (entryId: string) => ({
  entryId,
  messageId: "",
  index: 0,
  round: 0,
  method: "keyword" as const,
  score: 2,
});

describe("the log", () => {
  test("[OUT1] a throw inside a transaction leaves nothing behind", () => {
    const { store } = fresh();
    expect(() =>
      store.transaction(() => {
        store.log.append([{ type: "hidden" }], AT);
        store.outbox.put({ kind: "message", key: "m", rev: 1, seq: 1, payload: "{}" });
        throw new Error("stop");
      }),
    ).toThrow("stop");
    expect(store.log.eventsAfter(0)).toEqual([]);
    expect(store.outbox.size()).toBe(0);
  });

  test("[SYNC2] numbers go on after a restart and after pruning", () => {
    const { sql, store } = fresh();
    for (let i = 0; i < 2_400; i++) store.log.append([{ type: "hidden" }], AT);
    const again = sqliteRoomStore(sql);
    expect(again.log.append([{ type: "hidden" }], AT)).toMatchObject([{ seq: 2_401 }]);
    expect(again.log.eventsAfter(0)).toBeNull();
    expect(again.log.eventsAfter(2_390)?.map((e) => e.seq)).toEqual([
      2391, 2392, 2393, 2394, 2395, 2396, 2397, 2398, 2399, 2400, 2401,
    ]);
    expect(again.log.eventsAfter(2_402)).toBeNull();
  });

  test("[SYNC9] more than a device may catch up with is not read", () => {
    const { store } = fresh();
    const long = "龍".repeat(400_000);
    for (let at = 0; at < 9; at++) store.log.append([{ type: "room.updated", title: long }], AT);
    expect(store.log.eventsAfter(1)).toBeNull();
    expect(store.log.eventsAfter(3)?.map(({ seq }) => seq)).toEqual([4, 5, 6, 7, 8, 9]);
  });

  test("[SHELL10] a ticket is used once and forgotten after its time", () => {
    const { store } = fresh();
    expect([store.log.redeemTicket("a", 100, 50), store.log.redeemTicket("a", 100, 60)]).toEqual([true, false]);
    expect(store.log.redeemTicket("b", 300, 200)).toBe(true);
  });
});

describe("places and rounds", () => {
  test("[WHY3] are counted over what counts: hidden, failed and running messages do not", () => {
    const { store } = fresh();
    const failed = { ...bot("x", 4), failed: { code: "internal", message: "", retryable: false } };
    for (const row of [
      bot("g", 1),
      human("h1", 2),
      bot("b1", 3),
      failed,
      { ...human("h2", 5), hidden: true },
      human("h3", 6),
      { ...bot("r", 7), streaming: true },
    ])
      store.messages.put(row);
    expect(store.messages.counted(100, 50).map(({ row, index, round }) => [row.id, index, round])).toEqual([
      ["g", 0, 0],
      ["h1", 1, 1],
      ["b1", 2, 1],
      ["h3", 3, 2],
    ]);
    expect(store.messages.measure(100)).toEqual({ length: 4, round: 2 });
    expect(store.messages.measure(6)).toEqual({ length: 3, round: 1 });
    expect(store.messages.counted(100, 2).map(({ row, index, round }) => [row.id, index, round])).toEqual([
      ["b1", 2, 1],
      ["h3", 3, 2],
    ]);
  });

  test("[WHY3] firings count on a message's current take, move with deletions, and end before the reply", () => {
    const { store } = fresh();
    for (const row of [human("h1", 1), bot("b1", 2, "t2"), human("h2", 3), bot("b2", 4)]) store.messages.put(row);
    store.turns.saveTrace(of("b1", "t1"), "{}", [fired("old-take")]);
    store.turns.saveTrace(of("b1", "t2"), "{}", [fired("lamp")]);
    store.turns.saveTrace(of("b2", "t"), "{}", [fired("bread")]);
    const ledger = (before = 100) => store.turns.ledger(before).map((f) => [f.entryId, f.messageId, f.index, f.round]);
    expect(ledger()).toEqual([
      ["lamp", "b1", 1, 1],
      ["bread", "b2", 3, 2],
    ]);
    expect(ledger(4)).toEqual([["lamp", "b1", 1, 1]]);
    store.messages.delete("h1");
    expect(ledger()).toEqual([
      ["lamp", "b1", 0, 0],
      ["bread", "b2", 2, 1],
    ]);
  });
});

describe("pages", () => {
  test("[SYNC4] go both ways, exclusive, and say whether more lies beyond", () => {
    const { store } = fresh();
    for (let n = 1; n <= 7; n++) store.messages.put(human(`m${n}`, n));
    const ids = (page: { messages: { id: string }[]; hasMore: boolean }) => [
      page.messages.map((m) => m.id).join(" "),
      page.hasMore,
    ];
    expect(ids(store.messages.newest(3))).toEqual(["m5 m6 m7", true]);
    expect(ids(store.messages.page({ before: 5 }, 10))).toEqual(["m1 m2 m3 m4", false]);
    expect(ids(store.messages.page({ after: 2 }, 3))).toEqual(["m3 m4 m5", true]);
  });
});

describe("large things", () => {
  test("[WHY2] lore beyond one row's size is kept in parts; an explanation beyond it is dropped, not the reply", () => {
    const { store } = fresh();
    const lore = JSON.stringify({ text: "龍🍞".repeat(500_000) });
    store.turns.cacheLore("bot", "1", lore);
    const kept = store.turns.cachedLore("bot");
    expect([kept?.version, kept?.json.length, kept?.json === lore]).toEqual(["1", lore.length, true]);
    const trace = JSON.stringify(
      Array.from({ length: 5_000 }, (_, i) => ({ id: `entry-${i}`, included: false, gates: [] })),
    );
    store.turns.saveTrace(of("m", "t"), trace, []);
    expect(store.turns.trace("m", "t") === trace).toBe(true);
    const noise = Array.from({ length: 200_000 }, (_, i) => Math.sin(i).toString(36)).join("");
    store.turns.saveReceipt(of("m", "t"), noise);
    expect(store.turns.receipt("m", "t")).toBeNull();
    expect(store.turns.trace("m", "t")?.length).toBe(trace.length);
  });
});
