import type { VNode } from "preact";

/** Signs of the first room. Those that only later parts show are in late-icon.tsx. */
const PATHS = {
  activity: "M10 2.500a5 5 0 0 0-5 5v3.500L3.500 14h13L15 11V7.500a5 5 0 0 0-5-5M8 16.500a2 2 0 0 0 4 0",
  back: "M12.5 4.5 7 10l5.5 5.5",
  close: "M5 5l10 10M15 5 5 15",
  discover: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15M13 7l-1.800 4.200L7 13l1.800-4.200z",
  down: "M10 4v12M5 11l5 5 5-5",
  chevron: "M6 8l4 4 4-4",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  pause: "M7 4.5v11M13 4.5v11",
  people:
    "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2.5 16.5c.4-3 2.3-4.5 5-4.5s4.600 1.500 5 4.500M13 4a3 3 0 0 1 0 5.300M14.500 12.500c1.800.5 2.800 1.900 3 4",
  play: "M7 4.500v11l8.500-5.500z",
  plus: "M10 4.500v11M4.500 10h11",
  rail: "M3 4h14v12H3zM7.500 4v12",
  receipt: "M5 2.500h10v15l-2.500-1.500L10 17.500 7.500 16 5 17.500zM8 7h4M8 10.500h4",
  rooms: "M3 4.500h14v9H9l-3.500 3v-3H3z",
  search: "M9 14.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11M13 13l4 4",
  send: "M3.500 10h11M10 4.500 15.500 10 10 15.500",
  stop: "M6 6h8v8H6z",
  theme: "M10 2.500a7.500 7.500 0 1 0 7.500 7.500A5.500 5.500 0 0 1 10 2.500",
  phone: "M6 2.500h8v15H6zM9 15h2",
  tokens: "M3 5h14M3 10h9M3 15h5",
  user: "M10 10.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M3.500 17c.6-3 3-4.500 6.500-4.500s5.900 1.500 6.500 4.500",
  warning: "M10 3 2.500 16.500h15zM10 8v4M10 14.300v.01",
  workbench: "M3 16.500l6-6M11.500 3.500a4 4 0 0 0-2.300 5.300l2 2a4 4 0 0 0 5.300-5.300l-2.500 2.500-2-2z",
  why: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
} as const;
export type IconName = keyof typeof PATHS;

/** A sign, always beside words or inside a named button. */
export const Icon = ({ name }: { name: IconName }): VNode => <Strokes path={PATHS[name]} />;

/** Our own strokes on a 20 px grid, 1.75 wide. */
export const Strokes = ({ path }: { path: string }): VNode => (
  <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
    <path d={path} />
  </svg>
);
