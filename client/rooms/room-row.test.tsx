// @vitest-environment happy-dom
import { LocationProvider } from "preact-iso";
import { expect, test, vi } from "vitest";
import type { RoomListRow } from "../pages/room-list.ts";
import { ToastStore } from "../state/toast-store.ts";
import { type App, AppContext } from "../ui/app-context.ts";
import { button, mount, press } from "../ui/testing/mount.tsx";
import { RoomRow } from "./room-row.tsx";

HTMLElement.prototype.showPopover ??= () => undefined;

const ROOM: RoomListRow = {
  id: "1",
  title: "Bakery",
  status: "muted",
  role: "member",
  conversation_type: "multi-bot",
  bots: [{ bot_id: "b", name: "Mara", picture: null }],
  last_message: null,
  unread: 0,
  conversation_metadata: { total_messages: 1, last_activity: "2026-01-01T00:00:00.000Z" },
};

test("[RMS11] a member marks a room of others for themselves; its name and its end are its owner's", async () => {
  const call = vi.fn(async () => ({ ok: true, value: ROOM }));
  const { root } = await mount(
    <AppContext.Provider value={{ api: { call }, toasts: new ToastStore() } as unknown as App}>
      <LocationProvider>
        <RoomRow row={ROOM} />
      </LocationProvider>
    </AppContext.Provider>,
  );
  await press(button(root, "More about Bakery"));
  const items = [...root.querySelectorAll<HTMLElement>(".menu-item")];
  const named = (name: string) => items.find((item) => item.textContent?.startsWith(name));
  expect(["Pin", "Mute", "Archive"].map((name) => named(name)?.getAttribute("aria-checked"))).toEqual([
    "false",
    "true",
    "false",
  ]);
  expect([named("Rename"), named("Delete")]).toEqual([undefined, undefined]);
  await press(named("Archive")!);
  expect(call).toHaveBeenCalledWith("PATCH", "/conversations/1", expect.anything(), { body: { status: "archived" } });
});
