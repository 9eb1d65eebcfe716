import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { deviceMemory } from "../pages/device-memory.ts";
import { countWords, wordsWords } from "../ui/count-words.ts";
import { useRoomScene } from "./room-context.ts";
import { writeRefusal } from "./ticket-rail-rights.ts";

const KEPT = "kept_replies";
/** How many replies this device remembers to have been kept as they are: the newest matter. */
const MOST_KEPT = 50;
const keptReplies = (): string[] => (deviceMemory.storage.get(KEPT) ?? "").split(" ").filter(Boolean);

/** What happened to a reply that did not end by itself, and the ways on: continue it, or keep it as it is. */
export function MessageFoot({ message }: { message: MessageRow }): VNode | null {
  const { room, nameOf } = useRoomScene();
  const [isKept, setKept] = useState(() => keptReplies().includes(message.id));
  const isCut = message.interrupted && message.stopped_by === null;
  if (!isCut && message.stopped_by === null) return null;
  const words = wordsWords(countWords(message.entry));
  const canWrite = writeRefusal(room.you.value?.role) === null;
  const keep = () => {
    deviceMemory.storage.set(KEPT, [...keptReplies(), message.id].slice(-MOST_KEPT).join(" "));
    setKept(true);
  };
  return (
    <p class="message-foot">
      {isCut ? `Cut off after ${words}` : `Stopped by ${nameOf(message.stopped_by ?? "")} after ${words}`}
      {canWrite && !isKept && (
        <>
          <button
            type="button"
            class="button button-small"
            onClick={() => room.command({ type: "continue", message_id: message.id })}
          >
            Continue
          </button>
          <button type="button" class="button button-small button-quiet" onClick={keep}>
            Keep
          </button>
        </>
      )}
    </p>
  );
}
