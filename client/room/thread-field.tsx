import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { MAX_MESSAGE_CHARS } from "../../shared/protocol/limits.ts";
import { useRoomScene } from "./room-context.ts";
import { writeRefusal } from "./ticket-rail-rights.ts";

/** What is being written in each thread, while the page lives. */
const drafts = new Map<string, string>();

/** Where one writes in a thread; the room's own composer stays as it is. */
export function ThreadField({ start }: { start: MessageRow }): VNode {
  const { room } = useRoomScene();
  const [text, setText] = useState(drafts.get(start.id) ?? "");
  const refusal = refusalOf(start, writeRefusal(room.you.value?.role));
  const write = (next: string) => {
    drafts.set(start.id, next);
    setText(next);
  };
  const send = () => {
    if (text.trim() === "" || text.length > MAX_MESSAGE_CHARS) return;
    room.send(text, { thread_id: start.id });
    write("");
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
      <textarea
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
