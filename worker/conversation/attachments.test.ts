import { describe, expect, test } from "vitest";
import type { RoomMember } from "../../shared/fields/conversation.ts";
import type { Attachment } from "../../shared/fields/message.ts";
import type { SimClient } from "./testing/sim-client.ts";
import { SimRoom } from "./testing/sim-room.ts";

const BEN: RoomMember = { user_id: "ben", name: "Ben", role: "member", joined_at: "", read_up_to: null };
const picture = (id: string, alt = ""): Attachment => ({
  ...{ id, alt, mimeType: "image/png", filename: `${id}.png` },
  ...{ filesize: 900, width: 30, height: 20 },
});
const nacks = (client: SimClient) => client.heard.flatMap((f) => (f.type === "nack" ? [f.error] : []));
const last = (room: SimRoom) => room.view.messages.findLast((m) => m.bot === null);
const shows = (room: SimRoom, mediaId: string, userId: string) =>
  room.core.shows({ messageId: last(room)?.id ?? "", mediaId }, userId);
/** What the model was given last to read. */
const read = (room: SimRoom) => room.model.requests.at(-1)?.messages ?? [];

/** Anna has a lamp and a fog, Ben a boat, and both are here. */
async function table() {
  const room = new SimRoom({ bots: ["Mara"] });
  room.world.uploads.set("anna:lamp", picture("lamp", "A brass lamp"));
  room.world.uploads.set("anna:fog", picture("fog"));
  room.world.uploads.set("ben:boat", picture("boat"));
  room.core.commit({ events: [{ type: "member.joined", member: BEN }] }, "2026-11-23T10:00:00.000Z");
  const [anna, ben] = [room.join("anna"), room.join("ben")];
  await room.settle();
  const send = (text: string, attachments: string[], rest: { whisper_to?: string } = {}) =>
    anna.store.command({ type: "send", text, attachments, respond: false, ...rest });
  return { room, anna, ben, send };
}

describe("pictures", () => {
  test("[ATT1] a message shows its sender's uploads, each once, in order, also without words", async () => {
    const { room, ben, send } = await table();
    send("  ", ["fog", "lamp", "fog"]);
    await room.settle();
    expect(last(room)).toMatchObject({
      message_type: "image",
      message_content: {
        media_attachments: ["fog", "lamp"],
        attachments: [picture("fog"), picture("lamp", "A brass lamp")],
      },
    });
    expect(ben.store.view.value?.messages.at(-1)?.message_content).toEqual(last(room)?.message_content);
    send("Look", ["lamp"]);
    await room.settle();
    expect(last(room)).toMatchObject({ entry: "Look", message_type: "text" });
    send("", []);
    send(
      "",
      Array.from({ length: 11 }, (_, n) => `p${n}`),
    );
    await room.settle();
    expect(nacks(room.clients[0]!).map(({ code, field }) => [code, field])).toEqual([
      ["invalid", "text"],
      ["invalid", "attachments"],
    ]);
  });

  test("[ATT2] another's upload is refused as what is missing, and a room may take none", async () => {
    const { room, anna, send } = await table();
    const before = room.view.seq;
    for (const id of ["boat", "nothing"]) send("Look", ["lamp", id]);
    await room.settle();
    const [others, missing] = nacks(anna);
    expect(others).toEqual(missing);
    expect(others).toMatchObject({ code: "not_found", field: "attachments" });
    room.world.reads = "refuse";
    send("Look", ["lamp"]);
    await room.settle();
    expect(nacks(anna).at(-1)).toMatchObject({ code: "internal", retryable: true });
    room.world.reads = "answer";
    expect(room.view.seq).toBe(before);
    anna.store.command({ type: "set", settings: { allow_file_sharing: false } });
    send("Look", ["lamp"]);
    await room.settle();
    expect(nacks(anna).at(-1)).toMatchObject({ code: "attachment_rejected", field: "attachments" });
  });

  test("[ATT3] of what a picture is said to show a bot reads three hundred characters", async () => {
    const { room, anna } = await table();
    room.world.uploads.set("anna:essay", picture("essay", "é".repeat(5_000)));
    anna.store.command({ type: "send", text: "@Mara look", attachments: ["essay"] });
    await room.settle();
    expect(read(room).flatMap(({ content }) => content.match(/é+/g) ?? [])).toEqual(["é".repeat(300)]);
  });

  test("[ATT3] bots read in words what is shown, in the line of who shows it", async () => {
    const { room, anna } = await table();
    anna.store.command({ type: "send", text: "@Mara look", attachments: ["lamp", "fog"] });
    await room.settle();
    const line = read(room).find(({ content }) => content.includes("A brass lamp"));
    expect(line?.role).toBe("user");
    expect(line?.content).toContain("look");
    expect(line?.content).toContain("fog.png");
    await room.reply("Brass, indeed.");
    anna.store.command({ type: "send", text: "", attachments: ["fog"], mentions: ["bot-0"] });
    await room.settle();
    expect(read(room).filter(({ content }) => content.includes("fog.png"))).toHaveLength(2);
  });

  test("[ATT4] a picture is shown to who reads its message now, and to nobody else", async () => {
    const { room, anna, send } = await table();
    send("Look", ["lamp"]);
    await room.settle();
    expect(["anna", "ben", "eve"].map((who) => shows(room, "lamp", who))).toEqual([true, true, false]);
    expect(shows(room, "fog", "anna"), "not in this message").toBe(false);
    anna.store.command({ type: "members", remove: ["ben"] });
    await room.settle();
    expect(shows(room, "lamp", "ben"), "let go").toBe(false);
    const message_id = last(room)?.id ?? "";
    anna.store.command({ type: "delete", message_id });
    await room.settle();
    expect(room.core.shows({ messageId: message_id, mediaId: "lamp" }, "anna"), "deleted").toBe(false);
  });

  test("[ATT4] [PEOPLE1] a picture whispered is shown to who whispered alone, and readers hear nothing of it", async () => {
    const { room, anna, ben, send } = await table();
    anna.store.command({ type: "members", update: { user_id: "ben", role: "viewer" } });
    send("Between us", ["lamp"], { whisper_to: "bot-0" });
    await room.settle();
    expect(["anna", "ben"].map((who) => shows(room, "lamp", who))).toEqual([true, false]);
    expect(JSON.stringify(ben.heard)).not.toContain("lamp");
  });

  test("[ATT5] pictures go with their message to D1, through an edit and past the end of the process", async () => {
    const { room, anna, send } = await table();
    send("Look", ["lamp"]);
    await room.settle();
    const message_id = last(room)?.id ?? "";
    anna.store.command({ type: "edit", message_id, text: "Look at it" });
    await room.settle();
    room.kill();
    await room.drain();
    expect(last(room)).toMatchObject({ entry: "Look at it", message_content: { media_attachments: ["lamp"] } });
    const row = room.world.rows.get(`message:${message_id}`);
    expect(JSON.parse(row?.payload ?? "{}").message_content.attachments).toEqual([picture("lamp", "A brass lamp")]);
    room.clients[0]?.store.command({ type: "branch", message_id });
    await room.settle();
    const [branch] = [...room.world.branches.values()];
    expect(branch?.messages.newest(1).messages[0]?.message_content.media_attachments).toEqual(["lamp"]);
  });
});
