import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { plainText } from "../ui/markdown/plain-text.ts";
import { finishedMessage, floorWords, messageWords } from "./announcements.ts";
import { useRoomScene } from "./room-context.ts";

/** Least time between two status announcements, milliseconds (ux §6.1). */
const STATUS_EVERY_MS = 1_500;

/**
 * What assistive technology hears of a room: one region for who speaks, one for finished messages. Boundaries, never
 * tokens. Both stand in the page from the start and are empty then.
 */
export function Announcer(): VNode {
  const { room, bots, me } = useRoomScene();
  const [said, setSaid] = useState<{ readonly id: string; readonly words: string } | null>(null);
  const finished = useRef<MessageRow | null>(null);
  useEffect(() => {
    const open = new Set(room.messages.peek().flatMap((message) => (message.streaming ? [message.id] : [])));
    return room.listen({
      applied: (event) => {
        const message = finishedMessage(event, me.peek(), open);
        if (!message) return;
        finished.current = message;
        setSaid({ id: `${message.id} ${message.rev}`, words: messageWords(message) });
      },
    });
  }, [room]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.code !== "KeyR" || !finished.current) return;
      event.preventDefault();
      setSaid({ id: `again ${event.timeStamp}`, words: plainText(finished.current.entry) });
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  const speaking = room.messages.value.findLast((message) => message.streaming);
  const next = room.queue.value.find((ticket) => ticket.state === "queued");
  const nameOfBot = (bot_id: string | undefined) => bots.value.find((bot) => bot.bot_id === bot_id)?.name ?? null;
  const status = useThrottled(floorWords(speaking?.author_name ?? null, nameOfBot(next?.bot_id)));
  return (
    <div class="sr-only">
      <div role="status">{status}</div>
      <div aria-live="polite" aria-atomic="false">
        {said && <p key={said.id}>{said.words}</p>}
      </div>
    </div>
  );
}

function useThrottled(words: string): string {
  const [shown, show] = useState("");
  const shownAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const wait = Math.max(0, shownAt.current + STATUS_EVERY_MS - performance.now());
    const timer = setTimeout(() => {
      shownAt.current = performance.now();
      show(words);
    }, wait);
    return () => clearTimeout(timer);
  }, [words]);
  return shown;
}
