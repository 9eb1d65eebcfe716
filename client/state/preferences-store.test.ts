import { describe, expect, test } from "vitest";
import type { ApiResult } from "./ports.ts";
import { type Kept, PreferencesStore } from "./preferences-store.ts";
import { VirtualClock } from "./testing/virtual-clock.ts";

function rig(stored: Record<string, string> = {}) {
  const cells = new Map(Object.entries(stored));
  const clock = new VirtualClock();
  const saved: Kept[] = [];
  const answers: ApiResult<unknown>[] = [];
  const store = new PreferencesStore({
    clock,
    storage: {
      get: (key) => cells.get(key) ?? null,
      set: (key, value) => void cells.set(key, value),
      remove: (key) => void cells.delete(key),
    },
    save: (changes) => {
      saved.push(changes);
      return Promise.resolve(answers.shift() ?? { ok: true, value: null });
    },
  });
  const pass = async () => {
    clock.advance(1_000);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { store, saved, answers, cells, pass };
}

const OFFLINE = { ok: false, problem: { status: 0, code: "offline", detail: "No connection.", errors: [] } } as const;

describe("preferences", () => {
  test("[PREF1] what nobody chose, and what nobody knows, is the standard", () => {
    const { store } = rig({ "botcafe.preferences": '{"density":"huge","theme":"closing"}' });
    expect(store.values.value).toMatchObject({ density: "cosy", theme: "closing", announce: "full" });
  });
  test("[PREF1] torn storage is no obstacle", () => {
    expect(rig({ "botcafe.preferences": "{{" }).store.values.value.theme).toBe("system");
  });
  test("[PREF2] without an account a choice stays on the device", async () => {
    const { store, saved, cells, pass } = rig();
    store.choose("density", "script");
    await pass();
    expect([saved.length, store.values.value.density]).toEqual([0, "script"]);
    expect(rig(Object.fromEntries(cells)).store.values.value.density).toBe("script");
  });
  test("[PREF3] changes are told to the account together, and only once", async () => {
    const { store, saved, pass } = rig();
    store.adopt({ tutorial: { step: 2 } });
    store.choose("theme", "menu");
    store.choose("font", "system");
    await pass();
    await pass();
    expect(saved).toEqual([{ theme: "menu", font: "system" }]);
    expect(store.kept.value).toEqual({ tutorial: { step: 2 }, theme: "menu", font: "system" });
  });
  test("[PREF3] back to the standard takes the name away", async () => {
    const { store, saved, pass } = rig();
    store.adopt({ theme: "menu" });
    store.reset("theme");
    await pass();
    expect([saved, store.values.value.theme, store.kept.value]).toEqual([[{ theme: null }], "system", {}]);
  });
  test("[PREF4] what the account has not heard wins over it, also after a reload", async () => {
    const first = rig();
    first.store.adopt({ theme: "menu" });
    first.answers.push(OFFLINE);
    first.store.choose("theme", "closing");
    await first.pass();
    expect(first.store.problem.value).toBe("No connection.");
    const second = rig(Object.fromEntries(first.cells));
    second.store.adopt({ theme: "menu", density: "lines" });
    expect(second.store.values.value).toMatchObject({ theme: "closing", density: "lines" });
    await second.pass();
    expect([second.saved, second.store.problem.value]).toEqual([[{ theme: "closing" }], null]);
  });
  test("[PREF5] a new account begins with what its person chose as a guest", async () => {
    const { store, saved, pass } = rig();
    store.choose("text_size", "125");
    store.adopt({});
    await pass();
    expect([saved, store.values.value.text_size]).toEqual([[{ text_size: "125" }], "125"]);
  });
});
