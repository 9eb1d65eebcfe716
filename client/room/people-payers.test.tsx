// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import type { RoomBot } from "../../shared/fields/conversation.ts";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { CommandBody } from "../state/pending-store.ts";
import { mount } from "../ui/testing/mount.tsx";
import { Payers, payerOf } from "./people-payers.tsx";
import { RoomContext, type RoomScene } from "./room-context.ts";
import { botRow, roomBot, roomInfo } from "./testing/room-fixtures.ts";

const info = roomInfo();
async function shown(
  role: string,
  seat: Partial<RoomBot>,
  others_key_turns?: number | null,
  messages: readonly MessageRow[] = [],
) {
  const given: CommandBody[] = [];
  const settings = { ...info.settings, ...(others_key_turns !== undefined && { others_key_turns }) };
  const room = {
    view: signal({ room: roomInfo({ settings }) }),
    you: signal({ user_id: "anna", role }),
    messages: signal(messages),
    command: (body: CommandBody) => given.push(body),
  };
  const scene = { room, bots: signal([roomBot(seat)]) };
  const { root } = await mount(
    <RoomContext.Provider value={scene as unknown as RoomScene}>
      <Payers />
    </RoomContext.Provider>,
  );
  return { root, given };
}

test("[EX5] everyone reads who pays; the owner of a key says how far others spend it", async () => {
  const owner = await shown("owner", { api_key_id: "key", provider: "openai" });
  expect(owner.root.textContent).toContain("Nobody else may spend it");
  const select = owner.root.querySelector("select")!;
  select.value = "20";
  select.dispatchEvent(new Event("change", { bubbles: true }));
  select.value = "any";
  select.dispatchEvent(new Event("change", { bubbles: true }));
  expect(owner.given).toEqual([20, null].map((n) => ({ type: "set", settings: { others_key_turns: n } })));
  const guest = await shown("member", { owner_pays: true }, 20);
  expect(guest.root.textContent).toContain("Others may have 20 turns a day");
  expect(guest.root.querySelector("select")).toBeNull();
  const free = await shown("owner", { provider: "practice" });
  expect(free.root.querySelector("select")).toBeNull();
});

test("[EX5] what the café offers is what a bot last spoke with, which is known when it has spoken", async () => {
  const spoke = (model_used: string | null, changes: Partial<MessageRow> = {}) =>
    botRow({ message_attribution: { ...botRow().message_attribution, model_used }, ...changes });
  const said = [spoke("practice"), spoke(null, { id: "b2", streaming: true })];
  const { root } = await shown("member", { bot_id: said[0]?.bot ?? "" }, 0, said);
  expect(root.textContent).toContain("come from the practice model and cost nothing");
});

test("[EX5] a number that was set elsewhere stays one of the choices", async () => {
  const { root } = await shown("owner", { api_key_id: "key" }, 7);
  const offered = [...root.querySelectorAll("option")].map(({ value }) => value);
  expect(offered).toEqual(["0", "5", "7", "20", "50", "200", "any"]);
});

test("[EX5] a bot's own choice goes before the room's", () => {
  const bot = roomBot();
  expect(payerOf(bot, { ...info.settings, api_key_id: "key" })).toBe("owner");
  expect(payerOf({ ...bot, provider: "practice" }, { ...info.settings, api_key_id: "key" })).toBe("practice");
  expect(payerOf(bot, { ...info.settings, owner_pays: true })).toBe("owner");
  expect(payerOf(bot, info.settings)).toBe("house");
  expect(payerOf(bot, info.settings, "practice")).toBe("practice");
  expect(payerOf(bot, { ...info.settings, api_key_id: "key" }, "practice")).toBe("owner");
});
