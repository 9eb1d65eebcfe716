import { expect, test } from "vitest";
import type { MessageRow } from "../../shared/fields/message.ts";
import { messageRow } from "../room/testing/room-fixtures.ts";
import { HistoryStore } from "./history-store.ts";
import type { ApiResult, HistoryPage } from "./ports.ts";
import { AT, created, event, liveRig, updated, welcome, welcomeBack } from "./testing/rig.ts";

const row = (seq: number, changes: Partial<MessageRow> = {}) => messageRow({ id: `m${seq}`, seq, ...changes });
const page = (rows: MessageRow[], has_more = false): ApiResult<HistoryPage> => ({
  ok: true,
  value: { messages: rows, has_more },
});
const failed: ApiResult<HistoryPage> = {
  ok: false,
  problem: { status: 0, code: "offline", detail: "No connection.", errors: [] },
};

/** A live room that shows m5, and a history whose pages the test hands out. */
function opened() {
  const it = liveRig();
  it.room.receive(welcome({ seq: 5, messages: [row(5)], has_more: true }));
  const asked: { before: string; signal: AbortSignal; answer: (page: ApiResult<HistoryPage>) => void }[] = [];
  const newer: { after: string; answer: (page: ApiResult<HistoryPage>) => void }[] = [];
  const history = new HistoryStore({
    view: it.room.view,
    listen: (listener) => it.room.listen(listener),
    forget: (most) => it.room.forget(most),
    fetchPage: (before, signal) => new Promise((answer) => asked.push({ before, signal, answer })),
    fetchNewer: (after) => new Promise((answer) => newer.push({ after, answer })),
  });
  const load = async (answer: ApiResult<HistoryPage>, meanwhile = () => {}) => {
    const loading = history.loadOlder();
    meanwhile();
    asked.at(-1)?.answer(answer);
    await loading;
  };
  const shown = () => history.messages.value.map((m) => m.id);
  return { ...it, history, asked, newer, load, shown };
}

test("[CLI60] older pages join the view in order, each message once", async () => {
  const { history, asked, load, shown, room } = opened();
  await load(page([row(4), row(3), row(5)], true));
  await load(page([row(1), row(2), row(3)]));
  expect(asked.map((a) => a.before)).toEqual(["m5", "m3"]);
  expect(shown()).toEqual(["m1", "m2", "m3", "m4", "m5"]);
  expect(history.hasMore.value).toBe(false);
  room.receive(event(created(6, {})));
  expect(shown().at(-1)).toBe("m6");
});

test("[CLI61] one page at a time, and none where nothing is left", async () => {
  const { history, asked, load } = opened();
  const loading = history.loadOlder();
  expect(history.isLoading.value).toBe(true);
  await history.loadOlder();
  expect(asked).toHaveLength(1);
  asked[0]?.answer(page([row(4)]));
  await loading;
  expect(history.isLoading.value).toBe(false);
  await load(page([]));
  expect(asked).toHaveLength(1);
});

test("[CLI61] a failure tells why, and the page can be asked for again", async () => {
  const { history, load, shown } = opened();
  await load(failed);
  expect(history.problem.value?.code).toBe("offline");
  expect(history.isLoading.value).toBe(false);
  expect(history.hasMore.value).toBe(true);
  await load(page([row(4)]));
  expect(history.problem.value).toBeNull();
  expect(shown()).toEqual(["m4", "m5"]);
});

test("[CLI62] events change older messages", async () => {
  const { history, load, shown, room } = opened();
  await load(page([row(2), row(3), row(4)]));
  room.receive(event(updated(6, row(3, { entry: "edited", rev: 2 }))));
  room.receive(event({ type: "message.deleted", seq: 7, at: AT, message_id: "m2" }));
  expect(shown()).toEqual(["m3", "m4", "m5"]);
  expect(history.messages.value[0]?.entry).toBe("edited");
});

test("[CLI62] a page that is older than the events that came meanwhile is brought up to them", async () => {
  const { history, load, shown, room } = opened();
  const take = { id: "t9", text: "", model: "practice", state: "done" as const, created_at: AT, segments: [] };
  await load(page([row(1), row(2), row(3, { rev: 5, entry: "newest", takes: [take] }), row(4)]), () => {
    room.receive(event(updated(6, row(2, { entry: "edited", rev: 2 }))));
    room.receive(event(updated(7, row(3, { entry: "stale", rev: 4 }))));
    room.receive(event({ type: "take.created", seq: 8, at: AT, message_id: "m3", take }));
    room.receive(event({ type: "take.created", seq: 9, at: AT, message_id: "m4", take }));
    room.receive(event({ type: "message.deleted", seq: 10, at: AT, message_id: "m1" }));
  });
  expect(shown()).toEqual(["m2", "m3", "m4", "m5"]);
  expect(history.messages.value.map((m) => m.entry).slice(0, 2)).toEqual(["edited", "newest"]);
  expect(history.messages.value.map((m) => m.takes.length)).toEqual([0, 1, 1, 0]);
});

test("[CLI63] a snapshot starts history afresh and drops the page under way", async () => {
  const { history, asked, load, shown, room } = opened();
  await load(page([row(4)], true));
  await load(page([row(3)]), () => {
    room.closed(1006, "");
    room.opened();
    room.receive(welcome({ seq: 80, messages: [row(80)], has_more: true }));
  });
  expect(asked.at(-1)?.signal.aborted).toBe(true);
  expect(shown()).toEqual(["m80"]);
  expect(history.isLoading.value).toBe(false);
  expect(history.hasMore.value).toBe(true);
});

test("[CLI63] another path starts history afresh; a reconnect without a snapshot does not", async () => {
  const { load, shown, room } = opened();
  await load(page([row(4)]));
  room.closed(1006, "");
  room.opened();
  room.receive(welcomeBack({ seq: 5 }));
  expect(shown()).toEqual(["m4", "m5"]);
  room.receive(event({ type: "path.changed", seq: 6, at: AT, head: "m9", messages: [row(9)], has_more: false }));
  expect(shown()).toEqual(["m9"]);
});

test("[CLI13] a history that is left drops its page and hears nothing", async () => {
  const { history, asked, load, shown, room } = opened();
  await load(page([row(4)]), () => history.dispose());
  expect(asked[0]?.signal.aborted).toBe(true);
  room.receive(event({ type: "path.changed", seq: 6, at: AT, head: null, messages: [], has_more: false }));
  expect(shown()).toEqual([]);
});

const soon = () => new Promise((done) => setTimeout(done));

test("[CLI64] a message far back is shown with its surroundings, apart from the view", async () => {
  const { history, asked, newer, shown, room } = opened();
  room.receive(event(created(6, {})));
  const showing = history.show("m2");
  newer[0]?.answer(page([row(3)], true));
  await soon();
  expect([newer[0]?.after, asked[0]?.before]).toEqual(["m2", "m3"]);
  asked[0]?.answer(page([row(1), row(2)]));
  expect(await showing).toBeNull();
  expect(shown()).toEqual(["m1", "m2", "m3", "m5", "m6"]);
  expect(history.gap.value).toBe("m5");
  expect(history.hasMore.value).toBe(false);
  expect(await history.show("m3"), "known: nothing to fetch").toBeNull();

  room.receive(event(updated(7, { ...row(2), entry: "changed", rev: 2 })));
  expect(history.messages.value[1]?.entry).toBe("changed");
  const filling = history.loadNewer();
  newer[1]?.answer(page([row(4), row(5)], true));
  await filling;
  expect(newer[1]?.after).toBe("m3");
  expect(shown()).toEqual(["m1", "m2", "m3", "m4", "m5", "m6"]);
  expect(history.gap.value, "it has reached the view").toBeNull();
});

test("[CLI68] what stands apart is left for the newest messages, and a message that is gone is said to be", async () => {
  const { history, asked, newer, shown } = opened();
  const showing = history.show("m2");
  newer[0]?.answer(page([row(3)], true));
  await soon();
  asked[0]?.answer(page([row(2)], true));
  await showing;
  history.leave();
  expect(shown()).toEqual(["m5"]);
  expect(history.gap.value).toBeNull();
  const missing = history.show("nowhere");
  newer[1]?.answer({ ok: false, problem: { status: 404, code: "not_found", detail: "Gone.", errors: [] } });
  expect(await missing).toMatchObject({ code: "not_found" });
  expect(history.problem.value, "said where it was asked for").toBeNull();
});

test("[CLI97] who follows the newest holds no more than the newest, and goes back up from there", async () => {
  const { history, load, shown, room, asked } = opened();
  await load(page([row(3), row(4)], true));
  const cell = room.streams.of("m3");
  for (let seq = 6; seq <= 403; seq++) room.receive(event(created(seq, {})));
  history.leave();
  expect(shown(), "401 were there, and nobody had asked for a page of more").toHaveLength(200);
  expect([shown()[0], shown().at(-1)]).toEqual(["m204", "m403"]);
  expect(room.streams.of("m3"), "nothing is kept for what is gone").not.toBe(cell);
  expect(room.streams.of("m300")).toBe(room.streams.of("m300"));
  await load(page([row(202), row(203)], true));
  expect([asked.at(-1)?.before, shown()[0], history.hasMore.value]).toEqual(["m204", "m202", true]);
  room.receive(event(updated(404, { ...row(203), entry: "changed", rev: 2 })));
  expect(history.messages.value[1]?.entry).toBe("changed");
  history.leave();
  expect(shown(), "few enough: nothing goes").toHaveLength(202);
});

test("[CLI97] a stretch that stands apart is left alone: what joins the newest stays", async () => {
  const { history, load, shown, newer, asked } = opened();
  await load(page([row(3), row(4)], true));
  const showing = history.show("m1");
  newer[0]?.answer(page([row(2)], true));
  await soon();
  asked.at(-1)?.answer(page([row(1)]));
  await showing;
  expect(shown()).toEqual(["m1", "m2", "m3", "m4", "m5"]);
  history.leave();
  expect(shown()).toEqual(["m3", "m4", "m5"]);
});

test("[CLI97] what is being written stays, however long ago it began", () => {
  const { history, shown, room } = opened();
  room.receive(event(created(6, { streaming: true })));
  for (let seq = 7; seq <= 500; seq++) room.receive(event(created(seq, {})));
  history.leave();
  expect([shown()[0], shown().length]).toEqual(["m6", 495]);
  expect(history.hasMore.value).toBe(true);
});
