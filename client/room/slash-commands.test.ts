import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { ComposerStore } from "../state/composer-store.ts";
import type { CommandBody } from "../state/pending-store.ts";
import type { RoomScene } from "./room-context.ts";
import type { RoomModel } from "./room-model.ts";
import { commandsFor } from "./slash-commands.ts";
import { panelOf, runSlash } from "./slash-panel.tsx";
import { botRow, roomBot } from "./testing/room-fixtures.ts";

const bots = [
  roomBot(),
  roomBot({ bot_id: "ivy", name: "Ivy" }),
  roomBot({ bot_id: "tob", name: "Tobias", is_active: false }),
];
const ticket = (bot_id: string) => ({
  id: `t-${bot_id}`,
  bot_id,
  state: "queued" as const,
  reason: { code: "mentioned" as const },
  asked_by: "anna",
  payer: "practice",
});

function scene(role = "owner") {
  const given: CommandBody[] = [];
  const panes: string[] = [];
  const sent: string[] = [];
  const composer = new ComposerStore({
    room_id: "c1",
    view: signal({ bots } as never),
    storage: { get: () => null, set: () => {}, remove: () => {} },
    send: (text, { respond }) => {
      sent.push(respond === false ? `quiet ${text}` : text);
      return "r1";
    },
  });
  const room = {
    room_id: signal("c1"),
    composer,
    you: signal({ user_id: "anna", role }),
    queue: signal([ticket("mara"), ticket("ivy")]),
    messages: signal([botRow()]),
    command: (body: CommandBody) => {
      given.push(body);
      return "r2";
    },
  } as unknown as RoomModel;
  const finding = signal<string | null>(null);
  const openPane = (pane: string) => panes.push(pane);
  const built = { room, bots: signal(bots), finding, asking: signal(null), openPane } as unknown as RoomScene;
  return { scene: built, given, panes, sent, composer };
}

test("[SAY5] a command is done and leaves the field empty, or says why not", () => {
  const { scene: at, given, panes, sent } = scene();
  expect(runSlash("/ask Ivy, @Tobias", at)).toEqual({ text: "" });
  expect(runSlash("/ask @Ivy who rang the bell?", at)).toEqual({ text: "" });
  expect(runSlash("/ask Mara who lit it?", at)).toEqual({ text: "" });
  expect(runSlash("/next", at)).toEqual({ text: "" });
  expect(runSlash("/everyone", at)).toEqual({ text: "" });
  expect(runSlash("/order Ivy", at)).toEqual({ text: "" });
  expect(runSlash("/skip ivy", at)).toEqual({ text: "" });
  expect(runSlash("/mute @Mara", at)).toEqual({ text: "" });
  expect(runSlash("/continue", at)).toEqual({ text: "" });
  expect(runSlash("/rename Fog", at)).toEqual({ text: "" });
  expect(runSlash("/why", at)).toEqual({ text: "" });
  expect(runSlash("/find the brass key", at)).toEqual({ text: "" });
  expect(at.finding.value).toBe("the brass key");
  expect(runSlash("/invite", at)).toEqual({ text: "" });
  expect(at.asking.value).toBe("invite");
  expect(runSlash("/export", at)).toEqual({ text: "" });
  expect(at.asking.value).toBe("export");
  expect(runSlash("/quiet hello", at)).toEqual({ text: "" });
  expect(given).toEqual([
    { type: "speak", bot_ids: ["ivy", "tob"] },
    { type: "speak", bot_ids: ["ivy"] },
    { type: "speak", bot_ids: ["mara", "ivy"] },
    { type: "queue", order: ["t-ivy", "t-mara"] },
    { type: "queue", drop: "t-ivy" },
    { type: "bots", update: { bot_id: "mara", is_active: false } },
    { type: "continue", message_id: "b1" },
    { type: "set", title: "Fog" },
  ]);
  expect(panes).toEqual(["why"]);
  expect(sent).toEqual(["@Ivy who rang the bell?", "@Mara Quill who lit it?", "quiet hello"]);
  expect(runSlash("/ask nobody", at)).toEqual({ problem: "Name one who is here: Mara Quill, Ivy, Tobias." });
  expect(runSlash("/skip Tobias", at)).toEqual({ problem: "There is no turn of theirs to skip." });
});

test("[SAY6] what is no command is never sent by itself, and asks", () => {
  const { scene: at, sent, given } = scene();
  expect(panelOf("/foo", at, 0, null).unknown).toBe("foo");
  expect(runSlash("/foo bar", at)).toEqual({ problem: "No command /foo." });
  expect([sent, given]).toEqual([[], []]);
  expect(panelOf("/", at, 0, null).options.length).toBe(commandsFor(at).length);
  expect(panelOf("/as", at, 0, null).options.map(({ name }) => name)).toEqual(["ask", "aside", "as"]);
  expect(panelOf("/ask ", at, 0, null)).toMatchObject({ options: [], chosen: { takes: "@bot" }, unknown: null });
});

test("[SAY7] [WSP2] personas and who hears it are changed by writing too; nobody is offered what the room would refuse them", () => {
  const { scene: at, composer } = scene();
  composer.knowPersonas([{ id: "p1", name: "Keeper" }]);
  expect(runSlash("/as keep", at)).toEqual({ text: "" });
  expect(composer.persona_id.value).toBe("p1");
  runSlash("/as me", at);
  expect(composer.persona_id.value).toBeNull();
  expect(runSlash("/as Stranger", at)).toHaveProperty("problem");
  expect(runSlash("/aside psst", at)).toEqual({ text: "psst" });
  expect(composer.aside.value).toBe(true);
  expect(runSlash("/whisper Ivy the key", at)).toEqual({ text: "the key" });
  expect([composer.whisper_to.value, composer.aside.value]).toEqual(["ivy", false]);
  expect(runSlash("/whisper Ivy @Mara", at)).toEqual({ problem: "A whisper is for one bot alone." });
  expect(runSlash("/whisper", at)).toMatchObject({ problem: expect.stringContaining("Name one") });
  composer.setAside(true);
  const names = (role: string) => commandsFor(scene(role).scene).map(({ name }) => name);
  expect(names("member")).not.toContain("mute");
  expect(names("viewer")).toEqual(["export", "find", "people", "why", "prompt", "tokens", "help"]);
  expect(names("member")).not.toContain("rename");
});
