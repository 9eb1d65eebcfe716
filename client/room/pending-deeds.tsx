import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { PendingCommand } from "../state/pending-commands.ts";
import { isForGood } from "./lost-for-good.ts";
import { useRoomScene } from "./room-context.ts";

interface Pending {
  readonly item: PendingCommand;
  readonly text: string;
}

/** What one can do about a message that was refused, that has no room any more, or that is old enough to ask about. */
export function PendingDeeds({ item, text }: Pending): VNode {
  const isLost = isForGood(useRoomScene().room.closeReason.value?.code);
  if (!isLost && item.state !== "failed") return <AskActions item={item} />;
  return (
    <p class="message-foot">
      {!isLost && <OnceMore item={item} text={text} />}
      <TakeAlong item={item} text={text} />
    </p>
  );
}

function OnceMore({ item, text }: Pending): VNode {
  const { room } = useRoomScene();
  const edit = () => {
    const draft = room.composer.text.peek();
    room.composer.write(draft.trim() === "" ? text : `${draft}\n${text}`);
    room.discard(item.ref);
    document.getElementById("composer-text")?.focus();
  };
  return (
    <>
      <button type="button" class="button button-small" onClick={() => room.retry(item.ref)}>
        Retry
      </button>
      <button type="button" class="button button-small" onClick={edit}>
        Edit
      </button>
    </>
  );
}

function TakeAlong({ item, text }: Pending): VNode {
  const { room } = useRoomScene();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(text);
    setCopied(true);
  };
  return (
    <>
      <button type="button" class="button button-small" onClick={() => void copy()}>
        {isCopied ? "Copied" : "Copy"}
      </button>
      <button type="button" class="button button-small" onClick={() => room.discard(item.ref)}>
        Delete
      </button>
    </>
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
