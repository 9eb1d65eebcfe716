import { expect, test } from "vitest";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

const last = (client: SimClient) => client.store.view.value?.messages.at(-1);

test("[SYNC1] what a person sends reaches every device before any bot answers", async () => {
  const room = new SimRoom();
  const [desk, phone] = [room.join(), room.join()];
  await room.settle();

  desk.store.send("one flat white");
  await room.settle();

  expect(phone.texts()).toEqual(["Hello Anna, I am Barista.", "one flat white", ""]);
  expect(desk.store.pending.value).toEqual([]);
  expect(room.model.requests).toHaveLength(1);
});

test("[SYNC3] a device that was away while a bot spoke ends with the same room as one that stayed", async () => {
  const room = new SimRoom();
  const [desk, phone] = [room.join(), room.join()];
  await room.settle();

  desk.store.send("@barista one flat white");
  await room.settle();
  phone.disconnect();
  room.model.say("Coming ", "right up.");
  await room.settle();
  phone.connect();
  room.model.finish();
  await room.settle();

  expect(phone.store.view.value).toEqual(desk.store.view.value);
  expect(phone.store.view.value).toEqual(room.view);
  expect(last(phone)).toMatchObject({ entry: "Coming right up.", streaming: false });
});
