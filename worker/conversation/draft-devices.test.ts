import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { ComposerStore } from "../../client/state/composer-store.ts";
import { DraftSync } from "../../client/state/draft-sync.ts";
import type { DeviceStorage } from "../../client/state/ports.ts";
import { MAX_MESSAGE_CHARS } from "../../shared/protocol/limits.ts";
import type { KeptDraft } from "../../shared/protocol/server-messages.ts";
import { seededRng } from "./testing/seeded-rng.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { ROOM_ID, SimRoom } from "./testing/sim-room.ts";

function memoryStorage(): DeviceStorage {
  const kept = new Map<string, string>();
  return {
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => kept.set(key, value),
    remove: (key) => kept.delete(key),
  };
}

/** What a person holds in hand: the composer and its draft, over a device of the room. */
function inHand(room: SimRoom, client: SimClient, storage = memoryStorage()) {
  const { store } = client;
  const composer = new ComposerStore({
    room_id: ROOM_ID,
    view: store.view,
    storage,
    send: (text, o) => store.send(text, o),
  });
  const sync = new DraftSync({ room_id: ROOM_ID, room: store, composer, storage, clock: room.clock });
  return { client, composer, storage, sync };
}

async function twoDevices() {
  const room = new SimRoom({ bots: ["Mara"] });
  const clients = [room.join(), room.join()] as const;
  await room.settle();
  const [desk, phone] = [inHand(room, clients[0]), inHand(room, clients[1])];
  const rest = () => room.advance(1_100);
  return { room, desk, phone, rest };
}

test("[DRAFT6] what is written here is there a second later, and an older draft there gives way by itself", async () => {
  const { room, desk, phone, rest } = await twoDevices();
  desk.composer.write("did anyone");
  await room.settle();
  expect(phone.composer.text.value).toBe("");
  await rest();
  expect(phone.composer.text.value).toBe("did anyone");
  phone.composer.write("did anyone light the lamp?");
  await rest();
  expect(desk.composer.text.value).toBe("did anyone light the lamp?");
  desk.composer.submit({ respond: false });
  await rest();
  expect([phone.composer.text.value, phone.composer.rival.value]).toEqual(["", null]);
  expect(room.core.store.people.draft("anna")?.text).toBe("");
});

test("[DRAFT6] a device that comes back later shows the newer draft, also after a reload", async () => {
  const { room, desk, phone, rest } = await twoDevices();
  desk.composer.write("half");
  await rest();
  desk.client.disconnect();
  desk.sync.dispose();
  phone.composer.write("half a thought");
  await rest();
  const again = inHand(room, desk.client, desk.storage);
  expect(again.composer.text.value).toBe("half");
  desk.client.connect();
  await rest();
  expect([again.composer.text.value, again.composer.rival.value]).toEqual(["half a thought", null]);
});

test("[DRAFT7] where both were written on, the person chooses, and neither is lost until then", async () => {
  for (const choice of ["take", "keep"] as const) {
    const { desk, phone, rest } = await twoDevices();
    phone.client.disconnect();
    desk.composer.write("from the desk");
    await rest();
    phone.composer.write("from the phone");
    phone.client.connect();
    await rest();
    const { rival, text } = phone.composer;
    expect([text.value, rival.value?.text, rival.value?.device]).toEqual([
      "from the phone",
      "from the desk",
      "desktop",
    ]);
    await rest();
    expect(desk.composer.text.value, "nothing is said while the choice is open").toBe("from the desk");
    rival.value?.[choice]();
    await rest();
    const chosen = choice === "take" ? "from the desk" : "from the phone";
    expect([desk.composer.text.value, text.value, rival.value]).toEqual([chosen, chosen, null]);
  }
});

test("[DRAFT7] there is nothing to choose where the line comes back, both wrote the same, or this field is empty", async () => {
  const { desk, phone, rest } = await twoDevices();
  desk.composer.write("did anyone");
  await rest();
  desk.composer.write("did anyone light");
  desk.client.disconnect();
  desk.client.connect();
  await rest();
  await rest();
  expect([desk.composer.rival.value, phone.composer.text.value]).toEqual([null, "did anyone light"]);
  for (const [here, there] of [
    ["the lamp", "the lamp"],
    ["", "the oil"],
  ] as const) {
    phone.client.disconnect();
    phone.composer.write(here);
    desk.composer.write(there);
    await rest();
    phone.client.connect();
    await rest();
    expect([phone.composer.text.value, phone.composer.rival.value]).toEqual([there, null]);
  }
});

test("[DRAFT7] a message sent elsewhere empties no field that says something else", async () => {
  const { room, desk, phone, rest } = await twoDevices();
  phone.client.disconnect();
  desk.composer.write("one");
  await rest();
  desk.composer.submit({ respond: false });
  await rest();
  phone.composer.write("two");
  phone.client.connect();
  await room.settle();
  expect(phone.composer.rival.value, "an empty draft is nothing to choose").toBeNull();
  await rest();
  await rest();
  expect([phone.composer.text.value, phone.composer.rival.value, desk.composer.text.value]).toEqual([
    "two",
    null,
    "two",
  ]);
});

test("[DRAFT6] [DRAFT7] whatever the network does, devices without an open choice end with one draft", async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const rng = seededRng(seed);
    const { room, desk, phone, rest } = await twoDevices();
    const hands = [desk, phone];
    for (let step = 0; step < 30; step++) {
      const hand = hands[Math.floor(rng() * 2)] ?? desk;
      const { composer, client } = hand;
      const way = rng();
      if (way < 0.35) composer.write(`${composer.text.value}${Math.floor(rng() * 10)}`);
      else if (way < 0.45) composer.submit({ respond: false });
      else if (way < 0.55) client.disconnect();
      else if (way < 0.7) client.connect();
      else if (way < 0.75) room.kill();
      else if (way < 0.8) composer.rival.value?.[rng() < 0.5 ? "take" : "keep"]();
      else await room.advance(rng() < 0.5 ? 300 : 1_100);
    }
    for (const { client } of hands) client.connect();
    await rest();
    for (let choices = 0; choices < 4; choices++) {
      for (const { composer } of hands) composer.rival.value?.keep();
      await rest();
      await rest();
    }
    const kept = room.core.store.people.draft("anna")?.text ?? "";
    expect([desk.composer.text.value, phone.composer.text.value], `seed ${seed}`).toEqual([kept, kept]);
  }
});

/** One composer and its draft, with a room that hears what it is told and answers when the test says so. */
function alone() {
  const told: [string, number][] = [];
  const tasks: (() => void)[] = [];
  const after = (_ms: number, task: () => void) => {
    tasks.push(task);
    return () => void (tasks.includes(task) && tasks.splice(tasks.indexOf(task), 1));
  };
  const draft = signal<KeptDraft | null>(null);
  const you = signal({ user_id: "anna", role: "owner" as "viewer" | "owner" });
  const status = signal<"live" | "reconnecting">("live");
  const room = {
    ...{ draft, you, status, presence: signal([]) },
    keepDraft: (text: string, rev: number) => told.push([text, rev]) > 0,
  };
  const send = () => "";
  const composer = new ComposerStore({ room_id: ROOM_ID, view: signal(null), storage: memoryStorage(), send });
  new DraftSync({ room_id: ROOM_ID, room, composer, storage: memoryStorage(), clock: { after, nowMs: () => 0 } });
  const rest = () => tasks.pop()?.();
  const write = (text: string) => {
    composer.write(text);
    rest();
  };
  return { told, tasks, draft, you, status, composer, rest, write };
}

test("[DRAFT6] one change at a time: the next goes on from what the room answers, and who only reads keeps none", () => {
  const { told, draft, you, rest, write } = alone();
  you.value = { user_id: "anna", role: "viewer" };
  write("may not");
  expect(told).toEqual([]);
  you.value = { user_id: "anna", role: "owner" };
  write("one");
  write("one two");
  expect(told).toEqual([["one", 0]]);
  draft.value = { text: "one", rev: 1, device_id: "desk" };
  rest();
  expect(told.at(-1)).toEqual(["one two", 1]);
});

test("[DRAFT6] nothing is said without a connection, nor what no message can hold", () => {
  const { told, status, write } = alone();
  write("x".repeat(MAX_MESSAGE_CHARS + 1));
  status.value = "reconnecting";
  write("one");
  expect(told).toEqual([]);
});

test("[DRAFT7] what was said as the line was lost is no other device's: the text goes on from it", () => {
  const { told, draft, status, composer, rest, write } = alone();
  write("one");
  status.value = "reconnecting";
  write("one two");
  draft.value = { text: "one", rev: 1, device_id: "desk" };
  status.value = "live";
  expect(composer.rival.value).toBeNull();
  rest();
  expect(told).toEqual([
    ["one", 0],
    ["one two", 1],
  ]);
});

test("[DRAFT7] while the choice is open nothing is said, neither what waited for its rest nor what is written on", () => {
  const { told, tasks, draft, composer } = alone();
  composer.write("mine");
  expect(tasks).toHaveLength(1);
  draft.value = { text: "theirs", rev: 1, device_id: "phone" };
  expect([composer.rival.value?.text, tasks]).toEqual(["theirs", []]);
  composer.write("mine still");
  expect([tasks, told]).toEqual([[], []]);
});
