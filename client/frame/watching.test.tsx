// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createApi } from "../net/api.ts";
import { ToastStore } from "../state/toast-store.ts";
import type { UserStore } from "../state/user-store.ts";
import { isClosingTime } from "../ui/theme.ts";
import { runningJobs } from "./activity-count.ts";
import { type Job, jobsOf } from "./job-list.ts";
import { JobPace } from "./job-pace.ts";
import { canCancel, leftWords } from "./job-words.ts";
import { limitWords } from "./limit-words.ts";
import { myself } from "./myself.ts";
import { isNight } from "./night.ts";
import { SittingTime } from "./sitting-time.ts";
import { watchJobs } from "./watch-jobs.ts";
import { watchLimits } from "./watch-limits.ts";
import { watchVersion } from "./watch-version.ts";

beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 10, 23, 21, 0) }));
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

const job = (status: Job["status"], more: Partial<Job> = {}): Job => ({
  id: "j1",
  kind: "export",
  status,
  done: 0,
  total: 10,
  createdAt: "2026-11-23T20:00:00Z",
  updatedAt: "2026-11-23T20:00:00Z",
  ...more,
});
/** An API that answers each path with what `answers` holds at the time. */
const apiOf = (answers: Record<string, unknown>) => {
  const fetch = vi.fn(async (path: string) => Response.json(answers[path.replace(/\?.*/, "")]));
  return { api: createApi({ fetch, onUnauthenticated: vi.fn() }), fetch };
};
const words = (toasts: ToastStore) => toasts.list.value.map((toast) => toast.words);

describe("long work", () => {
  test("[WRK1] what runs is counted, looked at often while it runs, and its end is said with a way to it", async () => {
    const answers: Record<string, unknown> = { "/api/jobs": { docs: [job("running")] } };
    const { api, fetch } = apiOf(answers);
    const toasts = new ToastStore();
    const show = vi.fn();
    const stop = watchJobs(api, toasts, show);
    await vi.advanceTimersByTimeAsync(10);
    expect(runningJobs.value).toBe(1);
    const asked = fetch.mock.calls.length;
    answers["/api/jobs"] = { docs: [job("done")] };
    await vi.advanceTimersByTimeAsync(2_000);
    expect(fetch.mock.calls.length).toBeGreaterThan(asked);
    expect([words(toasts), runningJobs.value]).toEqual([["Gathering your data: done."], 0]);
    toasts.list.value[0]?.action?.onPress();
    expect(show).toHaveBeenCalledOnce();
    stop();
    expect(jobsOf(api).rows.value).toBeNull();
  });

  test("[WRK1] what was over before is not said again, and a failure is told as one", async () => {
    const failed = job("failed", { error: { code: "x", message: "The store is full." } });
    const answers: Record<string, unknown> = { "/api/jobs": { docs: [job("done", { id: "j0" }), job("queued")] } };
    const { api } = apiOf(answers);
    const toasts = new ToastStore();
    const stop = watchJobs(api, toasts, vi.fn());
    await vi.advanceTimersByTimeAsync(10);
    answers["/api/jobs"] = { docs: [job("done", { id: "j0" }), failed] };
    await vi.advanceTimersByTimeAsync(2_000);
    expect(toasts.list.value).toMatchObject([
      { words: "Gathering your data failed. The store is full.", tone: "problem" },
    ]);
    stop();
  });

  test("[WRK2] time left is said from three looks on, and not of what waits or has no end", () => {
    const pace = new JobPace();
    const look = (done: number, at_ms: number, more: Partial<Job> = {}) => {
      const now = job("running", { done, ...more });
      pace.note([now], at_ms);
      return pace.secondsLeft(now);
    };
    expect([look(0, 0), look(1, 2_000), look(2, 4_000)]).toEqual([null, null, 16]);
    expect(look(2, 6_000, { total: 0 })).toBeNull();
    expect(look(2, 8_000, { paused: true })).toBeNull();
    expect([leftWords(null), leftWords(16.2), leftWords(150)]).toEqual([null, "about 16 sec left", "about 3 min left"]);
  });

  test("[WRK3] what has no way back cannot be cancelled", () => {
    expect(["export", "import", "delete_account", "merge_guest"].map((kind) => canCancel({ kind }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

const LIMITS = {
  daily_limit: null,
  weekly_limit: null,
  break_reminder_interval: null,
  night_mode_enabled: false,
  night_mode_start: "22:00",
  night_mode_end: "08:00",
};
const storage = () => {
  const cells = new Map<string, string>();
  return {
    get: (key: string) => cells.get(key) ?? null,
    set: (key: string, value: string) => void cells.set(key, value),
    remove: (key: string) => void cells.delete(key),
  };
};

describe("limits of one's own", () => {
  test("[DAY1] minutes count by day where the reader is, for seven days, and outlive the page", () => {
    const kept = storage();
    const first = new SittingTime(kept);
    first.add(new Date(2026, 10, 10, 23, 59));
    first.add(new Date(2026, 10, 17, 12, 0));
    first.add(new Date(2026, 10, 22, 23, 59));
    const second = new SittingTime(kept);
    expect(second.add(new Date(2026, 10, 23, 0, 1))).toEqual({ sitting: 1, today: 1, week: 3 });
    kept.set("botcafe.minutes", "torn 7\n2026-11-23 5");
    expect(second.at(new Date(2026, 10, 23, 9, 0))).toEqual({ sitting: 1, today: 5, week: 5 });
  });

  test("[DAY2] a limit is said when it is near and when it is reached, and not otherwise", () => {
    const at = (today: number) => limitWords({ ...LIMITS, daily_limit: 60 }, { sitting: 1, today, week: today });
    expect([at(47), at(49), at(61)]).toEqual([[], [], []]);
    expect(at(48)).toEqual(["48 of your 60 minutes today."]);
    expect(at(60)).toHaveLength(1);
    expect(limitWords({ ...LIMITS, break_reminder_interval: 25 }, { sitting: 50, today: 80, week: 80 })).toEqual([
      "50 minutes at the table. A short break?",
    ]);
    expect(limitWords(LIMITS, { sitting: 25, today: 60, week: 420 })).toEqual([]);
  });

  test("[DAY1] [DAY2] connected, minutes of all devices count, and what was reached before is not said", async () => {
    const told = signal({ ...LIMITS, daily_limit: 60, used_today: 48, used_week: 48 });
    myself.value = { limits: told } as unknown as UserStore;
    const toasts = new ToastStore();
    const stop = watchLimits({ api: apiOf({}).api, toasts });
    const use = async (used_today: number) => {
      told.value = { ...told.value, used_today, used_week: used_today };
      await vi.advanceTimersByTimeAsync(60_000);
      return words(toasts);
    };
    expect(await use(50)).toEqual([]);
    expect(await use(61)).toEqual(["These were your 60 minutes today. Finish the thought, and that is it."]);
    expect(await use(62)).toHaveLength(1);
    expect(await use(1)).toHaveLength(1);
    stop();
    myself.value = null;
  });

  test("[DAY3] a night may go past midnight", () => {
    const night = (hour: number) => isNight(new Date(2026, 10, 23, hour, 30), "22:00", "08:00");
    expect([21, 22, 2, 7, 8].map(night)).toEqual([false, true, true, true, false]);
    expect(isNight(new Date(2026, 10, 23, 13, 0), "12:00", "14:00")).toBe(true);
  });

  test("[DAY3] at night the lights go down, said once, and whoever wants them back gets them back", async () => {
    const { api } = apiOf({ "/api/self-moderation": { docs: [{ ...LIMITS, night_mode_enabled: true }] } });
    const toasts = new ToastStore();
    const stop = watchLimits({ api, toasts });
    await vi.advanceTimersByTimeAsync(10);
    expect(isClosingTime.value).toBe(false);
    await vi.advanceTimersByTimeAsync(61 * 60_000);
    expect([isClosingTime.value, toasts.list.value.length]).toEqual([true, 1]);
    toasts.list.value[0]?.action?.onPress();
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect([isClosingTime.value, toasts.list.value.length]).toEqual([false, 1]);
    stop();
  });
});

describe("a new version", () => {
  const page = (entry: string) => `<div id="app"></div><script type="module" src="${entry}"></script>`;
  const rig = (answer: () => string | Error) => {
    const toasts = new ToastStore();
    const reload = vi.fn();
    const fetch = vi.fn(async () => {
      const text = answer();
      if (text instanceof Error) throw text;
      return new Response(text);
    });
    const stop = watchVersion({ entry: "/assets/index-1.js", toasts, reload, fetch });
    const backInSight = async () => {
      document.dispatchEvent(new Event("visibilitychange"));
      await vi.advanceTimersByTimeAsync(10);
    };
    return { toasts, reload, fetch, stop, backInSight };
  };

  test("[FRM10] is told once when the page comes back into sight, stays said, and waits to be asked for", async () => {
    const it = rig(() => page("/assets/index-2.js"));
    await it.backInSight();
    expect(it.fetch).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(11 * 60_000);
    await it.backInSight();
    await vi.advanceTimersByTimeAsync(11 * 60_000);
    await it.backInSight();
    expect(it.toasts.list.value).toMatchObject([{ words: expect.stringContaining("new version"), stays: true }]);
    expect(it.reload).not.toHaveBeenCalled();
    it.toasts.list.value[0]?.action?.onPress();
    expect(it.reload).toHaveBeenCalledOnce();
  });

  test("[FRM10] is told at once where a file of this one is missing", async () => {
    const it = rig(() => page("/assets/index-2.js"));
    dispatchEvent(new Event("vite:preloadError"));
    await vi.advanceTimersByTimeAsync(10);
    expect(it.toasts.list.value).toHaveLength(1);
  });

  test("[FRM10] the same version, no network and a network's own page are none", async () => {
    const answers = [page("/assets/index-1.js"), new Error("offline"), "<h1>Welcome to the hotel</h1>"];
    const it = rig(() => answers.shift() ?? "");
    for (const _ of [1, 2, 3]) {
      await vi.advanceTimersByTimeAsync(11 * 60_000);
      await it.backInSight();
    }
    expect([it.fetch.mock.calls.length, it.toasts.list.value]).toEqual([3, []]);
    it.stop();
  });
});
