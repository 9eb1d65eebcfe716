import type { VNode } from "preact";

/** Our own strokes on a 20 px grid, 1.75 wide. Always beside words or inside a named button. */
const PATHS = {
  back: "M12.5 4.5 7 10l5.5 5.5",
  close: "M5 5l10 10M15 5 5 15",
  down: "M10 4v12M5 11l5 5 5-5",
  chevron: "M6 8l4 4 4-4",
  info: "M10 9v5M10 6v.01M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  pause: "M7 4.5v11M13 4.5v11",
  people:
    "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2.5 16.5c.4-3 2.3-4.5 5-4.5s4.600 1.500 5 4.500M13 4a3 3 0 0 1 0 5.300M14.500 12.500c1.800.5 2.800 1.900 3 4",
  play: "M7 4.500v11l8.500-5.500z",
  plus: "M10 4.500v11M4.500 10h11",
  receipt: "M5 2.500h10v15l-2.500-1.500L10 17.500 7.500 16 5 17.500zM8 7h4M8 10.500h4",
  rooms: "M3 4.500h14v9H9l-3.500 3v-3H3z",
  send: "M3.500 10h11M10 4.500 15.500 10 10 15.500",
  stop: "M6 6h8v8H6z",
  theme: "M10 2.500a7.500 7.500 0 1 0 7.500 7.500A5.500 5.500 0 0 1 10 2.500",
  upload: "M10 13.500v-10M5.500 8 10 3.500 14.500 8M3.500 13v3.500h13V13",
  user: "M10 10.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M3.500 17c.6-3 3-4.500 6.500-4.500s5.900 1.500 6.500 4.500",
  warning: "M10 3 2.500 16.500h15zM10 8v4M10 14.300v.01",
  why: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }): VNode {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
