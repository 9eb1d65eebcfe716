/** Calls `close` on a press or focus elsewhere, and when what is open loses its place. @returns How to stop. */
export function closeOutside(inside: readonly HTMLElement[], close: () => void): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const onElsewhere = ({ target }: Event) => {
    if (target instanceof Node && !inside.some((element) => element.contains(target))) close();
  };
  addEventListener("pointerdown", onElsewhere, { signal });
  addEventListener("focusin", onElsewhere, { signal });
  addEventListener("resize", close, { signal });
  return () => abort.abort();
}
