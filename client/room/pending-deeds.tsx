import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { PendingCommand } from "../state/pending-commands.ts";
import { useRoomScene } from "./room-context.ts";

interface Pending {
  readonly item: PendingCommand;
  readonly text: string;
}

/** What one can do about a message that was refused, or that is so old that one is asked about it. */
export const PendingDeeds = ({ item, text }: Pending): VNode =>
  item.state === "failed" ? <FailedActions item={item} text={text} /> : <AskActions item={item} />;

function FailedActions({ item, text }: Pending): VNode {
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

function AskActions({ item }: Pick<Pending, "item">): VNode {
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
