import type { MessageRow, Take } from "../../shared/fields/message.ts";
import type { Delta } from "../../shared/protocol/server-messages.ts";

/**
 * `have` with `text` laid over it from `at` on (UTF-16 code units). What is already there must agree: a repeat changes
 * nothing, a longer resend of the beginning extends. Null where a piece is missing or the two tell different stories.
 */
export function extendText(have: string, at: number, text: string): string | null {
  if (at > have.length) return null;
  const overlap = have.slice(at);
  if (overlap.startsWith(text)) return have;
  return text.startsWith(overlap) ? have.slice(0, at) + text : null;
}

/** Text and reasoning after `delta`, or null where either does not fit; then neither changes. */
export function extendBoth(
  have: { readonly text: string; readonly reasoning: string },
  delta: Delta,
): { text: string; reasoning: string } | null {
  const text = extendText(have.text, delta.text === undefined ? 0 : delta.at, delta.text ?? "");
  const reasoning = extendText(have.reasoning, delta.reasoning_at ?? have.reasoning.length, delta.reasoning ?? "");
  return text === null || reasoning === null ? null : { text, reasoning };
}

/** The take that is being written, else the one people see. */
export const openTakeOf = (row: MessageRow): Take | undefined =>
  row.takes.find((take) => take.state === "streaming") ?? row.takes.find((take) => take.id === row.current_take_id);

/** What stood in a take before the running generation: empty for a new one, the text so far for one that is continued. */
export function prefixOf(row: MessageRow | undefined, take_id: string): { text: string; reasoning: string } {
  const take = row?.takes.find((other) => other.id === take_id);
  const entry = row && row.current_take_id === take_id ? row.entry : "";
  return { text: take?.text || entry, reasoning: take?.reasoning ?? "" };
}

/** Final text of a take in a closed row. */
export const finalTextOf = (row: MessageRow, take_id: string): string =>
  row.current_take_id === take_id ? row.entry : (row.takes.find((take) => take.id === take_id)?.text ?? row.entry);
