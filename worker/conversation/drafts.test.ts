import { expect, test } from "vitest";
import type { RoomMember } from "../../shared/fields/conversation.ts";
import { passOn } from "./pass-on.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

const BEN: RoomMember = { user_id: "ben", name: "Ben", role: "member", joined_at: "", read_up_to: null };

const draft = (client: SimClient, text: string, rev: number) =>
  client.raw(JSON.stringify({ type: "draft", text, rev }));
/** What this device was told of drafts, also in a welcome, and forgets it. */
function told(client: SimClient) {
  const drafts = client.heard.flatMap((f) => {
    if (f.type === "draft") return [[f.text, f.rev, f.device_id]];
    return f.type === "welcome" && f.you.draft ? [[f.you.draft.text, f.you.draft.rev, f.you.draft.device_id]] : [];
  });
  client.heard.length = 0;
  return drafts;
}

async function table() {
  const room = new SimRoom({ bots: ["Mara"] });
  const [desk, phone] = [room.join(), room.join()];
  await room.settle();
  room.core.commit({ events: [{ type: "member.joined", member: BEN }] }, "now");
  const ben = room.join("ben");
  await room.settle();
  return { room, desk, phone, ben };
}

test("[DRAFT1] what one writes comes to one's own devices, and to nobody else", async () => {
  const { room, desk, phone, ben } = await table();
  draft(desk, "did anyone", 0);
  await room.settle();
  expect([told(desk), told(phone), told(ben)]).toEqual([
    [["did anyone", 1, "device-0"]],
    [["did anyone", 1, "device-0"]],
    [],
  ]);
  draft(phone, "did anyone light the lamp?", 1);
  await room.settle();
  expect(told(desk)).toEqual([["did anyone light the lamp?", 2, "device-1"]]);
  expect(JSON.stringify(room.core.store.log.eventsAfter(0)), "no event of the room").not.toContain("anyone");
});

test("[DRAFT5] what waits behind a look-up of who is let go meanwhile is not kept", async () => {
  const { room } = await table();
  const ben = room.room.sessions.list().find(({ facts }) => facts.user_id === "ben");
  const say = (frame: object) => room.room.runtime.receive(ben?.socket.id ?? "", JSON.stringify(frame));
  const ref = "44444444-4444-4444-8444-444444444444";
  const said = [
    say({ type: "send", ref, text: "look", attachments: ["lamp"] }),
    say({ type: "draft", text: "did anyone", rev: 0 }),
  ];
  room.core.commit({ events: [{ type: "member.left", member: BEN }] }, "now");
  await Promise.all(said);
  expect(room.core.store.people.draft("ben")).toBeNull();
});

test("[DRAFT5] an heir who is writing goes on with their own", async () => {
  const { room, desk, ben } = await table();
  draft(desk, "Anna's words", 0);
  draft(ben, "Ben's words", 0);
  await room.settle();
  await passOn(room.room, "anna", { user_id: "ben", name: "Ben" }, "now");
  expect(room.core.store.people.draft("ben")?.text).toBe("Ben's words");
});

test("[DRAFT2] a draft that goes on from an older one changes nothing, and is answered with the newer one", async () => {
  const { room, desk, phone } = await table();
  draft(desk, "mine", 0);
  await room.settle();
  told(desk);
  told(phone);
  draft(phone, "theirs", 0);
  draft(phone, "from the future", 7);
  await room.settle();
  expect(told(phone)).toEqual([
    ["mine", 1, "device-0"],
    ["mine", 1, "device-0"],
  ]);
  expect(told(desk)).toEqual([]);
});

test("[DRAFT3] eviction and death keep it, and a welcome brings it", async () => {
  const { room, desk } = await table();
  draft(desk, "half a thought", 0);
  await room.settle();
  room.evict();
  room.kill();
  for (const client of room.clients) client.connect();
  await room.settle();
  const late = room.join();
  await room.settle();
  expect(told(late)).toEqual([["half a thought", 1, "device-0"]]);
});

test("[DRAFT4] sending empties it in the same commit, once, and leaves what another device holds", async () => {
  const { room, desk, phone } = await table();
  draft(desk, "half a tho", 0);
  const ref = "00000000-0000-4000-8000-00000000abcd";
  const send = JSON.stringify({ type: "send", ref, text: "half a thought", respond: false });
  desk.raw(send);
  await room.settle();
  expect(told(phone).at(-1)).toEqual(["", 2, "device-0"]);
  draft(phone, "the next one", 2);
  desk.raw(send);
  await room.settle();
  expect(room.core.store.people.draft("anna"), "a repeat empties nothing").toMatchObject({ text: "the next one" });
  desk.store.send("something else", { respond: false });
  await room.settle();
  expect(room.core.store.people.draft("anna"), "another device's words stay").toMatchObject({ text: "the next one" });
  desk.store.send(" the next one ", { respond: false });
  await room.settle();
  expect(room.core.store.people.draft("anna"), "word for word it was this message").toMatchObject({ text: "", rev: 4 });
});

test("[DRAFT5] readers have none; who leaves takes theirs along; an heir goes on with it", async () => {
  const { room, desk, ben } = await table();
  draft(desk, "for later", 0);
  draft(ben, "bye", 0);
  await room.settle();
  room.core.commit({ events: [{ type: "member.updated", member: { ...BEN, role: "viewer" } }] }, "now");
  draft(ben, "bye bye", 1);
  await room.settle();
  expect(room.core.store.people.draft("ben")).toMatchObject({ text: "bye" });
  room.core.commit({ events: [{ type: "member.left", member: BEN }] }, "now");
  expect(room.core.store.people.draft("ben")).toBeNull();
  await passOn(room.room, "anna", { user_id: "mia", name: "Mia" }, "now");
  expect(room.core.store.people.draft("mia")).toMatchObject({ text: "for later" });
  await passOn(room.room, "mia", { user_id: null, name: "Deleted account" }, "now");
  expect(room.sql.all(`SELECT * FROM drafts`)).toEqual([]);
});
