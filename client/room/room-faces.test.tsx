// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import type { Presence } from "../../shared/protocol/server-messages.ts";
import { mount, only } from "../ui/testing/mount.tsx";
import { RoomContext, type RoomScene } from "./room-context.ts";
import { RoomFaces } from "./room-faces.tsx";

test("[CLI162] each face says in a glyph and in words where its person is; bots are nowhere else", async () => {
  const presence = signal<readonly Presence[]>([
    { user_id: "anna", devices: [], state: "elsewhere" },
    { user_id: "ben", devices: [], state: "here" },
  ]);
  const names = ["Anna", "Ben", "Cleo"];
  const scene = {
    ...{ room: { presence }, me: signal("mia"), markOf: () => 1, openPane: () => {} },
    members: signal(names.map((name) => ({ user_id: name.toLowerCase(), name }))),
    bots: signal([{ bot_id: "b", name: "Mara", picture: null }]),
  } as unknown as RoomScene;
  const { root } = await mount(
    <RoomContext.Provider value={scene}>
      <RoomFaces />
    </RoomContext.Provider>,
  );
  const words = () => only(root, "button").getAttribute("aria-label");
  const glyphs = () => [...root.querySelectorAll(".avatar-state")].map(({ classList }) => classList[1]);
  expect(words()).toBe("At the table: Anna, elsewhere in BotCafe; Ben, here; Cleo, away; Mara");
  expect(glyphs()).toEqual(["avatar-elsewhere", "avatar-here", "avatar-away"]);
});
