import { expect, test } from "vitest";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

/** A room whose bots are written together, with one question asked of all three. */
async function asked(names = ["Mara", "Tobias", "Ivy"]) {
  const room = new SimRoom({ bots: names });
  const desk = room.join();
  await room.settle();
  desk.store.command({ type: "set", turn_taking: { strategy: "list", parallel: true } });
  desk.store.send("what is in the soup?");
  await room.settle();
  return { room, desk };
}

/** Name and text of what stands in the room as a device sees it, the growing texts among them. */
const shown = ({ store }: SimClient) =>
  (store.view.value?.messages ?? [])
    .slice(2)
    .map((m) => [m.author_name, store.streams.of(m.id).value?.text ?? m.entry].join(": "));
const states = (client: SimClient) => client.store.queue.value.map((t) => t.state);
const lines = (room: SimRoom, at: number) => room.model.requests[at]?.messages.map((m) => m.content).join("\n");

test("[TURN11] bots asked together each know only what was there when they were asked", async () => {
  const { room, desk } = await asked();
  expect(room.model.requests).toHaveLength(3);
  room.model.sayAs("Mara", "Leeks.");
  room.model.finishAs("Mara");
  await room.settle();
  desk.store.send("and the bread?");
  await room.settle();
  room.model.failAs("Tobias");
  await room.drain();
  for (const at of [0, 1, 2]) {
    expect(lines(room, at)).toContain("what is in the soup?");
    expect(lines(room, at)).not.toMatch(/Leeks|bread/);
  }
});

test("[TURN11] a bot that has to wait for a free place knows no more than the first ones", async () => {
  const { room } = await asked(["A", "B", "C", "D", "E"]);
  expect(room.model.open).toHaveLength(4);
  room.model.sayAs("A", "Leeks.");
  room.model.finishAs("A");
  await room.settle();
  expect(room.model.open).toHaveLength(4);
  expect(lines(room, 4)).not.toContain("Leeks");
  expect(room.model.maxOpen).toBe(4);
});

test("[TURN12] what is written together is served one after another, in the order of the queue", async () => {
  const { room, desk } = await asked();
  room.model.sayAs("Ivy", "Carrots, ");
  room.model.sayAs("Tobias", "Salt.");
  room.model.finishAs("Tobias");
  await room.settle();
  expect(shown(desk)).toEqual(["Mara: ", "Tobias: ", "Ivy: "]);
  expect(states(desk)).toEqual(["thinking", "done", "thinking"]);
  expect(desk.store.queue.value.map(({ words }) => words)).toEqual([undefined, 1, undefined]);
  const late = room.join();
  await room.settle();
  expect(shown(late)).toEqual(["Mara: ", "Tobias: ", "Ivy: "]);
  expect(late.store.queue.value[1]?.words).toBe(1);
  room.model.sayAs("Mara", "Leeks.");
  await room.settle();
  expect(shown(desk)).toEqual(["Mara: Leeks.", "Tobias: ", "Ivy: "]);
  room.model.finishAs("Mara");
  await room.settle();
  for (const client of [desk, late]) expect(shown(client)).toEqual(["Mara: Leeks.", "Tobias: Salt.", "Ivy: Carrots, "]);
  room.model.sayAs("Ivy", "finely cut.");
  room.model.finishAs("Ivy");
  await room.settle();
  for (const client of [desk, late]) expect(shown(client).at(-1)).toBe("Ivy: Carrots, finely cut.");
  expect(desk.store.queue.value).toEqual([]);
});

test("[TURN13] stopping one of them stops that one; stopping the floor serves the next", async () => {
  const { room, desk } = await asked();
  room.model.sayAs("Tobias", "Salt.");
  await room.settle();
  const [mara, tobias] = room.core.store.turns.generations();
  desk.store.command({ type: "stop", scope: "reply", generation_id: tobias?.generation_id ?? "" });
  await room.settle();
  expect(room.view.messages.map((m) => m.stopped_by)).toEqual([null, null, null, "anna", null]);
  expect(room.model.open).toHaveLength(2);
  desk.store.command({ type: "stop", scope: "reply", generation_id: mara?.generation_id ?? "" });
  await room.settle();
  room.model.sayAs("Ivy", "Carrots.");
  await room.settle();
  expect(shown(desk)).toEqual(["Mara: ", "Tobias: Salt.", "Ivy: Carrots."]);
});

test("[TURN13] on hold, what is written behind the floor is kept back until someone releases it", async () => {
  const { room, desk } = await asked();
  room.model.sayAs("Tobias", "Salt.");
  room.model.finishAs("Tobias");
  desk.store.command({ type: "stop", scope: "hold" });
  await room.settle();
  expect(shown(desk)).toEqual(["Mara: ", "Tobias: ", "Ivy: "]);
  desk.store.command({ type: "queue", hold: false });
  await room.settle();
  expect(shown(desk)).toEqual(["Mara: ", "Tobias: Salt.", "Ivy: "]);
});

test("[TURN13] what is ready is not kept back for ever: a forgotten room falls silent", async () => {
  const { room, desk } = await asked();
  for (const bot of ["Tobias", "Ivy"]) {
    room.model.sayAs(bot, "Salt.");
    room.model.finishAs(bot);
  }
  desk.store.command({ type: "stop", scope: "hold" });
  await room.settle();
  desk.disconnect();
  await room.advance(12 * 60_000);
  expect(room.view.messages.map((m) => m.entry).slice(-2)).toEqual(["Salt.", "Salt."]);
  await room.advance(60_000);
  expect(room.clock.alarmMs).toBeNull();
});

test("[TURN13] stop all ends all of them, and nothing more is shown of any", async () => {
  const { room, desk } = await asked();
  for (const bot of ["Mara", "Tobias", "Ivy"]) room.model.sayAs(bot, `${bot} says`);
  await room.settle();
  const heard = desk.heard.length;
  desk.store.command({ type: "stop", scope: "all" });
  await room.settle();
  expect(desk.heard.slice(heard).filter((f) => f.type === "delta")).toEqual([]);
  expect(room.view.messages.slice(2).map((m) => m.stopped_by)).toEqual(["anna", "anna", "anna"]);
  expect(room.model.open).toEqual([]);
  expect(room.core.queue.turns).toEqual([]);
});

test("[TURN14] a room that dies keeps what each of them had written, marked interrupted", async () => {
  const { room, desk } = await asked();
  for (const bot of ["Mara", "Tobias", "Ivy"]) room.model.sayAs(bot, `${bot} says`);
  await room.settle();
  room.kill();
  desk.connect();
  await room.settle();
  expect(shown(desk)).toEqual(["Mara: Mara says", "Tobias: Tobias says", "Ivy: Ivy says"]);
  expect(room.view.messages.slice(2).every((m) => m.interrupted)).toBe(true);
  expect(room.core.queue.turns).toEqual([]);
});

test("[TURN14] one that fails says so in its place and the next is served; with hold_on_failure it waits", async () => {
  const { room, desk } = await asked();
  desk.store.command({ type: "set", turn_taking: { hold_on_failure: true } });
  room.model.failAs("Tobias");
  room.model.sayAs("Ivy", "Carrots.");
  room.model.finishAs("Ivy");
  await room.settle();
  expect(room.view.messages.some((m) => m.failed)).toBe(false);
  room.model.sayAs("Mara", "Leeks.");
  room.model.finishAs("Mara");
  await room.settle();
  expect(room.view.messages.slice(2).map((m) => m.failed?.code ?? null)).toEqual([null, "invalid_key", null]);
  expect(shown(desk)).toEqual(["Mara: Leeks.", "Tobias: ", "Ivy: "]);
  desk.store.command({ type: "queue", hold: false });
  await room.settle();
  expect(shown(desk)).toEqual(["Mara: Leeks.", "Tobias: ", "Ivy: Carrots."]);
});

test("[TURN26] what is ready is shown at once where somebody asks; what is not, is not, and the others keep their order", async () => {
  const { room, desk } = await asked();
  room.model.sayAs("Mara", "Let me ");
  room.model.sayAs("Ivy", "Carrots.");
  room.model.finishAs("Ivy");
  await room.settle();
  expect(shown(desk)).toEqual(["Mara: Let me ", "Tobias: ", "Ivy: "]);
  const [, tobias, ivy] = desk.store.queue.value.map(({ id }) => id);
  desk.store.command({ type: "queue", show: tobias! });
  desk.store.command({ type: "queue", show: ivy! });
  await room.settle();
  expect(desk.heard.flatMap((f) => (f.type === "nack" ? [f.error.field] : []))).toEqual(["show"]);
  expect(shown(desk)).toEqual(["Mara: Let me ", "Tobias: ", "Ivy: Carrots."]);
  expect(desk.store.view.value?.messages.at(-1)).toMatchObject({ streaming: false, failed: null });
  room.kill();
  desk.connect();
  await room.drain();
  expect(shown(desk).at(-1)).toBe("Ivy: Carrots.");
});
