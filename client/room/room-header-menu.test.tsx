// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { expect, test, vi } from "vitest";
import { type RoomListRow, roomListOf } from "../pages/room-list.ts";
import { ToastStore } from "../state/toast-store.ts";
import { type App, AppContext } from "../ui/app-context.ts";
import { button, mount, press } from "../ui/testing/mount.tsx";
import { RoomContext, type RoomScene } from "./room-context.ts";
import { RoomHeaderMenu } from "./room-header-menu.tsx";

HTMLElement.prototype.showPopover ??= () => undefined;

const ROW: RoomListRow = {
  ...{ id: "c1", title: "Bakery", status: "archived", role: "member", conversation_type: "group-chat", bots: [] },
  ...{ last_message: null, unread: 0, conversation_metadata: { total_messages: 1, last_activity: "2026-01-01" } },
};

test("[RMS11] a member's own mark is what the menu goes by, not the owner's, and what they may not do is not in it", async () => {
  const call = vi.fn(async () => ({ ok: true, value: { docs: [ROW], next_cursor: null } }));
  const app = { api: { call }, toasts: new ToastStore() } as unknown as App;
  await roomListOf(app.api).refresh();
  const of = (role: string) => ({
    room: { room_id: signal("c1"), view: signal({ room: { status: "pinned" } }), you: signal({ role }) },
    ...{ asking: signal(null), isBeside: false, openPane: () => {} },
  });
  const labels = async (role: string) => {
    const { root } = await mount(
      <AppContext.Provider value={app}>
        <RoomContext.Provider value={of(role) as unknown as RoomScene}>
          <RoomHeaderMenu title="Bakery" />
        </RoomContext.Provider>
      </AppContext.Provider>,
    );
    await press(button(root, "Room menu"));
    const items = [...root.querySelectorAll<HTMLElement>("[role=menuitem]")];
    return { items, last: items.map((item) => item.querySelector(".menu-label")?.textContent).slice(5) };
  };
  expect((await labels("owner")).last).toEqual(["Invite people…", "Rename…", "Unpin", "Mute", "Archive", "Delete…"]);
  const { items, last } = await labels("viewer");
  expect(last).toEqual(["Pin to the top", "Mute", "Bring back from the archive"]);
  await press(items.at(-1)!);
  await vi.waitFor(() =>
    expect(call).toHaveBeenCalledWith("PATCH", "/conversations/c1", expect.anything(), { body: { status: "active" } }),
  );
});
