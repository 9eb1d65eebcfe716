const query = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");

/** Whether the person asked for less movement. Asked anew each time: it may change while the page is open. */
export const prefersReducedMotion = (): boolean =>
  document.documentElement.dataset["motion"] === "reduced" || (query?.matches ?? false);

/** `text` up to the end of its last whole sentence or line; nothing where none is whole yet. */
export function untilLastSentence(text: string): string {
  const ends = [...text.matchAll(/[.!?…。！？]["”’)\]]*(?=\s)|\n/gu)];
  const last = ends.at(-1);
  return last ? text.slice(0, last.index + last[0].length) : "";
}
