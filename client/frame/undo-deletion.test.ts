import { expect, test } from "vitest";
import { createApi } from "../net/api.ts";
import { ToastStore } from "../state/toast-store.ts";
import { deleteWithUndo } from "./undo-deletion.ts";

const JOB = { id: "j1", kind: "delete_bot", status: "queued", done: 0, total: 3, createdAt: "x", updatedAt: "x" };

/** A server that answers each call with the next of `answers`, status and body. */
function server(...answers: readonly (readonly [number, unknown?])[]) {
  const left = [...answers];
  const asked: string[] = [];
  const api = createApi({
    fetch: async (path, { method }) => {
      asked.push(`${method} ${path}`);
      const [status, body] = path.startsWith("/api/jobs?") ? [200, { docs: [] }] : (left.shift() ?? [500]);
      return new Response(body === undefined ? null : JSON.stringify(body), { status });
    },
    onUnauthenticated: () => {},
  });
  const toasts = new ToastStore();
  let back = 0;
  const run = () => deleteWithUndo(api, toasts, { path: "/bots/b1", name: "Mara", onBack: () => void back++ });
  return { asked, toasts, run, back: () => back };
}

test("[RMS4] the deletion is asked for at once, and its job is how it is brought back", async () => {
  const it = server([202, JOB], [200, { ...JOB, status: "cancelled" }]);
  expect((await it.run()).ok).toBe(true);
  expect(it.asked[0]).toBe("DELETE /api/bots/b1?undo=true");
  const [toast] = it.toasts.list.value;
  toast?.action?.onPress();
  await expect.poll(it.back).toBe(1);
  expect(it.asked).toContain("DELETE /api/jobs/j1");
});

test("[RMS4] where it is too late, or nothing was deleted, the page says so", async () => {
  const late = server([202, JOB], [409, { code: "conflict", detail: "It is gone already." }]);
  await late.run();
  late.toasts.list.value[0]?.action?.onPress();
  await expect.poll(() => late.toasts.list.value.at(-1)?.words).toContain("It is gone already.");
  expect(late.back()).toBe(0);

  const refused = server([403, { code: "forbidden", detail: "Only its owner may." }]);
  expect((await refused.run()).ok).toBe(false);
  expect([refused.back(), refused.toasts.list.value]).toEqual([1, []]);

  // Somebody else was quicker.
  const gone = server([404, { code: "not_found", detail: "?" }]);
  expect((await gone.run()).ok).toBe(true);
  expect(gone.toasts.list.value[0]?.action).toBeUndefined();
});
