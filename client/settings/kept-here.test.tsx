// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTinyIndexedDb } from "../net/testing/tiny-indexeddb.ts";
import { keptCopies } from "../offline/kept-copies.ts";
import { ToastStore } from "../state/toast-store.ts";
import { type App, AppContext } from "../ui/app-context.ts";
import { button, mount, press } from "../ui/testing/mount.tsx";
import { KeptHere, stockWords } from "./kept-here.tsx";

beforeEach(() => {
  const databases = new Map<string, IDBFactory>();
  const open = (name: string, version: number) => {
    const factory = databases.get(name) ?? createTinyIndexedDb();
    databases.set(name, factory);
    return factory.open(name, version);
  };
  vi.stubGlobal("indexedDB", { open });
});
afterEach(() => vi.unstubAllGlobals());

test("[OFF10] what is kept is said in words", () => {
  expect(stockWords({ copies: 0, chars: 0, waiting: 0, hasPage: false })).toEqual([
    "No copies of rooms.",
    "Not the page itself: it needs the network.",
  ]);
  expect(stockWords({ copies: 3, chars: 12_300, waiting: 1, hasPage: true })).toEqual([
    expect.stringMatching(/^3 copies of rooms and lists, about 12.3 kB\.$/),
    "The page itself, so that it opens without a network.",
    expect.stringMatching(/^1 message not sent yet/),
  ]);
});

test("[OFF10] one press takes the copies away, and says so", async () => {
  await keptCopies()?.put("anna", "c1", { at_ms: 1, text: "{}" });
  const toasts = new ToastStore();
  const { root } = await mount(
    <AppContext.Provider value={{ toasts } as unknown as App}>
      <KeptHere />
    </AppContext.Provider>,
  );
  await expect.poll(() => root.textContent).toContain("1 copy of rooms and lists");
  await press(button(root, "Remove copies"));
  await expect.poll(() => root.textContent).toContain("No copies of rooms.");
  expect(toasts.list.value.map(({ words }) => words)).toEqual(["Removed from this device."]);
  expect(button(root, "Remove copies").disabled).toBe(true);
  expect(await keptCopies()?.get("anna", "c1")).toBeNull();
});
