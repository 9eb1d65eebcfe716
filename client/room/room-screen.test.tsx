// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { LocationProvider } from "preact-iso";
import { expect, test, vi } from "vitest";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { type App, AppContext } from "../ui/app-context.ts";
import { mount } from "../ui/testing/mount.tsx";
import type { RoomModel } from "./room-model.ts";
import { RoomScreen } from "./room-screen.tsx";

test("[CLI163] beside a room that does not open stands no pane, whatever the address asks for", async () => {
  history.replaceState(null, "", "/r/one?pane=people");
  const none = () => signal(null);
  const room = {
    ...{ view: none(), you: none(), closeReason: signal({ code: CLOSE.not_found, reason: "" }) },
    ...{ status: signal("closed"), statusSince: signal(0), copyOf: none(), turnedAway: none(), arrived: signal(0) },
    ...{ presence: signal([]), messages: signal([]), bubbles: signal([]), durable: signal(true) },
    ...{ notice: none(), queue: signal([]), streamOf: none },
    ...{ room_id: signal("one"), composer: { text: signal("") }, watch: () => {}, listen: () => () => {} },
  } as unknown as RoomModel;
  const app = { api: {}, toasts: { enter: () => {} }, preferences: { values: signal({}) } } as unknown as App;
  const { root } = await mount(
    <AppContext.Provider value={app}>
      <LocationProvider>
        <RoomScreen room={room} />
      </LocationProvider>
    </AppContext.Provider>,
  );
  // Its words come when one does not open.
  await vi.waitFor(() => expect(root.textContent).toContain("This room does not open"), { timeout: 20_000 });
  expect(root.querySelector(".scrim, .inspector, .room-with-inspector")).toBeNull();
  history.replaceState(null, "", "/");
});
