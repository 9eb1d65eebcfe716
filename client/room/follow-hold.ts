/**
 * Whether the view keeps up with the newest line (`follow`) or stays where the reader is (`hold`). Only what a person
 * does moves between the two; arriving text, pictures, folding and the end of a reply never do.
 */
export interface FollowState {
  readonly mode: "follow" | "hold";
  /** Messages that arrived out of sight since the reader was last at the end. */
  readonly fresh: number;
  /** The long reply whose first line stands at the top edge while it is read; null when the end is shown. */
  readonly reading: string | null;
  /** The reply whose end the reader has asked for: it is not read from the start again. */
  readonly passed: string | null;
}

export const AT_THE_END: FollowState = { mode: "follow", fresh: 0, reading: null, passed: null };

/** `live` is the reply that is growing at that moment, if any. */
export type FollowInput =
  /** Wheel up, drag, upward keys, scrollbar, selecting text, focus moving into the list. */
  | { readonly type: "left" }
  /** The reader's own scrolling came to the end; the pill or J; a message sent. */
  | { readonly type: "reached_end" | "jumped" | "sent"; readonly live: string | null }
  | { readonly type: "arrived"; readonly count: number }
  /** The growing reply no longer fits: from here on its first line stays in sight. */
  | { readonly type: "outgrew"; readonly message_id: string };

/** The state after `input`. Pure. */
export function followStep(state: FollowState, input: FollowInput): FollowState {
  switch (input.type) {
    case "left":
      return state.mode === "hold" ? state : { ...state, mode: "hold", reading: null };
    case "reached_end":
    case "jumped":
    case "sent":
      return { mode: "follow", fresh: 0, reading: null, passed: input.live };
    case "arrived":
      return isAtEnd(state) ? state : { ...state, fresh: state.fresh + input.count };
    case "outgrew":
      return state.mode === "follow" && state.reading === null ? { ...state, reading: input.message_id } : state;
    default:
      return input satisfies never;
  }
}

/** The newest line is in sight: nothing to jump to. */
export const isAtEnd = (state: FollowState): boolean => state.mode === "follow" && state.reading === null;

/** Lengths in CSS pixels, offsets from the top of the content. */
export interface ListGeometry {
  readonly viewport: number;
  readonly content: number;
  /** The reply that grows, and where its first line stands. */
  readonly live: { readonly message_id: string; readonly top: number } | null;
  /** Where the first line of the reply being read stands; null when it is gone. */
  readonly reading_top: number | null;
  /** A reply taller than the view is followed to its end instead. */
  readonly follows_long?: boolean;
}

/** Space kept above the first line of a reply that is read from its start. */
const HEADROOM_PX = 12;

/** Where a following list stands, and the reply that has just outgrown it; null in `hold`, where nothing may move. */
export function followTarget(
  state: FollowState,
  geometry: ListGeometry,
): { readonly top: number; readonly outgrown: string | null } | null {
  if (state.mode === "hold") return null;
  const end = Math.max(0, geometry.content - geometry.viewport);
  if (state.reading !== null && geometry.reading_top !== null) {
    return { top: Math.min(end, geometry.reading_top - HEADROOM_PX), outgrown: null };
  }
  const { live } = geometry;
  const isHeldAtStart =
    !geometry.follows_long && live !== null && live.message_id !== state.passed && live.top - HEADROOM_PX < end;
  if (!isHeldAtStart) return { top: end, outgrown: null };
  return { top: Math.max(0, live.top - HEADROOM_PX), outgrown: live.message_id };
}
