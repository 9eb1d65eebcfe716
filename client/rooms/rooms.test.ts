import { expect, test, vi } from "vitest";
import type { Api } from "../net/api.ts";
import { RoomList, type RoomListRow } from "../pages/room-list.ts";
import { LateDeletions, UNDO_MS } from "./late-deletions.ts";
import { filterRooms, ROOM_FILTERS } from "./room-filter.ts";
import { lastLineOf, lastWords, titleOfRoom } from "./room-words.ts";
import { roomAt, unreadElsewhere } from "./unread-elsewhere.ts";

function row(id: string, more: Partial<RoomListRow> = {}): RoomListRow {
  return {
    id,
    title: `Room ${id}`,
    status: "active",
    role: "owner",
    conversation_type: "multi-bot",
    bots: [{ bot_id: "b", name: "Mara", picture: null }],
    last_message: { author_name: "Ivy", entry: "The lamp was lit.", failed: false },
    unread: 0,
    conversation_metadata: { total_messages: 1, last_activity: `2026-01-0${id}T00:00:00.000Z` },
    ...more,
  };
}
const idsOf = (rows: readonly RoomListRow[] | null) => rows?.map(({ id }) => id);

/** Answers each call with the next page. */
function listOf(...pages: { docs: RoomListRow[]; next_cursor: string | null }[]) {
  const call = vi.fn(async () => ({ ok: true, value: pages.shift() }) as const);
  return { list: new RoomList({ call } as unknown as Api), call };
}

test("[RMS1] pinned rooms come first, then those lately active; pages join without twins", async () => {
  const { list, call } = listOf(
    { docs: [row("3"), row("2"), row("1", { status: "pinned" })], next_cursor: "on" },
    { docs: [row("2"), row("4")], next_cursor: null },
  );
  await list.refresh();
  expect(idsOf(list.rows.value)).toEqual(["1", "3", "2"]);
  await list.more();
  expect(idsOf(list.rows.value)).toEqual(["1", "4", "3", "2"]);
  await list.more();
  expect(call).toHaveBeenCalledTimes(2);
});

test("[RMS2] a room on its way out stays out of answers that still have it, and comes back whole", async () => {
  const page = { docs: [row("2"), row("1")], next_cursor: null };
  const { list } = listOf(page, page);
  await list.refresh();
  list.hide("2");
  await list.refresh();
  expect(idsOf(list.rows.value)).toEqual(["1"]);
  list.bringBack(row("2"));
  expect(idsOf(list.rows.value)).toEqual(["2", "1"]);
});

test("[RMS3] each filter shows its rooms, archived ones only under their own", () => {
  const rows = [
    row("1", { unread: 2 }),
    row("2", { conversation_type: "group-chat" }),
    row("3", { conversation_type: "single-bot" }),
    row("4", { status: "archived", unread: 1, conversation_type: "single-bot" }),
  ];
  const shown = ROOM_FILTERS.map((filter) => idsOf(filterRooms(rows, filter, ""))?.join(" "));
  expect(shown).toEqual(["1 2 3", "1", "2", "3", "4"]);
});

test("[RMS3] a search finds all its words in title, bots and last line, in any order and case", () => {
  const rows = [row("1"), row("2", { title: null, last_message: null })];
  expect(idsOf(filterRooms(rows, "all", " LAMP mara "))).toEqual(["1"]);
  expect(idsOf(filterRooms(rows, "all", "mara"))).toEqual(["1", "2"]);
  expect(titleOfRoom(row("2", { title: null }))).toBe("Mara");
});

/** A clock whose timers run when told. */
function clock() {
  const timers: { ms: number; task: () => void }[] = [];
  const after = (ms: number, task: () => void) => {
    const timer = { ms, task };
    timers.push(timer);
    return () => void timers.splice(timers.indexOf(timer), 1);
  };
  return { timers, after };
}

test("[RMS9] a deletion waits at least ten seconds, can be taken back, and is made once", () => {
  const { timers, after } = clock();
  const deletions = new LateDeletions({ after });
  const run = vi.fn();
  deletions.later("a", run);
  expect(UNDO_MS).toBeGreaterThanOrEqual(10_000);
  expect(timers[0]?.ms).toBe(UNDO_MS);
  expect([deletions.undo("a"), deletions.undo("a"), run.mock.calls.length]).toEqual([true, false, 0]);
  expect(timers, "what was taken back waits for nothing").toEqual([]);
  deletions.later("b", run);
  timers.at(-1)?.task();
  deletions.flush();
  expect(run).toHaveBeenCalledTimes(1);
});

test("[RMS9] what is deleted twice is made once, as it was wished last", () => {
  const { timers, after } = clock();
  const deletions = new LateDeletions({ after });
  const [first, second] = [vi.fn(), vi.fn()];
  deletions.later("a", first);
  deletions.later("a", second);
  for (const { task } of [...timers]) task();
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
});

test("[RMS9] leaving the page makes what waits", () => {
  const { timers, after } = clock();
  const deletions = new LateDeletions({ after });
  const run = vi.fn();
  deletions.later("a", run);
  deletions.flush();
  expect([run.mock.calls.length, timers.length, deletions.undo("a")]).toEqual([1, 0, false]);
});

test("[RMS6] what is muted, archived or on screen asks for no attention", () => {
  const rows = [
    row("1", { unread: 3 }),
    row("2", { unread: 5, status: "muted" }),
    row("3", { unread: 7, status: "archived" }),
    row("4", { unread: 11, status: "pinned" }),
  ];
  expect(unreadElsewhere(rows, [])).toBe(14);
  expect(unreadElsewhere(rows, [roomAt("/r/4", null)])).toBe(3);
  expect(unreadElsewhere(rows, [roomAt("/r/4/m/9", null)])).toBe(3);
  expect(unreadElsewhere(rows, [roomAt("/", "1")])).toBe(11);
  expect(unreadElsewhere(rows, [roomAt("/rooms", "1")])).toBe(14);
});

test("[CLI166] the last line is its words, without marks and without what is covered, wherever it was cut", () => {
  const lineOf = (entry: string) => lastLineOf({ author_name: "Ivy", entry, failed: false });
  expect(lineOf("It was *late*, and `the` **bell** rang\n\n> once")).toBe("It was late, and the bell rang once");
  expect(lineOf("It was ||the fox|| again")).toBe("It was (covered) again");
  expect(lineOf("It was ||the fox who had eaten of the br")).toBe("It was (covered)");
});

test("[RMS7] a reply that failed before its first word is told in words", () => {
  const line = { author_name: "Tobias", entry: "", failed: true };
  expect(lastLineOf(line)).toBe("could not answer");
  expect(lastLineOf({ ...line, entry: "The bread" })).toBe("The bread");
  expect(lastLineOf({ ...line, failed: false })).toBe("");
  const name = line.author_name;
  expect([lastWords(line), lastWords({ ...line, entry: "Bread" })]).toEqual([
    `\u2068${name}\u2069 \u2068could not answer\u2069`,
    `\u2068${name}\u2069: \u2068Bread\u2069`,
  ]);
});
