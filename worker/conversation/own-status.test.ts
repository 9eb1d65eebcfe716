import { expect, test } from "vitest";
import type { RoomMember } from "../../shared/fields/conversation.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

const REF = "00000000-0000-4000-9000-000000000001";
/** What each command of a device came to: `ack`, or the code and the field of its refusal. */
const answers = (client: SimClient): string[] =>
  client.heard.flatMap((frame) => {
    if (frame.type === "ack") return ["ack"];
    return frame.type === "nack" ? [[frame.error.code, frame.error.field].join(" ").trim()] : [];
  });

async function table() {
  const room = new SimRoom({ bots: ["Mara"] });
  const anna = room.join();
  await room.settle();
  for (const [user_id, role] of [
    ["ben", "member"],
    ["cleo", "viewer"],
  ] as const) {
    const member: RoomMember = { user_id, name: user_id, role, joined_at: "", read_up_to: null };
    room.core.commit({ events: [{ type: "member.joined", member }] }, "now");
  }
  const [ben, cleo] = [room.join("ben"), room.join("cleo")];
  await room.settle();
  return { room, anna, ben, cleo };
}

test("[CONF1] `set status` is the caller's own: a member's and a reader's stands in D1, and nobody else's moves", async () => {
  const { room, anna, ben, cleo } = await table();
  const before = room.view.seq;
  ben.store.command({ type: "set", status: "archived" });
  cleo.store.command({ type: "set", status: "muted" });
  await room.settle();
  expect([...room.world.statuses]).toEqual([
    ["ben", "archived"],
    ["cleo", "muted"],
  ]);
  expect([answers(ben), answers(cleo)]).toEqual([["ack"], ["ack"]]);
  expect([room.view.seq, room.view.room.status]).toEqual([before, "active"]);

  anna.store.command({ type: "set", status: "pinned" });
  await room.settle();
  expect(room.view.room.status).toBe("pinned");
  expect(room.world.statuses.size).toBe(2);
});

test("[CONF1] a status is kept before it is acknowledged, and with anything that is the owner's it is refused whole", async () => {
  const { room, ben } = await table();
  room.world.reads = "refuse";
  const frame = JSON.stringify({ type: "set", ref: REF, status: "pinned" });
  ben.raw(frame);
  await room.settle();
  expect(answers(ben)).toEqual(["internal"]);
  room.world.reads = "answer";
  ben.raw(frame);
  ben.raw(frame);
  ben.store.command({ type: "set", status: "archived", title: "Ben's" });
  ben.store.command({ type: "set", title: "Ben's" });
  await room.settle();
  expect(answers(ben).slice(1)).toEqual(["ack", "ack", "forbidden", "forbidden"]);
  expect([...room.world.statuses]).toEqual([["ben", "pinned"]]);
  expect(room.view.room.title).toBe("Test room");
});

test("[CONF2] a key that is not the owner's own, or no longer, is refused by its field; nothing happens", async () => {
  const { room, anna } = await table();
  room.world.keys.add("anna:mine").add("ben:theirs");
  const bot_id = room.view.bots[0]?.bot_id ?? "";
  anna.store.command({ type: "set", title: "Paid", settings: { api_key_id: "theirs" } });
  anna.store.command({ type: "bots", update: { bot_id, api_key_id: "theirs" } });
  await room.settle();
  expect(answers(anna)).toEqual(["not_found settings.api_key_id", "not_found update.api_key_id"]);
  expect(room.view.room.title).toBe("Test room");
  anna.store.command({ type: "set", settings: { api_key_id: "mine" } });
  anna.store.command({ type: "bots", update: { bot_id, api_key_id: "mine" } });
  await room.settle();
  anna.store.command({ type: "set", settings: { api_key_id: null } });
  await room.settle();
  expect([room.view.room.settings.api_key_id, room.view.bots[0]?.api_key_id]).toEqual([null, "mine"]);
});
