import { expect, test } from "vitest";
import type { ActivationLogRow } from "../../shared/fields/knowledge-activation-log.ts";
import { activationRow } from "../room/testing/room-fixtures.ts";
import { ActivationStore } from "./activation-store.ts";
import type { ApiResult } from "./ports.ts";
import { created, event, liveRig } from "./testing/rig.ts";

const counts = { included: 2, cut: 1, held_back: 1, by_method: { keyword: 4 } };
const frame = (rows: ActivationLogRow[], not_yours: number) => ({
  type: "activation" as const,
  message_id: "b1",
  take_id: "t1",
  rows,
  not_yours,
});

function opened() {
  const { room } = liveRig();
  const asked: ((answer: ApiResult<readonly ActivationLogRow[]>) => void)[] = [];
  const signals: AbortSignal[] = [];
  const store = new ActivationStore({
    listen: (listener) => room.listen(listener),
    fetchRows: (_id, signal) => {
      signals.push(signal);
      return new Promise((answer) => asked.push(answer));
    },
  });
  return { room, store, asked, signals, of: (take = "t1") => store.of("b1", take).value };
}

test("[CLI65] live rows are shown by take, with the number of the others", () => {
  const { room, of } = opened();
  expect(of()).toEqual({ state: "unknown" });
  room.receive(frame([activationRow()], 2));
  expect(of()).toEqual({ state: "known", rows: [activationRow()], not_yours: 2 });
  expect(of("t2")).toEqual({ state: "unknown" });
});

test("[CLI66] rows of an earlier message are fetched once, and those of its other takes left out", async () => {
  const { store, asked, of } = opened();
  const loading = store.load("b1", "t1", counts);
  void store.load("b1", "t1", counts);
  expect(of()).toEqual({ state: "loading" });
  asked[0]?.({ ok: true, value: [activationRow(), activationRow({ id: "a2", take_id: "t2" })] });
  await loading;
  await store.load("b1", "t1", counts);
  expect(asked).toHaveLength(1);
  expect(of()).toEqual({ state: "known", rows: [activationRow()], not_yours: 3 });
});

test("[CLI66] a failure tells why and is tried again on asking", async () => {
  const { store, asked, of } = opened();
  const loading = store.load("b1", "t1", null);
  asked[0]?.({ ok: false, problem: { status: 0, code: "offline", detail: "", errors: [] } });
  await loading;
  expect(of()).toMatchObject({ state: "failed", problem: { code: "offline" } });
  const again = store.load("b1", "t1", null);
  asked[1]?.({ ok: true, value: [activationRow()] });
  await again;
  expect(of()).toEqual({ state: "known", rows: [activationRow()], not_yours: 0 });
});

test("[CLI66] live rows win over those that were being fetched", async () => {
  const { room, store, asked, of } = opened();
  const loading = store.load("b1", "t1", null);
  room.receive(frame([activationRow()], 0));
  asked[0]?.({ ok: false, problem: { status: 0, code: "offline", detail: "", errors: [] } });
  await loading;
  expect(of()).toMatchObject({ state: "known", rows: [{ id: "a1" }] });
});

test("[CLI97] rows go with the message the view lets go of, and stay with one it keeps", () => {
  const { room, store } = opened();
  const rowsOf = (message_id: string) => store.of(message_id, "t1");
  const first = room.view.value?.messages[0]?.id ?? "";
  for (let seq = 2; seq <= 9; seq++) room.receive(event(created(seq, {})));
  const [gone, left] = [rowsOf(first), rowsOf("m9")];
  room.forget(3);
  expect(rowsOf(first)).not.toBe(gone);
  expect(rowsOf("m9")).toBe(left);
});

test("[CLI13] a store that is left hears nothing, and what it asked for is called off", () => {
  const { room, store, signals, of } = opened();
  void store.load("b2", "t1", null);
  store.dispose();
  expect(signals[0]?.aborted).toBe(true);
  room.receive(frame([], 0));
  expect(of()).toEqual({ state: "unknown" });
});
