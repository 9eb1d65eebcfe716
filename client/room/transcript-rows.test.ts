import { describe, expect, test } from "vitest";
import { botRow, messageRow } from "./testing/room-fixtures.ts";
import { firstUnread, inRoom, tailStart, transcriptRows } from "./transcript-rows.ts";

const dayOf = (iso: string) => iso.slice(0, 10);
const reader = { user_id: "anna", first_unread: null, unread: 0, newest: null };
const at = (time: string) => `2026-11-23T${time}:00.000Z`;
const headers = (...messages: Parameters<typeof messageRow>[0][]) =>
  transcriptRows(
    messages.map((m, i) => messageRow({ id: `m${i}`, ...m })),
    dayOf,
    reader,
  ).map((row) => row.has_header);

describe("[UI4] one header for a run of one author", () => {
  test("same author within seven minutes goes without", () => {
    expect(headers({ created_timestamp: at("14:00") }, { created_timestamp: at("14:06") })).toEqual([true, false]);
    expect(headers({ created_timestamp: at("14:00") }, { created_timestamp: at("14:07") })).toEqual([true, true]);
  });

  test("another author, persona, an aside or a reply starts a new one", () => {
    expect(headers({}, { bot: "mara" }, { bot: "ivy" })).toEqual([true, true, true]);
    expect(headers({}, { persona_id: "keeper" })).toEqual([true, true]);
    expect(headers({}, { aside: true }, { aside: true })).toEqual([true, true, false]);
    const reply = { message_thread: { reply_to_id: "m0", thread_depth: 0, is_thread_parent: false } };
    expect(headers({}, reply)).toEqual([true, true]);
  });

  test("a bot's reply is a turn of its own and always has one", () => {
    expect(headers({ bot: "mara" }, { bot: "mara" })).toEqual([true, true]);
  });

  test("a new day is named and starts a header", () => {
    const rows = transcriptRows(
      [messageRow({ created_timestamp: at("23:59") }), messageRow({ created_timestamp: "2026-11-24T00:01:00.000Z" })],
      dayOf,
      reader,
    );
    expect(rows.map((row) => row.day)).toEqual(["2026-11-23", "2026-11-24"]);
    expect(rows[1]?.has_header).toBe(true);
  });
});

describe("[UI5] the unread divider", () => {
  const talk = [messageRow({ id: "a" }), botRow({ id: "b" }), messageRow({ id: "c" }), botRow({ id: "d" })];
  const rowsAfter = (unread: number, messages = talk) => {
    const first_unread = firstUnread(messages, "anna", unread);
    return transcriptRows(messages, dayOf, { user_id: "anna", first_unread, unread, newest: "d" });
  };
  const dividers = (unread: number, messages = talk) => rowsAfter(unread, messages).map((row) => row.unread);

  test("stands above the first of as many messages of others as the room says, counted back from the newest", () => {
    expect(dividers(2)).toEqual([null, 2, null, null]);
    expect(dividers(1)).toEqual([null, null, null, 1]);
    const hidden = talk.map((m) => (m.id === "d" ? { ...m, hidden: true } : m));
    expect(dividers(1, hidden), "what is hidden does not count").toEqual([null, 1, null, null]);
  });

  test("is at the top where not all of them are known, and nowhere when everything is read", () => {
    expect(dividers(70)).toEqual([null, 70, null, null]);
    expect(dividers(0)).toEqual([null, null, null, null]);
  });

  test("[UI20] what was unread on entering keeps a light mark; news of the visit has none", () => {
    const news = [...talk, botRow({ id: "e" })];
    const first_unread = firstUnread(talk, "anna", 2);
    const rows = transcriptRows(news, dayOf, { user_id: "anna", first_unread, unread: 2, newest: "d" });
    expect(rows.map((row) => row.is_recent)).toEqual([false, true, false, true, false]);
  });
});
test("[UI21] what is said in a thread stands beside the room", () => {
  const aside = { reply_to_id: null, thread_depth: 1, is_thread_parent: false, thread_id: "a" };
  const talk = [messageRow({ id: "a" }), messageRow({ id: "b", message_thread: aside })];
  expect(inRoom(talk).map((m) => m.id)).toEqual(["a"]);
  expect(inRoom(talk.slice(0, 1))).toEqual(talk.slice(0, 1));
});

describe("[UI6] the tail in normal flow", () => {
  const messages = (count: number, streaming = -1) =>
    Array.from({ length: count }, (_, i) => botRow({ id: `m${i}`, streaming: i === streaming }));

  test("is the first page, then the last twenty, and moves in steps", () => {
    expect(tailStart(messages(5), null)).toBe(0);
    expect(tailStart(messages(50), null)).toBe(0);
    expect(tailStart(messages(60), "m0")).toBe(0);
    expect(tailStart(messages(61), "m0")).toBe(41);
    expect(tailStart(messages(75), "m41")).toBe(41);
    expect(tailStart(messages(101), "m41")).toBe(41);
    expect(tailStart(messages(102), "m41")).toBe(82);
  });

  test("stays with its first message when older pages arrive above", () => {
    expect(tailStart([botRow({ id: "older" }), ...messages(50)], "m30")).toBe(31);
  });

  test("does not move under a reader who holds, within bounds", () => {
    expect(tailStart(messages(100), "m30", true)).toBe(30);
    expect(tailStart(messages(141), "m30", true)).toBe(121);
  });

  test("begins early enough to hold whatever streams", () => {
    expect(tailStart(messages(80, 12), "m50")).toBe(12);
  });

  test("starts again when its first message is gone", () => {
    expect(tailStart(messages(10), "m30")).toBe(0);
  });
});
