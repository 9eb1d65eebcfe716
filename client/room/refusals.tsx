import type { VNode } from "preact";
import { Icon } from "../ui/icon.tsx";
import { useRoomScene } from "./room-context.ts";

/**
 * Commands the room refused, messages apart: those stand in the transcript, and are only said here. Told at once to
 * assistive technology, since it is the person's own doing that failed.
 */
export function Refusals(): VNode {
  const { room } = useRoomScene();
  const failed = room.pending.value.filter((item) => item.state === "failed");
  const refused = failed.filter((item) => item.command.type !== "send");
  const unsent = failed.filter((item) => item.command.type === "send");
  return (
    <div class="refusals" role="alert">
      {unsent.map(({ ref, error }) => (
        <p key={ref} class="sr-only">
          Your message was not sent. {error?.message}
        </p>
      ))}
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
