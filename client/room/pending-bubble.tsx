import type { VNode } from "preact";
import type { PendingCommand } from "../state/pending-commands.ts";
import { Markdown } from "../ui/markdown/markdown.tsx";
import { useRoomScene } from "./room-context.ts";

/** A message of ours the room has not shown yet. Its state is said only where there is something to say. */
export function PendingBubble({ item }: { item: PendingCommand }): VNode | null {
  const { room } = useRoomScene();
  const { command } = item;
  if (command.type !== "send") return null;
  return (
    <article
      class={command.aside ? "message message-own message-aside message-first" : "message message-own message-first"}
      aria-labelledby={`h-${item.ref}`}
    >
      <div class="message-main">
        <h3 class="message-head" id={`h-${item.ref}`}>
          <span class="message-name">You</span>
          <span class="message-meta pending-state">{stateWords(item, room.status.value === "live")}</span>
        </h3>
        <div class="bubble-place">
          <div class={item.state === "failed" ? "bubble bubble-failed" : "bubble"} dir="auto">
            <Markdown text={command.text} />
            {item.error && <p class="failure-what">{item.error.message}</p>}
          </div>
        </div>
        {item.state === "failed" && <FailedActions item={item} text={command.text} />}
        {item.ask && item.state === "queued" && <AskActions item={item} />}
      </div>
    </article>
  );
}

function stateWords({ state, ask }: PendingCommand, isLive: boolean): string {
  if (state === "failed") return "not sent";
  if (ask) return "written a while ago";
  return isLive ? "sending" : "waiting for network";
}

function FailedActions({ item, text }: { item: PendingCommand; text: string }): VNode {
  const { room } = useRoomScene();
  const edit = () => {
    const draft = room.composer.text.peek();
    room.composer.write(draft.trim() === "" ? text : `${draft}\n${text}`);
    room.discard(item.ref);
  };
  return (
    <p class="message-foot">
      <button type="button" class="button button-small" onClick={() => room.retry(item.ref)}>
        Retry
      </button>
      <button type="button" class="button button-small" onClick={edit}>
        Edit
      </button>
      <button type="button" class="button button-small" onClick={() => room.discard(item.ref)}>
        Delete
      </button>
    </p>
  );
}

function AskActions({ item }: { item: PendingCommand }): VNode {
  const { room } = useRoomScene();
  return (
    <p class="message-foot">
      <span>Still want answers?</span>
      <button type="button" class="button button-small" onClick={() => room.release(item.ref, true)}>
        Send and ask
      </button>
      <button type="button" class="button button-small" onClick={() => room.release(item.ref, false)}>
        Send only
      </button>
      <button type="button" class="button button-small" onClick={() => room.discard(item.ref)}>
        Delete
      </button>
    </p>
  );
}
