/**
 * Completes half-written inline marks at the end of a growing text, so that `**bol` reads as bold before its closing
 * stars arrive. Marks that have nothing behind them yet are left out. Only the last paragraph is looked at; inside an
 * open code fence nothing changes. Pure, linear in the last paragraph.
 */
export function closeOpenMarks(text: string): string {
  if (isInsideFence(text)) return text;
  const start = text.lastIndexOf("\n\n") + 1;
  const head = text.slice(0, start);
  const body = withoutHalfLink(text.slice(start)).trimEnd();
  const bare = body.replace(/(?<!\\)(?:\*{1,3}|_{1,3}|~{1,2}|`+|\|\|)$/u, (run, at: number) =>
    closesSomething(body.slice(0, at), run) ? run : "",
  );
  return head + bare.trimEnd() + openMarks(bare).reverse().join("");
}

function isInsideFence(text: string): boolean {
  let open: string | null = null;
  for (const [, mark = ""] of text.matchAll(/^ {0,3}(`{3,}|~{3,})/gmu)) {
    if (open === null) open = mark;
    else if (mark[0] === open[0] && mark.length >= open.length) open = null;
  }
  return open !== null;
}

/** `[text](http://exam` shows its text alone until the address is whole. */
const withoutHalfLink = (text: string): string => text.replace(/!?\[([^\]\n]*)\]\([^)\n]*$/u, "$1");

const closesSomething = (before: string, run: string): boolean => openMarks(before).some((mark) => mark === run);

/** The marks still open at the end of `text`, outermost first. */
function openMarks(text: string): string[] {
  const open: string[] = [];
  const marks = /\\.|`+|\*+|_+|~~|\|\|/gsu;
  for (let hit = marks.exec(text); hit; hit = marks.exec(text)) {
    const run = hit[0];
    if (run[0] === "\\") continue;
    if (run[0] === "`") {
      const close = indexOfRun(text, run, marks.lastIndex);
      if (close < 0) return [...open, run];
      marks.lastIndex = close + run.length;
    } else {
      toggle(open, run, text[hit.index - 1] ?? " ", text[marks.lastIndex] ?? " ");
    }
  }
  return open;
}

/** Where a run of exactly as many backticks stands at or after `from`, or -1. */
function indexOfRun(text: string, run: string, from: number): number {
  const runs = /`+/gu;
  runs.lastIndex = from;
  for (let hit = runs.exec(text); hit; hit = runs.exec(text)) if (hit[0] === run) return hit.index;
  return -1;
}

function toggle(open: string[], run: string, before: string, after: string): void {
  const isWordInside = run[0] === "_" && isWordChar(before) && isWordChar(after);
  if (isWordInside) return;
  const at = open.lastIndexOf(run);
  if (at >= 0 && !isSpace(before)) open.splice(at);
  else if (!isSpace(after) && run.length <= 3) open.push(run);
}

const isSpace = (char: string): boolean => /\s/u.test(char);
const isWordChar = (char: string): boolean => /[\p{L}\p{N}_]/u.test(char);
