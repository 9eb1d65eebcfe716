/**
 * How many of the newest messages fit: the longest run from the end whose costs stay within `room`. A message that
 * does not fit ends the run, so the transcript never has a hole.
 *
 * @param costs Tokens of each message, oldest first, all >= 0.
 * @param room Tokens left for them.
 * @param atLeast Messages that are kept whatever they cost; the caller has made sure that they fit.
 * @returns Index of the first message kept. Linear in what is kept.
 */
export function fitHistory(costs: readonly number[], room: number, atLeast: number): number {
  let first = costs.length;
  let left = room;
  while (first > 0) {
    left -= costs[first - 1] ?? 0;
    const isPinned = costs.length - first < atLeast;
    if (left < 0 && !isPinned) break;
    first -= 1;
  }
  return first;
}
