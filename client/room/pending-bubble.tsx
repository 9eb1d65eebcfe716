import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PendingCommand } from "../state/pending-commands.ts";
import { lazyPart } from "../ui/lazy-part.tsx";
import { Markdown } from "../ui/markdown/markdown.tsx";
import { isForGood } from "./lost-for-good.ts";
import { pendingWords, SENDING_MS } from "./pending-words.ts";
import { useRoomScene } from "./room-context.ts";

/** Most messages never need it. */
const PendingDeeds = lazyPart(() => import("./pending-deeds.tsx").then(({ PendingDeeds: deeds }) => deeds));
const PendingPictures = lazyPart(() => import("./pending-pictures.tsx").then(({ PendingPictures: part }) => part));
const isStuck = ({ state, ask }: PendingCommand): boolean => state === "failed" || (ask === true && state === "queued");

/** A message of ours the room has not shown yet. Its state is said only where there is something to say. */
export function PendingBubble({ item }: { item: PendingCommand }): VNode | null {
  const { room } = useRoomScene();
  const { command } = item;
  const isSlow = useIsSlow(item.queued_at_ms);
  const isLost = isForGood(room.closeReason.value?.code);
  if (command.type !== "send") return null;
  return (
    <article
      class={command.aside ? "message message-own message-aside message-first" : "message message-own message-first"}
      aria-labelledby={`h-${item.ref}`}
    >
      <div class="message-main">
        <h3 class="message-head" id={`h-${item.ref}`}>
          <span class="message-name">{useSpeakerName(command.persona_id)}</span>
          <span class="message-meta pending-state">
            {command.whisper_to !== undefined && "whispered · "}
            {pendingWords(item, isLost ? "lost" : room.status.value, isSlow)}
          </span>
        </h3>
        <div class="bubble-place">
          <div class={item.state === "failed" ? "bubble bubble-failed" : "bubble"} dir="auto">
            <Markdown text={command.text} />
            {command.attachments && <PendingPictures ids={command.attachments} />}
            {item.error && <p class="failure-what">{item.error.message}</p>}
          </div>
        </div>
        {(isLost || isStuck(item)) && <PendingDeeds item={item} text={command.text} />}
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
