import { expect, test } from "vitest";
import type { RoomMember } from "../../shared/fields/conversation.ts";
import { entry } from "../../shared/lore/testing/lore-room.ts";
import { PromptReceipt } from "../../shared/prompt/receipt.ts";
import { PromptFrame } from "../../shared/protocol/prompt-frame.ts";

import { SimRoom } from "./testing/sim-room.ts";

const BEN: RoomMember = { user_id: "ben", name: "Ben", role: "member", joined_at: "", read_up_to: null };

/** A client that is none of ours: a bare socket, and every frame it got, in order. */
class Outsider {
  readonly heard: Record<string, unknown>[] = [];
  readonly #room: SimRoom;
  readonly #id: string;

  constructor(room: SimRoom, userId: string, id: string) {
    this.#room = room;
    this.#id = id;
    const send = (frame: string) => void this.heard.push(JSON.parse(frame));
    const facts = {
      ...{ user_id: userId, session_id: id, name: userId, expires_at_ms: Number.MAX_SAFE_INTEGER },
      ...{ device_kind: "desktop", device_id: "", device_name: "", live: false },
      ...{ watch_activation: false, watch_prompt: false },
    };
    room.accept({ id, send, close: () => {}, lastPingMs: () => null, save: () => {} }, facts);
  }

  async say(frame: object): Promise<void> {
    await this.#room.room.runtime.receive(this.#id, JSON.stringify(frame));
  }

  types(): unknown[] {
    return this.heard.map(({ type }) => type);
  }
}

async function table() {
  const room = new SimRoom({ bots: ["Mara"] });
  room.world.entries = [entry({ id: "lamp", keys: ["lamp"], text: "The lamp is lit at dusk." })];
  const anna = room.join();
  const [watching, other] = [new Outsider(room, "anna", "w"), new Outsider(room, "anna", "o")];
  await watching.say({ type: "hello", v: 1, device_id: "w", watch: { prompt: true } });
  await other.say({ type: "hello", v: 1, device_id: "o", watch: { activation: true } });
  await room.settle();
  /** Says something and is answered. @returns The prompts that were shown. */
  const prompts = async () => {
    watching.heard.length = 0;
    anna.store.send("who lit the lamp?");
    await room.reply("I did.");
    return watching.heard.filter(({ type }) => type === "prompt").map((frame) => PromptFrame.parse(frame));
  };
  return { room, watching, other, prompts };
}

test("[CONF3] `prompt` goes to the devices of the owner that watch it, before the first token, and is what is kept", async () => {
  const { room, watching, other, prompts } = await table();
  const [frame, ...more] = await prompts();
  const reply = room.view.messages.at(-1);
  expect(more).toEqual([]);
  const { type: _type, message_id, take_id, ...receipt } = frame ?? {};
  expect([message_id, take_id]).toEqual([reply?.id, reply?.current_take_id]);
  expect(receipt).toEqual(JSON.parse(room.core.explanation("receipt", reply?.id ?? "") ?? ""));
  expect(JSON.stringify(frame?.messages)).toContain("The lamp is lit at dusk.");
  expect(watching.types().indexOf("prompt")).toBeLessThan(watching.types().indexOf("delta"));
  expect(other.types()).not.toContain("prompt");
  await watching.say({ type: "watch", prompt: false });
  expect(await prompts()).toEqual([]);
});

test("[CONF5] words of others in a prompt are not kept for who is alone one day, nor what they whispered before", async () => {
  const { room, prompts } = await table();
  /** The prompt that is kept of the newest reply: its numbers, and its words. */
  const kept = () =>
    PromptReceipt.parse(JSON.parse(room.core.explanation("receipt", room.view.messages.at(-1)?.id ?? "") ?? ""));
  expect([await prompts(), kept().messages.length]).toEqual([[expect.anything()], expect.any(Number)]);
  expect(kept().messages.length).toBeGreaterThan(0);
  room.core.commit({ events: [{ type: "member.joined", member: BEN }] }, "now");
  const ben = room.join("ben");
  await room.settle();
  ben.store.command({ type: "send", text: "the secret", whisper_to: "bot-0" });
  await room.reply("hushed");
  expect([kept().messages, kept().total > 0]).toEqual([[], true]);
  room.core.commit({ events: [{ type: "member.left", member: BEN }] }, "now");
  ben.disconnect();
  // Alone again: the bot still knows the secret, and nobody else may.
  expect([await prompts(), kept().messages]).toEqual([[], []]);
  expect(JSON.stringify(room.sql.all("SELECT receipt FROM traces"))).not.toContain("the secret");
});

test("[CONF3] nobody gets a prompt who may not read the bot, all the lore, and everyone's persona in it", async () => {
  const { room, watching, prompts } = await table();
  room.world.ownerEditsBot = false;
  expect(await prompts()).toEqual([]);
  room.world.ownerEditsBot = true;
  room.world.kept.add("anna");
  expect(await prompts()).toEqual([]);
  room.world.kept.clear();
  expect(await prompts()).toHaveLength(1);
  room.core.commit({ events: [{ type: "member.joined", member: BEN }] }, "now");
  room.world.members.add("ben");
  const ben = new Outsider(room, "ben", "b");
  await ben.say({ type: "hello", v: 1, device_id: "b", watch: { prompt: true } });
  expect(await prompts()).toEqual([]);
  expect(watching.types()).toContain("budget");
  expect(ben.types()).not.toContain("prompt");
});
