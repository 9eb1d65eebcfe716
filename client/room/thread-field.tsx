import { type Signal, signal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { MAX_MESSAGE_CHARS } from "../../shared/protocol/limits.ts";
import type { Tray } from "../state/composer-store.ts";
import { Icon } from "../ui/icon.tsx";
import { AttachmentTrayView } from "./attachment-tray.tsx";
import { useRoomScene } from "./room-context.ts";
import { writeRefusal } from "./ticket-rail-rights.ts";
import { usePictures } from "./use-pictures.ts";

/** What is being written in one thread. */
interface ThreadDraft {
  readonly text: Signal<string>;
  readonly tray: Signal<Tray | null>;
}

/** By thread, while the page lives. */
const drafts = new Map<string, ThreadDraft>();

function draftOf(thread_id: string): ThreadDraft {
  const draft = drafts.get(thread_id) ?? { text: signal(""), tray: signal(null) };
  drafts.set(thread_id, draft);
  return draft;
}

function isSendable({ text, tray }: ThreadDraft): boolean {
  if (tray.value?.isWaiting.value || text.value.length > MAX_MESSAGE_CHARS) return false;
  return text.value.trim() !== "" || (tray.value?.ready.value.length ?? 0) > 0;
}

interface ThreadFieldProps {
  readonly start: MessageRow;
  /** The message of the thread that is answered; null answers none. */
  readonly answered: MessageRow | null;
  /** It has been, or is to be no longer. */
  readonly onAnswered: () => void;
}

/** Where one writes in a thread; the room's own composer stays as it is. */
export function ThreadField({ start, answered, onAnswered }: ThreadFieldProps): VNode {
  const { room } = useRoomScene();
  const draft = draftOf(start.id);
  const field = useRef<HTMLTextAreaElement>(null);
  const pictures = usePictures(draft);
  useEffect(() => {
    if (answered) field.current?.focus();
  }, [answered?.id]);
  const refusal = refusalOf(start, writeRefusal(room.you.value?.role));
  const send = () => {
    const tray = draft.tray.peek();
    if (!isSendable(draft) || tray?.hold(send)) return;
    const attachments = tray?.ready.peek() ?? [];
    room.send(draft.text.peek(), {
      thread_id: start.id,
      ...(answered && { reply_to_id: answered.id }),
      ...(attachments.length > 0 && { attachments: [...attachments] }),
    });
    draft.text.value = "";
    draft.tray.value = null;
    onAnswered();
  };
  if (refusal !== null) return <p class="pane-note">{refusal}</p>;
  return (
    <form
      class="thread-field"
      onPaste={(event) => pictures?.take(event, event.clipboardData)}
      onDragOver={(event) => pictures && event.preventDefault()}
      onDrop={(event) => pictures?.take(event, event.dataTransfer)}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {answered && (
        <p class="thread-answers">
          <span>
            Replying to <bdi>{answered.author_name}</bdi>
          </span>
          <button type="button" class="icon-button" aria-label="Do not reply to it" onClick={onAnswered}>
            <Icon name="close" />
          </button>
        </p>
      )}
      {draft.tray.value !== null && <AttachmentTrayView tray={draft.tray.value} />}
      <textarea
        ref={field}
        rows={2}
        dir="auto"
        aria-label="Message in the thread"
        placeholder="Answer in the thread…"
        value={draft.text.value}
        onInput={({ currentTarget }) => {
          draft.text.value = currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches)
            return;
          event.preventDefault();
          send();
        }}
      />
      {draft.text.value.length > MAX_MESSAGE_CHARS && (
        <p class="field-problem" role="alert">
          {draft.text.value.length} of {MAX_MESSAGE_CHARS} characters
        </p>
      )}
      <p class="thread-ways">
        {pictures && (
          <button type="button" class="icon-button" aria-label="Add pictures" onClick={pictures.choose}>
            <Icon name="plus" />
          </button>
        )}
        <button type="submit" class="button button-primary" disabled={!isSendable(draft)}>
          Send
        </button>
      </p>
    </form>
  );
}

function refusalOf(start: MessageRow, cannotWrite: string | null): string | null {
  if (cannotWrite !== null) return cannotWrite;
  if (start.streaming) return "It is still being written.";
  return start.whisper_to === null ? null : "A whisper has no thread: a thread is for everyone.";
}
