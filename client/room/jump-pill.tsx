import type { VNode } from "preact";
import { Icon } from "../ui/icon.tsx";
import { type FollowState, isAtEnd } from "./follow-hold.ts";

/** The way back to the newest line. Its place is kept, so that it covers and moves nothing when it comes. */
export function JumpPill({
  state,
  isEndInSight,
  onJump,
}: {
  state: FollowState;
  isEndInSight: boolean;
  onJump: () => void;
}): VNode | null {
  if (isAtEnd(state) || isEndInSight) return null;
  return (
    <button type="button" class="jump-pill" onClick={onJump}>
      <Icon name="down" />
      {state.fresh > 0 ? `Jump to latest · ${state.fresh} new` : "Jump to latest"}
    </button>
  );
}
