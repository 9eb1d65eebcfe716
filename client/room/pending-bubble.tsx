import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PendingCommand } from "../state/pending-commands.ts";
import { Markdown } from "../ui/markdown/markdown.tsx";
import { pendingWords, SENDING_MS } from "./pending-words.ts";
import { useRoomScene } from "./room-context.ts";

/** A message of ours the room has not shown yet. Its state is said only where there is something to say. */
export function PendingBubble({ item }: { item: PendingCommand }): VNode | null {
  const { room } = useRoomScene();
  const { command } = item;
  const isSlow = useIsSlow(item.queued_at_ms);
  if (command.type !== "send") return null;
  return (
    <article
      class={command.aside ? "message message-own message-aside message-first" : "message message-own message-first"}
      aria-labelledby={`h-${item.ref}`}
    >
      <div class="message-main">
        <h3 class="message-head" id={`h-${item.ref}`}>
          <span class="message-name">{useSpeakerName(command.persona_id)}</span>
          <span class="message-meta pending-state">{pendingWords(item, room.status.value === "live", isSlow)}</span>
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

/** Whom the message is from shows at once, before the room has said so. */
function useSpeakerName(persona_id: string | null | undefined): string {
  const { room } = useRoomScene();
  const id = persona_id === undefined ? room.view.value?.room.persona_id : persona_id;
  const persona = room.composer.personas.value.find((known) => known.id === id);
  return persona ? `You as ${persona.name}` : "You";
}

/** Whether sending takes long enough to be said. */
function useIsSlow(queued_at_ms: number): boolean {
  const [isSlow, setSlow] = useState(Date.now() - queued_at_ms > SENDING_MS);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SENDING_MS);
    return () => clearTimeout(timer);
  }, []);
  return isSlow;
}

function FailedActions({ item, text }: { item: PendingCommand; text: string }): VNode {
  const { room } = useRoomScene();
  const [isCopied, setCopied] = useState(false);
  const edit = () => {
    const draft = room.composer.text.peek();
    room.composer.write(draft.trim() === "" ? text : `${draft}\n${text}`);
    room.discard(item.ref);
    document.getElementById("composer-text")?.focus();
  };
  const copy = async () => {
    await navigator.clipboard?.writeText(text);
    setCopied(true);
  };
  return (
    <p class="message-foot">
      <button type="button" class="button button-small" onClick={() => room.retry(item.ref)}>
        Retry
      </button>
      <button type="button" class="button button-small" onClick={edit}>
        Edit
      </button>
      <button type="button" class="button button-small" onClick={() => void copy()}>
        {isCopied ? "Copied" : "Copy"}
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
