import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";

/** Least time between two paints of one stream, milliseconds (ux §3.5: at most ten a second). */
const PAINT_MS = 100;

/** The value of a signal, at most ten times a second; the last value always arrives. */
export function usePaced<T>(source: ReadonlySignal<T>): T {
  const [shown, show] = useState(source.peek());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let paintedAt = 0;
    const paint = () => {
      timer = undefined;
      paintedAt = performance.now();
      show(source.peek());
    };
    const stop = source.subscribe(() => {
      timer ??= setTimeout(paint, Math.max(0, paintedAt + PAINT_MS - performance.now()));
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [source]);
  return shown;
}
