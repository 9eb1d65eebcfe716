import type { VNode } from "preact";
import type { ShownMethod } from "./activation-words.ts";

/** How an entry woke, as the coaster draws it: solid, dashed, double, dot, dotted; scissors where it was cut. */
export function MethodGlyph({ method, isCut }: { method: ShownMethod; isCut: boolean }): VNode {
  return (
    <svg class="method-glyph" viewBox="0 0 20 12" width="20" height="12" aria-hidden="true" focusable="false">
      {GLYPHS[isCut ? "cut" : method]}
    </svg>
  );
}

const GLYPHS: Record<ShownMethod | "cut", VNode> = {
  keyword: <path d="M2 6h16" />,
  vector: <path d="M2 6h16" stroke-dasharray="3 2.500" />,
  both: <path d="M2 4h16M2 8h16" />,
  constant: <circle cx="10" cy="6" r="3.500" class="glyph-dot" />,
  manual: <path d="M2 6h16" stroke-dasharray="1 2.500" />,
  cut: (
    <path d="M6 2.500 15 9M6 9.500 15 3M5 3.500a1.500 1.500 0 1 0-2-2 1.500 1.500 0 0 0 2 2M5 8.500a1.500 1.500 0 1 0-2 2 1.500 1.500 0 0 0 2-2" />
  ),
};
