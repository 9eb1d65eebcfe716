import { expect, test } from "vitest";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { enter } from "./enter.ts";
import { SimRoom } from "./testing/sim-room.ts";

/** A right that ends is noticed by then at the latest, though nobody tells the room (rooms.md §2). */
const WITHIN_S = 60;
const LINK = { id: "link", role: "member", created_by: "anna", created_at: "", expires_at: null, uses: null } as const;

/** Anna, and Ben who only reads. The call that would tell the room of an end of Ben's rights never comes. */
async function tableOfTwo() {
  const room = new SimRoom();
  const anna = room.join();
  await room.settle();
  await enter(room.room, LINK, { user_id: "ben", name: "Ben" }, new Date(room.clock.nowMs()).toISOString());
  const ben = room.join("ben");
  await room.settle();
  return { room, anna, ben };
}

test.each([0, 1, 25, 59, 61, 119])(
  "[SES8] rights that end %i s into a talk, the push lost: a silent reader is cut off within a minute, and nobody else",
  async (after) => {
    const { room, anna, ben } = await tableOfTwo();
    for (let second = 0; second < after + WITHIN_S; second++) {
      if (second === after) room.world.members.delete("ben");
      if (second % 5 === 0) anna.store.send(`it is ${second}`, { respond: false });
      await room.advance(1_000);
    }
    expect([ben.closedWith, anna.closedWith]).toEqual([[CLOSE.forbidden], []]);
    const heard = ben.heard.length;
    anna.store.send("are we alone?", { respond: false });
    await room.settle();
    expect(ben.heard).toHaveLength(heard);
  },
);

test("[SES8] rights that end while a bot speaks and nobody says a word are noticed just so", async () => {
  const { room, anna, ben } = await tableOfTwo();
  anna.store.send("@Barista, tell us of the lamp");
  await room.settle();
  for (let second = 0; second < 100 + WITHIN_S; second++) {
    if (second === 100) room.world.members.delete("ben");
    room.model.say("and on ");
    await room.advance(1_000);
  }
  expect(room.view.messages.at(-1)).toMatchObject({ streaming: true });
  expect([ben.closedWith, anna.closedWith]).toEqual([[CLOSE.forbidden], []]);
});

test("[SES8] people who come and go do not put off that the others are asked about", async () => {
  const { room, anna, ben } = await tableOfTwo();
  room.world.members.delete("ben");
  for (let second = 0; second < WITHIN_S; second++) {
    if (second % 20 === 10) room.join("anna");
    if (second % 5 === 0) anna.store.send(`it is ${second}`, { respond: false });
    await room.advance(1_000);
  }
  expect([ben.closedWith, anna.closedWith]).toEqual([[CLOSE.forbidden], []]);
});
