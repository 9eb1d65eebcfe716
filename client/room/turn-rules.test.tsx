// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { DEFAULT_TURN_TAKING } from "../../shared/fields/conversation.ts";
import { AUTO_ENDS, type AutoTalk } from "../../shared/protocol/server-messages.ts";
import type { CommandBody } from "../state/pending-store.ts";
import { button, mount, press } from "../ui/testing/mount.tsx";
import { FloorTalk } from "./floor-talk.tsx";
import { RoomContext, type RoomScene } from "./room-context.ts";
import type { RoomModel } from "./room-model.ts";
import { endWords } from "./talk-words.ts";
import { roomBot, roomInfo } from "./testing/room-fixtures.ts";
import { TurnRules } from "./turn-rules.tsx";
import { limitsOf, NO_DIRECTOR, ruleChanges, seatChanges } from "./turn-rules-changes.ts";

const SEATS = [roomBot(), roomBot({ bot_id: "ivy", name: "Ivy", talkativeness: 0.5 })];

async function shown(what: (onClose: () => void) => preact.VNode, { role = "owner", isHeld = false } = {}) {
  const given: CommandBody[] = [];
  let closed = 0;
  const room = {
    view: signal({ room: roomInfo() }),
    held: signal(isHeld),
    you: signal({ user_id: "anna", role }),
    command: (body: CommandBody) => given.push(body),
  } as unknown as RoomModel;
  const scene = { room, bots: signal(SEATS) } as unknown as RoomScene;
  const { root } = await mount(<RoomContext.Provider value={scene}>{what(() => closed++)}</RoomContext.Provider>);
  return { root, given, closed: () => closed };
}
const talk = (changes: Partial<AutoTalk> = {}): AutoTalk => ({ turns: 2, most: 6, ended: null, ...changes });

test("[TURN40] why they stopped is said, and one press lets them go on", async () => {
  const { root, given } = await shown(() => <FloorTalk talk={talk({ turns: 6, ended: "turns" })} />);
  expect(root.textContent).toContain("They stopped here, after 6 turns.");
  await press(button(root, "Let them go on +6"));
  expect(given).toEqual([{ type: "queue", auto: true }]);
  expect(new Set(AUTO_ENDS.map((why) => endWords(why, 6))).size).toBe(AUTO_ENDS.length);
});

test("[TURN40] on its way it can be ended, on hold resumed; who may only read gets words alone", async () => {
  const going = await shown(() => <FloorTalk talk={talk()} />);
  expect(going.root.textContent).toContain("2 of 6");
  await press(button(going.root, "That is enough"));
  const held = await shown(() => <FloorTalk talk={talk()} />, { isHeld: true });
  await press(button(held.root, "Resume"));
  expect([going.given, held.given]).toEqual([[{ type: "queue", auto: false }], [{ type: "queue", hold: false }]]);
  const read = await shown(() => <FloorTalk talk={talk({ paused: true })} />, { role: "viewer" });
  expect(read.root.textContent).toBe("They wait while someone types.");
});

test("[TURN41] the form sends what was changed and nothing else", async () => {
  const { root, given, closed } = await shown((onClose) => <TurnRules onClose={onClose} />);
  const auto = root.querySelector<HTMLInputElement>("input[value=auto]")!;
  await act(() => auto.click());
  const [turns] = root.querySelectorAll<HTMLInputElement>("input[type=number]");
  const write = (value: string) =>
    act(() => {
      turns!.value = value;
      turns!.dispatchEvent(new Event("input", { bubbles: true }));
    });
  await write("51");
  await press(button(root, "Use these rules"));
  expect([given, closed()]).toEqual([[], 0]);
  expect(root.textContent).toContain("A whole number from 1 to 50.");
  await write("12");
  await press(button(root, "Use these rules"));
  expect(given).toEqual([{ type: "set", turn_taking: { strategy: "auto", auto_max_turns: 12 } }]);
  expect(closed()).toBe(1);
});

test("[TURN41] limits are whole numbers the room takes; an empty cap is none", () => {
  const limits = { ...limitsOf(DEFAULT_TURN_TAKING), auto_token_cap: "5000" };
  const changes = (changed: object) => ruleChanges(DEFAULT_TURN_TAKING, DEFAULT_TURN_TAKING, { ...limits, ...changed });
  expect(changes({})).toEqual({ ok: true, changes: { auto_token_cap: 5_000 } });
  expect(changes({ auto_token_cap: " " })).toEqual({ ok: true, changes: {} });
  expect(changes({ max_replies: "", wait_for_people_s: "1.5" })).toMatchObject({
    ok: false,
    problems: { max_replies: "A whole number from 0 to 20.", wait_for_people_s: "A whole number from 0 to 600." },
  });
});

test("[TURN41] who directs and how talkative each is goes to the bots it changes", () => {
  const [mara, ivy] = SEATS.map((bot) => bot.bot_id);
  expect(seatChanges(SEATS, new Map([["ivy", 0.9]]), ivy ?? "")).toEqual([
    { bot_id: "ivy", talkativeness: 0.9, role: "moderator" },
  ]);
  const directed = SEATS.map((bot) => ({ ...bot, role: bot.bot_id === mara ? ("moderator" as const) : bot.role }));
  expect(seatChanges(directed, new Map(), NO_DIRECTOR)).toEqual([{ bot_id: "mara", role: "secondary" }]);
});
