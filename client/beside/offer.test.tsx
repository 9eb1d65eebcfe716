// @vitest-environment happy-dom
import type { DetachedWindowAPI } from "happy-dom";
import { LocationProvider, useLocation } from "preact-iso";
import { afterEach, expect, test } from "vitest";
import { deviceMemory } from "../pages/device-memory.ts";
import { shownBeside } from "../room/room-context.ts";
import { mount } from "../ui/testing/mount.tsx";
import { type OpenBeside, useOpenBeside } from "./use-open-beside.ts";

const { happyDOM } = window as unknown as { readonly happyDOM: DetachedWindowAPI };

afterEach(() => {
  shownBeside.value = null;
  happyDOM.setViewport({ width: 1024 });
});

/** What a page at `address` offers in a window so wide, and where it is by then. */
async function offeredAt(address: string, width: number) {
  happyDOM.setURL(`http://botcafe.test${address}`);
  happyDOM.setViewport({ width });
  const seen: { offer: OpenBeside | null; url: string } = { offer: null, url: "" };
  const Page = () => {
    Object.assign(seen, { offer: useOpenBeside(), url: useLocation().url });
    return null;
  };
  const { show } = await mount(
    <LocationProvider>
      <Page />
    </LocationProvider>,
  );
  return { seen, show };
}

test("[CLI125] offered where the window has a place for two, and there is a room to stand beside", async () => {
  expect((await offeredAt("/r/a", 1599)).seen.offer).toBeNull();
  expect((await offeredAt("/r/a", 1600)).seen.offer).not.toBeNull();
  expect((await offeredAt("/rooms", 1600)).seen.offer).toBeNull();
  deviceMemory.rememberRoom("a");
  expect((await offeredAt("/rooms", 1600)).seen.offer).not.toBeNull();
  expect((await offeredAt("/", 1600)).seen.offer).toBeNull();
});

test("[CLI125] every room but those on screen; from a list beside the room one was in last", async () => {
  deviceMemory.rememberRoom("a");
  shownBeside.value = "b";
  const { seen } = await offeredAt("/r/a?pane=why&beside=b", 1920);
  expect(["a", "b", "c"].map((id) => seen.offer?.isOpen(id))).toEqual([true, true, false]);
  seen.offer?.open("c");
  expect(location.pathname + location.search).toBe("/r/a?pane=why&beside=c");
  const list = await offeredAt("/rooms", 1920);
  list.seen.offer?.open("c");
  expect(location.pathname + location.search).toBe("/r/a?beside=c");
});
