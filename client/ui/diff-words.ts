/** A run of text that stayed, came or went. */
export interface DiffPart {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** Texts whose table of words would be larger are compared as wholes. Chosen: about 20 ms on a phone. */
const MAX_CELLS = 1_000_000;

/**
 * What became of `before`, word by word: the longest common run of words stays. The parts that stayed or went make up
 * `before`, those that stayed or came `after`.
 */
export function diffWords(before: string, after: string): readonly DiffPart[] {
  const old = wordsOf(before);
  const now = wordsOf(after);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  const most = Math.min(old.length, now.length) - head;
  while (tail < most && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const middle = diffMiddle(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  const parts: DiffPart[] = [
    { kind: "same", text: old.slice(0, head).join("") },
    ...middle,
    { kind: "same", text: old.slice(old.length - tail).join("") },
  ];
  return joined(parts);
}

/** Words with the space after them, so that the parts make up the text again. */
const wordsOf = (text: string): readonly string[] => text.match(/\s+|[^\s]+\s*/gu) ?? [];

function diffMiddle(old: readonly string[], now: readonly string[]): readonly DiffPart[] {
  if (old.length * now.length > MAX_CELLS)
    return [
      { kind: "removed", text: old.join("") },
      { kind: "added", text: now.join("") },
    ];
  const common = commonLengths(old, now);
  const left = (x: number, y: number) => common[x * (now.length + 1) + y] ?? 0;
  const parts: DiffPart[] = [];
  let [x, y] = [0, 0];
  while (x < old.length && y < now.length) {
    if (old[x] === now[y]) {
      parts.push({ kind: "same", text: old[x] ?? "" });
      x++;
      y++;
    } else if (left(x + 1, y) >= left(x, y + 1)) parts.push({ kind: "removed", text: old[x++] ?? "" });
    else parts.push({ kind: "added", text: now[y++] ?? "" });
  }
  parts.push({ kind: "removed", text: old.slice(x).join("") }, { kind: "added", text: now.slice(y).join("") });
  return parts;
}

/** How many words the rests from each pair of places have in common, a row for each old word. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint16Array {
  const width = now.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  const at = (x: number, y: number) => table[x * width + y] ?? 0;
  for (let x = old.length - 1; x >= 0; x--)
    for (let y = now.length - 1; y >= 0; y--)
      table[x * width + y] = old[x] === now[y] ? at(x + 1, y + 1) + 1 : Math.max(at(x + 1, y), at(x, y + 1));
  return table;
}

/** Neighbours of a kind as one part, empty ones left out. */
function joined(parts: readonly DiffPart[]): readonly DiffPart[] {
  const runs: DiffPart[] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (part.text === "") continue;
    if (last?.kind === part.kind) runs[runs.length - 1] = { kind: part.kind, text: last.text + part.text };
    else runs.push(part);
  }
  return runs;
}
