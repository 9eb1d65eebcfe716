// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { act } from "preact/test-utils";
import { LocationProvider } from "preact-iso";
import { afterEach, expect, test, vi } from "vitest";
import type { MessageRow } from "../../shared/fields/message.ts";
import { type App, AppContext } from "../ui/app-context.ts";
import { button, mount, press } from "../ui/testing/mount.tsx";
import { RoomLog } from "./room-log.tsx";
import type { RoomModel } from "./room-model.ts";
import { botRow } from "./testing/room-fixtures.ts";

afterEach(() => vi.restoreAllMocks());

const COUNTS = { included: 0, cut: 0, held_back: 0, by_method: {} };
const turn = (seq: number): MessageRow =>
  botRow({ id: `b${seq}`, seq, author_name: `Mara ${seq}`, activation: COUNTS, current_take_id: "t" });
const turns = (count: number) => Array.from({ length: count }, (_, at) => turn(at + 1));

async function shownLog(messages: readonly MessageRow[], more: Partial<Record<keyof RoomModel, unknown>> = {}) {
  const said = signal(messages);
  const watched: object[] = [];
  const room = {
    ...{ messages: said, view: signal({ room: { title: "Harbour" }, bots: [] }), you: signal(null) },
    ...{ status: signal("live"), statusSince: signal(0), closeReason: signal(null), copyOf: signal(null) },
    ...{ turnedAway: signal(null), arrived: signal(0), durable: signal(true), bubbles: signal([]) },
    ...{ hasMore: signal(false), isLoadingOlder: signal(false), historyProblem: signal(null), room_id: signal("r") },
    activationsOf: () => signal({ state: "known", rows: [], not_yours: 0 }),
    loadActivations: async () => undefined,
    watch: (what: object) => watched.push(what),
    reconnect: () => {},
    ...more,
  } as unknown as RoomModel;
  const { root } = await mount(
    <AppContext.Provider value={{ api: {} } as unknown as App}>
      <LocationProvider>
        <RoomLog room={room} room_id="r" />
      </LocationProvider>
    </AppContext.Provider>,
  );
  const names = () => [...root.querySelectorAll(".turn-head bdi")].map((name) => name.textContent);
  const space = (target: Element) =>
    act(() => void target.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true, cancelable: true })));
  return { root, said, watched, names, space };
}

test("[CLI126] the newest turns as they happen, the space bar holds them, but not from a field", async () => {
  const { root, said, watched, names, space } = await shownLog(turns(2));
  expect(watched).toEqual([{ activation: true }]);
  expect(names()).toEqual(["Mara 2", "Mara 1"]);
  await space(document.body);
  await act(() => {
    said.value = turns(4);
  });
  expect(names()).toEqual(["Mara 2", "Mara 1"]);
  expect(button(root, "Held · 2 new").getAttribute("aria-pressed")).toBe("true");
  await space(root.querySelector("select")!);
  expect(names()).toHaveLength(2);
  await space(document.body);
  expect(names()).toHaveLength(4);
});

test("[CLI126] earlier turns: what is here first, then from the history", async () => {
  const loadOlder = vi.fn(async () => {});
  const { root, names } = await shownLog(turns(45), { hasMore: signal(true), loadOlder });
  expect(names()).toHaveLength(30);
  await press(button(root, "Show earlier turns"));
  expect(names()).toHaveLength(45);
  expect(loadOlder).not.toHaveBeenCalled();
  await press(button(root, "Show earlier turns"));
  expect(loadOlder).toHaveBeenCalledOnce();
});

test("[CLI126] another pane is opened in the room; the log stays", async () => {
  const open = vi.spyOn(window, "open").mockReturnValue(null);
  const { root, names } = await shownLog(turns(1));
  await press(button(root, "Open the receipt"));
  expect(open).toHaveBeenCalledWith("/r/r?pane=prompt&of=b1", "_blank");
  expect(names()).toEqual(["Mara 1"]);
  expect(root.textContent).not.toContain("Own window");
});

test("[CLI127] what does not open says why; what is lost keeps what it showed", async () => {
  const lost = { view: signal(null), status: signal("closed"), closeReason: signal({ code: 4404, reason: "" }) };
  const { root } = await shownLog([], lost);
  expect(root.textContent).toContain("This log does not open");
  expect(root.textContent).toContain("There is no such room, or it is not shared with you.");
  const kept = await shownLog(turns(1), { status: signal("reconnecting"), statusSince: signal(Date.now() - 40_000) });
  expect(kept.root.textContent).toContain("Offline");
  expect(kept.names()).toEqual(["Mara 1"]);
});
