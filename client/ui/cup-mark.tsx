import type { VNode } from "preact";

/** One shape for each speaker mark of ux §7.2, on a 10 px grid: people are told apart without colour. */
const SHAPES: readonly VNode[] = [
  <circle cx="5" cy="5" r="2.600" key={1} />,
  <path
    d="M5 2a3 3 0 0 1 0 6z M5 1.600a3.400 3.400 0 1 0 0 6.800 3.400 3.400 0 0 0 0-6.800m0 1a2.400 2.400 0 1 1 0 4.800 2.400 2.400 0 0 1 0-4.800"
    key={2}
  />,
  <path d="M5 1.700 8.600 8H1.400z" key={3} />,
  <path d="M5 1.200 8.800 5 5 8.800 1.200 5z" key={4} />,
  <path
    d="M2.900 3.200a1.800 1.800 0 1 1 0 3.600 1.800 1.800 0 0 1 0-3.600m4.200 0a1.800 1.800 0 1 1 0 3.600 1.800 1.800 0 0 1 0-3.600"
    key={5}
  />,
  <path d="M3.900 1.500h2.200v2.400h2.400v2.200H6.100v2.400H3.900V6.100H1.500V3.900h2.400z" key={6} />,
  <path d="M2.200 2.200h5.600v5.600H2.200z" key={7} />,
  <path d="M5 1.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7m0 1.500a2 2 0 1 1 0 4 2 2 0 0 1 0-4" key={8} />,
];

/** The shape of mark 1 to 8. Decoration: the name beside it says who. */
export function CupMark({ mark }: { mark: number }): VNode {
  return (
    <svg class="cup-mark" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" focusable="false">
      {SHAPES[(mark - 1) % SHAPES.length]}
    </svg>
  );
}
