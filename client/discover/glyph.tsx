import type { VNode } from "preact";

/** Signs that only these pages need, on the grid of `ui/icon.tsx`: the first room does not carry them. */
const PATHS = {
  heart: "M10 16.500 3.800 10.300a3.900 3.900 0 0 1 5.500-5.500l.7.7.7-.7a3.900 3.900 0 0 1 5.500 5.500z",
  keep: "M5.500 3h9v14L10 13.500 5.500 17z",
  share: "M10 12.500v-9M6.500 7 10 3.500 13.500 7M4 11v5.500h12V11",
  book: "M4 4.500c2.500-1 4.500-.5 6 1v11c-1.500-1.500-3.500-2-6-1zM16 4.500c-2.500-1-4.500-.5-6 1v11c1.500-1.500 3.500-2 6-1z",
} as const;
export type GlyphName = keyof typeof PATHS;

export function Glyph({ name }: { name: GlyphName }): VNode {
  return (
    <svg class={`icon glyph-${name}`} viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
