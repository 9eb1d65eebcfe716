// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { PreferencesStore } from "../state/preferences-store.ts";
import { VirtualClock } from "../state/testing/virtual-clock.ts";
import { type App, AppContext } from "../ui/app-context.ts";
import { button, mount, press } from "../ui/testing/mount.tsx";
import { ShortcutKeys } from "./shortcut-keys.tsx";

const storage = { get: () => null, set: () => undefined, remove: () => undefined };

test("[SET4] a shortcut takes the next keys pressed, refuses those that are taken, and can be had back", async () => {
  const preferences = new PreferencesStore({
    storage,
    clock: new VirtualClock(),
    save: async () => ({ ok: true, value: null }),
  });
  const { root } = await mount(
    <AppContext.Provider value={{ preferences } as unknown as App}>
      <ShortcutKeys />
    </AppContext.Provider>,
  );
  const type = (name: string, init: KeyboardEventInit) => {
    const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
    return act(() => void button(root, name).dispatchEvent(event)).then(() => event.defaultPrevented);
  };
  const kept = () => preferences.kept.value["keys"];

  expect(await type("Reply: R", { key: "a" })).toBe(false);
  expect(kept()).toBeUndefined();
  await press(button(root, "Reply: R"));
  await type("Reply: Press the keys…", { key: "Shift", shiftKey: true });
  await type("Reply: Press the keys…", { key: "c" });
  expect(root.querySelector("[role=alert]")?.textContent).toContain("“Copy”");
  await type("Reply: Press the keys…", { key: "a" });
  expect([kept(), root.querySelector("[role=alert]")]).toEqual([{ reply: "A" }, null]);

  await press(button(root, "Reply: A"));
  expect(await type("Reply: Press the keys…", { key: "Escape" })).toBe(true);
  expect(await type("Reply: A", { key: "Tab" })).toBe(false);
  expect(kept()).toEqual({ reply: "A" });

  await press(button(root, "Reset: Reply"));
  expect(kept()).toBeUndefined();
});
