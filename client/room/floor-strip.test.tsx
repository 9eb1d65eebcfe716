// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { escapeStack } from "../frame/escape-stack.ts";
import { button, mount, press } from "../ui/testing/mount.tsx";
import { FloorStrip } from "./floor-strip.tsx";
import { RoomContext, type RoomScene } from "./room-context.ts";
import { messageRow } from "./testing/room-fixtures.ts";

test("[SAY16] the other ends are left by Esc and by a press elsewhere, and nothing is stopped by that", async () => {
  const given: unknown[] = [];
  const room = {
    ...{ messages: signal([messageRow({ bot: "ivy", streaming: true })]), queue: signal([]), held: signal(false) },
    ...{ you: signal({ user_id: "anna", role: "owner" }), streamOf: () => signal(null) },
    ...{ command: (body: unknown) => given.push(body) },
  };
  const scene = { room, me: signal("anna"), nameOf: () => "", isBeside: false } as unknown as RoomScene;
  const { root } = await mount(
    <RoomContext.Provider value={scene}>
      <FloorStrip />
    </RoomContext.Provider>,
  );
  const more = button(root, "More ways to stop");
  const isOpen = () => more.getAttribute("aria-expanded") === "true";
  for (const leave of [
    () => escapeStack.closeTop(),
    () => document.body.dispatchEvent(new Event("pointerdown", { bubbles: true })),
  ]) {
    await press(more);
    expect(isOpen()).toBe(true);
    await act(() => void leave());
    expect(isOpen()).toBe(false);
  }
  expect([escapeStack.closeTop(), given]).toEqual([false, []]);
  await press(more);
  await press(button(root, "Stop everything"));
  expect([isOpen(), given]).toEqual([false, [{ type: "stop", scope: "all" }]]);
});
