import type { MessageRow } from "../../shared/fields/message.ts";

/** Where a failed reply stands among others that failed for the same reason, one after the other. */
export interface FailureRun {
  /** The first of them says it all; the others only that they failed too. */
  readonly isFirst: boolean;
  /** How many follow it. */
  readonly more: number;
  /** How many in a row, up to this one, are of the same bot. */
  readonly tries: number;
}

const isSame = (a: MessageRow | undefined, b: MessageRow): boolean =>
  a?.failed != null && a.failed.code === b.failed?.code && a.failed.details === b.failed?.details;

/** Pure; O(length of the run). */
export function failureRun(messages: readonly MessageRow[], message: MessageRow): FailureRun {
  const at = messages.findLastIndex(({ id }) => id === message.id);
  let first = at;
  while (isSame(messages[first - 1], message)) first--;
  let last = at;
  while (isSame(messages[last + 1], message)) last++;
  const tries = messages.slice(first, at + 1).filter(({ bot }) => bot === message.bot).length;
  return { isFirst: at === first, more: last - at, tries };
}
