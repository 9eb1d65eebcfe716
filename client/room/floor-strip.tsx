import type { RefObject, VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Ticket } from "../../shared/protocol/server-messages.ts";
import { useEscape } from "../frame/use-escape.ts";
import { closeOutside } from "../ui/close-outside.ts";
import { countWords, wordsWords } from "../ui/count-words.ts";
import { Icon } from "../ui/icon.tsx";
import { keepFocus, returnFocus } from "../ui/keep-focus.ts";
import { lazyPart } from "../ui/lazy-part.tsx";
import { predictSpeakers } from "./predicted-speakers.ts";
import { type RoomScene, useRoomScene } from "./room-context.ts";
import { draftCalls } from "./ticket-rail-draft.ts";
import { endRefusal, writeRefusal } from "./ticket-rail-rights.ts";
import { GENERATION_WORDS } from "./ticket-words.ts";
import { listWords, useTypingWords } from "./typing-words.ts";
import { usePaced } from "./use-paced.ts";
import { useSeconds } from "./use-seconds.ts";

const FloorTalk = lazyPart(() => import("./floor-talk.tsx").then(({ FloorTalk: talk }) => talk), { isQuiet: true });

const ON_THE_FLOOR = new Set<Ticket["state"]>(["reading", "thinking", "speaking"]);
/** From here on a queue that does not move is one that is stuck, seconds (ux §3.9). */
const STUCK_S = 120;
const WAITING = new Set<Ticket["state"]>(["queued", "held"]);

/**
 * The message being written, if any: the room's word, not the queue's, since it survives a reload. Of several that are
 * written together the first one has the floor.
 */
const speakingMessage = ({ room }: RoomScene) => room.messages.value.find((m) => m.streaming) ?? null;

/**
 * One line above the composer that is always there: who has the floor and how to stop it, who waits, who types, else
 * who will answer. Its height never changes, so that nothing shifts.
 */
export function FloorStrip(): VNode {
  const scene = useRoomScene();
  const message = speakingMessage(scene);
  const waiting = scene.room.queue.value.filter((ticket) => WAITING.has(ticket.state)).length;
  const canWrite = writeRefusal(scene.room.you.value?.role) === null;
  return (
    <div class="floor-strip">
      {message ? <Speaking message_id={message.id} name={message.author_name} /> : <Quiet waiting={waiting} />}
      {message && <StopButtons generation={scene.room.streamOf(message.id).value?.generation_id ?? null} />}
      {!message && scene.room.held.value && waiting > 0 && canWrite && <Resume />}
    </div>
  );
}

function Speaking({ message_id, name }: { message_id: string; name: string }): VNode {
  const { room } = useRoomScene();
  const running = usePaced(room.streamOf(message_id));
  const seconds = useSeconds(message_id);
  const words = countWords(running?.text ?? "");
  return (
    <p class="floor-words floor-live">
      <bdi class="floor-name">{name}</bdi>
      <span class="floor-state">{GENERATION_WORDS[running?.state ?? "reading"]}</span>
      {words > 0 && <span class="floor-count">· {wordsWords(words)}</span>}
      <span class="floor-seconds">· {seconds} s</span>
    </p>
  );
}

/** Nobody speaks: who waits, who types, or who will answer. */
function Quiet({ waiting }: { waiting: number }): VNode {
  const { room } = useRoomScene();
  const typing = useTypingWords();
  if (room.held.value && waiting > 0) return <p class="floor-words">{waiting} on hold</p>;
  const starting = room.queue.value.find((ticket) => ON_THE_FLOOR.has(ticket.state) || ticket.state === "queued");
  if (starting) return <Starting ticket_id={starting.id} />;
  const talk = room.auto.value;
  if (talk !== null && room.composer.text.value.trim() === "") return <FloorTalk talk={talk} />;
  if (typing !== "") return <p class="floor-words">{typing}</p>;
  return <Plan />;
}

/** Someone has the next turn and nothing is seen of them yet. After a while that is said, with a way on. */
function Starting({ ticket_id }: { ticket_id: string }): VNode {
  const { room } = useRoomScene();
  const seconds = useSeconds(ticket_id);
  if (seconds < STUCK_S) {
    return (
      <p class="floor-words">
        Next one is getting ready…
        {seconds >= 3 && ` ${seconds} s`}
      </p>
    );
  }
  return (
    <>
      <p class="floor-words">Nobody has answered for {Math.floor(seconds / 60)} min.</p>
      {writeRefusal(room.you.value?.role) === null && (
        <button type="button" class="button" onClick={() => room.command({ type: "queue", hold: false })}>
          Restart queue
        </button>
      )}
    </>
  );
}

/** Who will answer what is being written. */
function Plan(): VNode {
  const { room, bots } = useRoomScene();
  const rule = room.view.value?.room.turn_taking;
  // Who may only read is not told how to ask.
  if (!rule || writeRefusal(room.you.value?.role) !== null) return <p class="floor-words" />;
  const { tickets, words } = predictSpeakers(draftCalls(room), bots.value, rule);
  if (tickets.length === 0) return <p class="floor-words">{words}</p>;
  // The rail plans for a draft; without one there is nothing below to point at.
  if (room.composer.text.value.trim() !== "")
    return (
      <p class="floor-words">
        When you send, {tickets.length === 1 ? "this one" : "these"} will answer. {words}
      </p>
    );
  const names = tickets.map(({ bot_id }) => bots.value.find((bot) => bot.bot_id === bot_id)?.name ?? "A bot");
  return <p class="floor-words">{listWords(names)} will answer.</p>;
}

/** Three ends, each by name: this reply, this reply with the rest kept waiting, everything. */
function StopButtons({ generation }: { generation: string | null }): VNode {
  const { room, me, nameOf } = useRoomScene();
  const [isOpen, setOpen] = useState(false);
  const stops = useRef<HTMLDivElement>(null);
  useEffect(() => setOpen(false), [generation]);
  const ticket = room.queue.value.find(({ state }) => ON_THE_FLOOR.has(state));
  const refusal = endRefusal(ticket, { role: room.you.value?.role, me: me.value ?? "", nameOf });
  const stop = (scope: "reply" | "hold" | "all") => (event: MouseEvent) => {
    setOpen(false);
    returnFocus(event);
    room.command({ type: "stop", scope, ...(scope !== "all" && generation !== null && { generation_id: generation }) });
  };
  const shared = {
    type: "button",
    disabled: refusal !== null,
    title: refusal ?? undefined,
    onMouseDown: keepFocus,
  } as const;
  return (
    <div class="stops" ref={stops}>
      {isOpen && <Leaving of={stops} close={() => setOpen(false)} />}
      {refusal !== null && <span class="sr-only">{refusal}</span>}
      <button {...shared} class="button button-stop" id="stop-reply" onClick={stop("reply")}>
        <Icon name="stop" />
        Stop
      </button>
      <div class={isOpen ? "stops-more stops-open" : "stops-more"}>
        <button {...shared} class="button" onClick={stop("hold")}>
          Stop and hold
        </button>
        <button {...shared} class="button" onClick={stop("all")}>
          Stop everything
        </button>
      </div>
      {refusal === null && (
        <button
          type="button"
          class="icon-button stops-toggle"
          aria-label="More ways to stop"
          aria-expanded={isOpen}
          onMouseDown={keepFocus}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="more" />
        </button>
      )}
    </div>
  );
}

/** While the other ends stand above the line: Esc, or a press elsewhere, is none of them. */
function Leaving({ of, close }: { of: RefObject<HTMLElement | null>; close: () => void }): null {
  useEscape("menu", close);
  useLayoutEffect(() => (of.current ? closeOutside([of.current], close) : undefined), []);
  return null;
}

function Resume(): VNode {
  const { room } = useRoomScene();
  const give = (body: Parameters<typeof room.command>[0]) => (event: MouseEvent) => {
    returnFocus(event);
    room.command(body);
  };
  return (
    <div class="stops">
      <button
        type="button"
        class="button button-primary"
        onMouseDown={keepFocus}
        onClick={give({ type: "queue", hold: false })}
      >
        <Icon name="play" />
        Resume
      </button>
      <button type="button" class="button" onMouseDown={keepFocus} onClick={give({ type: "stop", scope: "all" })}>
        Stop everything
      </button>
    </div>
  );
}
