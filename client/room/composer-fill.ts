import type { Budget } from "../state/room-moment.ts";

/** How full a prompt is; amber and red as in ux §3.3. */
export interface Fill {
  readonly used: number;
  readonly window: number;
  readonly level: "fine" | "near" | "full";
}

const NEAR = 0.8;
const FULL = 0.95;

/**
 * The next prompt, guessed from the last one: the same sections, what is written now, and the place kept for the reply.
 * Null while nothing is known. Never more than the window: the room cuts.
 */
export function fillOf(budget: Budget | null, written: number): Fill | null {
  if (!budget || budget.window <= 0) return null;
  const { window, reserved } = budget;
  const last = budget.sections.reduce((sum, { tokens }) => sum + tokens, 0);
  const used = Math.min(window, last + reserved + written);
  const share = used / window;
  return { used, window, level: levelOf(share) };
}

function levelOf(share: number): Fill["level"] {
  if (share >= FULL) return "full";
  return share >= NEAR ? "near" : "fine";
}
