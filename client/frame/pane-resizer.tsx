import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { deviceMemory } from "../pages/device-memory.ts";

/** Widths of the inspector, CSS pixels (ux §2.8). */
export const MIN_PANE = 300;
export const MAX_PANE = 560;
const USUAL_PANE = 360;
/** One press of an arrow key. */
const STEP = 20;
/** Also read by `public/theme.js`, before the first paint. */
const STORED = "botcafe.inspector";

export const boundPane = (width: number): number => Math.round(Math.min(MAX_PANE, Math.max(MIN_PANE, width)));

function storedPane(): number {
  const width = Number(deviceMemory.storage.get(STORED) ?? Number.NaN);
  return Number.isFinite(width) ? boundPane(width) : USUAL_PANE;
}

/** The edge between a room and its inspector: dragged, or moved with the arrow keys; Home and End go to the limits. */
export function PaneResizer(): VNode {
  const [width, setWidth] = useState(storedPane);
  const resize = (wanted: number) => {
    const bound = boundPane(wanted);
    setWidth(bound);
    document.documentElement.style.setProperty("--inspector", `${bound}px`);
    deviceMemory.storage.set(STORED, String(bound));
  };
  const outwards = document.dir === "rtl" ? -1 : 1;
  const onPointerMove = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const edge = event.currentTarget.parentElement?.getBoundingClientRect();
    if (edge) resize(outwards === 1 ? edge.right - event.clientX : event.clientX - edge.left);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted = {
      ArrowLeft: width + STEP * outwards,
      ArrowRight: width - STEP * outwards,
      Home: MIN_PANE,
      End: MAX_PANE,
    }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    resize(wanted);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is a control, which hr is not.
    <div
      class="pane-resizer"
      role="separator"
      aria-label="Width of the inspector"
      aria-orientation="vertical"
      aria-valuemin={MIN_PANE}
      aria-valuemax={MAX_PANE}
      aria-valuenow={width}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDblClick={() => resize(USUAL_PANE)}
      onKeyDown={onKeyDown}
    />
  );
}
