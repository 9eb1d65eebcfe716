import type { VNode } from "preact";
import { Icon } from "../ui/icon.tsx";
import { type FollowState, isAtEnd } from "./follow-hold.ts";
import { useRoomScene } from "./room-context.ts";
import { inRoom } from "./transcript-rows.ts";

/** The way back to the newest line. Laid over the list, so that it moves nothing when it comes. */
export function JumpPill({
  state,
  isEndInSight,
  onJump,
}: {
  state: FollowState;
  isEndInSight: boolean;
  onJump: () => void;
}): VNode | null {
  const { room } = useRoomScene();
  const speaker = inRoom(room.messages.value).findLast((message) => message.streaming)?.author_name ?? null;
  if (isAtEnd(state) || isEndInSight) return null;
  return (
    <button type="button" class="jump-pill" onClick={onJump}>
      <Icon name="down" />
      <span>
        {speaker !== null && (
          <>
            <bdi>{speaker}</bdi> is speaking ·{" "}
          </>
        )}
        {state.fresh > 0 && `${state.fresh} new · `}
        Jump to latest
      </span>
    </button>
  );
}
