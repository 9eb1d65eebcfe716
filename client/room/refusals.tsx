import type { VNode } from "preact";
import { Icon } from "../ui/icon.tsx";
import { useRoomScene } from "./room-context.ts";

/** Commands the room refused, messages apart (those stand in the transcript). Told at once to assistive technology. */
export function Refusals(): VNode {
  const { room } = useRoomScene();
  const refused = room.pending.value.filter((item) => item.state === "failed" && item.command.type !== "send");
  return (
    <div class="refusals" role="alert">
      {refused.map(({ ref, error }) => (
        <p key={ref} class="refusal">
          <span>{error?.message ?? "That did not work."}</span>
          {error?.retryable && (
            <button type="button" class="button button-small" onClick={() => room.retry(ref)}>
              Retry
            </button>
          )}
          <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => room.discard(ref)}>
            <Icon name="close" />
          </button>
        </p>
      ))}
    </div>
  );
}
