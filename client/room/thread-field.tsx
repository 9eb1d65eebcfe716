import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { MAX_MESSAGE_CHARS } from "../../shared/protocol/limits.ts";
import { Icon } from "../ui/icon.tsx";
import { useRoomScene } from "./room-context.ts";
import { writeRefusal } from "./ticket-rail-rights.ts";

/** What is being written in each thread, while the page lives. */
const drafts = new Map<string, string>();

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
  const [text, setText] = useState(drafts.get(start.id) ?? "");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (answered) field.current?.focus();
  }, [answered?.id]);
  const refusal = refusalOf(start, writeRefusal(room.you.value?.role));
  const write = (next: string) => {
    drafts.set(start.id, next);
    setText(next);
  };
  const send = () => {
    if (text.trim() === "" || text.length > MAX_MESSAGE_CHARS) return;
    room.send(text, { thread_id: start.id, ...(answered && { reply_to_id: answered.id }) });
    write("");
    onAnswered();
  };
  if (refusal !== null) return <p class="pane-note">{refusal}</p>;
  return (
    <form
      class="thread-field"
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
      <textarea
        ref={field}
        rows={2}
        dir="auto"
        aria-label="Message in the thread"
        placeholder="Answer in the thread…"
        value={text}
        onInput={({ currentTarget }) => write(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches)
            return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="button button-primary" disabled={text.trim() === ""}>
        Send
      </button>
    </form>
  );
}

function refusalOf(start: MessageRow, cannotWrite: string | null): string | null {
  if (cannotWrite !== null) return cannotWrite;
  if (start.streaming) return "It is still being written.";
  return start.whisper_to === null ? null : "A whisper has no thread: a thread is for everyone.";
}
