import type { VNode } from "preact";
import type { MessageRow, ReplyError } from "../../shared/fields/message.ts";
import { Icon } from "../ui/icon.tsx";
import { failureWords } from "./failure-words.ts";
import { useRoomScene } from "./room-context.ts";

/** In the failing bot's place: what happened, what to do, what is safe; the provider's words behind Details. */
export function FailureBubble({ message, error }: { message: MessageRow; error: ReplyError }): VNode {
  const { room } = useRoomScene();
  const { what, next } = failureWords(error, message.author_name);
  const { bot } = message;
  return (
    <div class="failure">
      <p class="failure-what">
        <Icon name="warning" />
        <span>{what}</span>
      </p>
      <p>{next}</p>
      {bot !== null && (
        <button type="button" class="button" onClick={() => room.command({ type: "speak", bot_ids: [bot] })}>
          Try again
        </button>
      )}
      {error.details && (
        <details class="failure-details">
          <summary>Details</summary>
          <p>{error.details}</p>
        </details>
      )}
    </div>
  );
}
