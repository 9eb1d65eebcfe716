// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import type { CloseReason, RoomStatus, TurnedAway } from "../state/room-mirror.ts";
import { button, mount, press } from "../ui/testing/mount.tsx";
import { ConnectionBar } from "./connection-bar.tsx";
import { RoomContext, type RoomScene } from "./room-context.ts";
import { RoomNotOpen } from "./room-not-open.tsx";

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

/** The bar over a room in some state. */
async function bar(
  status: RoomStatus,
  changes: { code?: number; away?: TurnedAway; copyOf?: number; isShut?: boolean } = {},
) {
  const { code, away = null, copyOf = null, isShut = false } = changes;
  const closeReason: CloseReason | null = code === undefined ? null : { code, reason: "" };
  const reconnect = vi.fn();
  const room = {
    ...{ status: signal(status), statusSince: signal(0), closeReason: signal(closeReason), turnedAway: signal(away) },
    ...{ copyOf: signal(copyOf), arrived: signal(0), durable: signal(true), bubbles: signal([]), messages: signal([]) },
    ...{ room_id: signal("c1"), reconnect, view: signal(isShut ? null : {}) },
  };
  const scene = { room, me: signal("anna") } as unknown as RoomScene;
  const { root } = await mount(
    <RoomContext.Provider value={scene}>
      <ConnectionBar />
    </RoomContext.Provider>,
  );
  const link = () => root.querySelector("a");
  return { root, reconnect, way: () => [link()?.textContent, link()?.getAttribute("href")] };
}

test("[NET5] each final close names the one way on, and none goes it by itself", async () => {
  const reload = vi.spyOn(location, "reload").mockImplementation(() => {});
  for (const code of [CLOSE.forbidden, CLOSE.not_found, CLOSE.deleted])
    expect((await bar("closed", { code })).way()).toEqual(["All rooms", "/rooms"]);
  const signedOut = await bar("closed", { code: CLOSE.unauthenticated });
  expect(signedOut.way()[0]).toBe("Sign in");
  expect(signedOut.way()[1]).toMatch(/^\/login\?then=%2F/);
  const old = await bar("closed", { code: CLOSE.version });
  vi.advanceTimersByTime(60_000);
  expect(reload).not.toHaveBeenCalled();
  await press(button(old.root, "Reload"));
  expect(reload).toHaveBeenCalledOnce();
});

test("[CLI142] a room that does not open says so in its place, not above it too", async () => {
  for (const code of [CLOSE.forbidden, CLOSE.not_found, CLOSE.deleted])
    expect((await bar("closed", { code, isShut: true })).root.textContent).toBe("");
  expect((await bar("closed", { code: CLOSE.version, isShut: true })).root.textContent).toContain("Reload");
});

test("[CLI142] in that place stands why, and one way on", async () => {
  const { root } = await mount(<RoomNotOpen reason={{ code: CLOSE.not_found, reason: "" }} />);
  expect(root.textContent).toContain("There is no such room");
  expect([...root.querySelectorAll("a, button")].map((way) => way.getAttribute("href"))).toEqual(["/rooms"]);
});

test("[NET4] a room that is full counts down; with the next try the words go on as usual", async () => {
  const it = await bar("reconnecting", { away: { code: CLOSE.room_full, until_ms: Date.now() + 2_500 } });
  expect(it.root.textContent).toContain("This room is full: no more devices fit in. Trying again in 3 s.");
  await press(button(it.root, "Try now"));
  expect(it.reconnect).toHaveBeenCalledOnce();
});

test("[OFF7] over a copy the bar says at once what one sees", async () => {
  const shown = async () => (await bar("connecting", { copyOf: Date.now() })).root.textContent;
  // The rig's connection was lost long ago.
  expect(await shown()).toMatch(/^Offline\. Showing what was here at .* What you send waits here\./);
  vi.setSystemTime(5_000);
  expect(await shown()).toMatch(/^Connecting\. Showing/);
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  expect(await shown()).toMatch(/^Offline\. Showing/);
  expect((await bar("live")).root.textContent).toBe("");
});
