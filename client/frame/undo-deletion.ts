import * as z from "zod/mini";
import { type Api, type Decoder, NOTHING } from "../net/api.ts";
import type { ApiResult } from "../state/ports.ts";
import type { ToastStore } from "../state/toast-store.ts";
import { jobsOf } from "./job-list.ts";

const Job = z.object({ id: z.string() });
/** A job that waits; null where nothing does, and what is gone is gone. */
const Asked: Decoder<{ id: string } | null> = {
  safeParse: (value) => (value === null || value === undefined ? NOTHING.safeParse(value) : Job.safeParse(value)),
};

/** What is deleted, and what the page does around it. */
export interface UndoneDeletion {
  /** Under `/api`. */
  readonly path: string;
  readonly name: string;
  /** It is there after all: refused, or brought back. */
  readonly onBack: () => void;
}

/**
 * Deletes something now, for everyone, and offers the way back. The server keeps it unseen for ten minutes, so that it
 * is deleted in the end wherever this page goes, and can be brought back from any device until then.
 */
export async function deleteWithUndo(
  api: Api,
  toasts: ToastStore,
  { path, name, onBack }: UndoneDeletion,
): Promise<ApiResult<unknown>> {
  const answer = await api.call("DELETE", `${path}?undo=true`, Asked, { keepalive: true });
  if (!answer.ok && answer.problem.status !== 404) {
    onBack();
    return answer;
  }
  const job = answer.ok ? answer.value : null;
  const undo = async () => {
    const problem = job === null ? "It was gone already." : await jobsOf(api).cancel(job.id);
    if (problem === null) onBack();
    else toasts.say(`${name} cannot be brought back. ${problem}`, { tone: "problem" });
  };
  void jobsOf(api).refresh();
  toasts.say(job === null ? `${name} is deleted.` : `${name} is deleted. Activity has it for ten minutes.`, {
    ...(job !== null && { action: { label: "Undo", onPress: () => void undo() } }),
  });
  return { ok: true, value: null };
}
