import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { fetchThread } from "../net/room-calls.ts";
import { useApp } from "../ui/app-context.ts";
import { timeOf } from "../ui/date-words.ts";
import { Markdown } from "../ui/markdown/markdown.tsx";
import { plainText } from "../ui/markdown/plain-text.ts";
import { BotBubble } from "./bot-bubble.tsx";
import { hasMarks, hasPictures } from "./has-marks.ts";
import { MessageActions, MessageMarks, MessagePictures } from "./message.tsx";
import { MessageDeed } from "./message-deed.tsx";
import { MessageEditor } from "./message-editor.tsx";
import { speakerName } from "./message-head.tsx";
import { PendingBubble } from "./pending-bubble.tsx";
import { useRoomScene } from "./room-context.ts";
import { ThreadField } from "./thread-field.tsx";
import { repliesWords } from "./thread-line.tsx";
import { TranscriptContext, TranscriptState, useTranscriptState } from "./transcript-state.ts";
import { useTarget } from "./use-transcript-go.ts";
import "../styles/threads.css";

/** Most of a first message that is repeated in the list, UTF-16 units. */
const MOST_SHOWN = 90;
/** How long the last message must have been there, in a focused window, to count as read (ux §3.6). */
const READ_AFTER_MS = 1_000;

/** One thread beside the room, or the list of those there are. */
export function ThreadPane({ message_id }: { message_id: string | null }): VNode {
  const { room } = useRoomScene();
  const start = room.messages.value.find(({ id }) => id === message_id);
  return start ? <Thread key={start.id} start={start} /> : <ThreadList />;
}

function ThreadList(): VNode {
  const { room, openPane } = useRoomScene();
  const starts = room.messages.value.filter(({ message_thread }) => (message_thread.replies ?? 0) > 0);
  if (starts.length === 0)
    return (
      <p class="pane-empty">
        No threads in what is on screen. “Thread” in the menu of a message starts one: a side talk that bots in the room
        do not read.
      </p>
    );
  return (
    <ul class="thread-list">
      {starts.map((start) => (
        <li key={start.id}>
          <button type="button" class="thread-open" onClick={() => openPane("threads", start.id)}>
            <bdi class="thread-quote">{plainText(start.entry).slice(0, MOST_SHOWN)}</bdi>
            <span class="thread-count">
              {repliesWords(start.message_thread, room.unread.value?.threads[start.id] ?? 0)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Thread({ start }: { start: MessageRow }): VNode {
  const scene = useRoomScene();
  const { room, openPane } = scene;
  const { older, problem } = useOlder(start.id);
  const said = merged(older, room.messages.value, start.id);
  const pending = room.bubbles.value.filter(({ command }) => command.type === "send" && command.thread_id === start.id);
  const [answered, setAnswered] = useState<string | null>(null);
  const state = useThreadState(setAnswered);
  useRead(said);
  useTargetHere(state, said);
  return (
    <TranscriptContext.Provider value={state}>
      <button type="button" class="link-button thread-back" onClick={() => openPane("threads")}>
        All threads
      </button>
      <ThreadMessage message={start} said={said} />
      <p class="thread-rule">
        {said.length === 0 ? "Nobody has answered here yet" : repliesWords({ replies: said.length }, 0)}
      </p>
      {problem !== null && (
        <p class="pane-note" role="alert">
          Earlier messages did not come. {problem}
        </p>
      )}
      <ol class="thread-messages" aria-label="Messages of the thread">
        {said.map((message) => (
          <li key={message.id}>
            <ThreadMessage message={message} said={said} />
          </li>
        ))}
        {pending.map((item) => (
          <li key={item.ref}>
            <PendingBubble item={item} />
          </li>
        ))}
      </ol>
      <ThreadField
        start={start}
        answered={said.find(({ id }) => id === answered) ?? null}
        onAnswered={() => setAnswered(null)}
      />
      <Doing />
    </TranscriptContext.Provider>
  );
}

/** What is pointed at and done here, apart from the room's: both may show the same message. */
function useThreadState(onAnswer: (message_id: string) => void): TranscriptState {
  return useMemo(() => {
    const state = new TranscriptState("t");
    state.answer = onAnswer;
    state.go = (message_id) => {
      state.elementOf(message_id)?.scrollIntoView({ block: "center" });
      state.flash(message_id);
    };
    return state;
  }, []);
}

/** Goes to the message of the address once it is here. */
function useTargetHere(state: TranscriptState, said: readonly MessageRow[]): void {
  const target = useTarget();
  const isHere = said.some(({ id }) => id === target);
  useEffect(() => {
    if (isHere && target !== null) state.go(target);
  }, [isHere, target]);
}

function Doing(): VNode | null {
  const deed = useTranscriptState().deed.value;
  return deed === null || deed.kind === "edit" ? null : <MessageDeed />;
}

interface ThreadMessageProps {
  readonly message: MessageRow;
  /** All of the thread. */
  readonly said: readonly MessageRow[];
}

function ThreadMessage({ message, said }: ThreadMessageProps): VNode {
  const scene = useRoomScene();
  const state = useTranscriptState();
  const { id } = message;
  const isPointed = useComputed(() => state.pointed.value === id).value;
  const isFlashed = useComputed(() => state.flashed.value === id).value;
  const deed = state.deed.value;
  const isEdited = deed?.kind === "edit" && deed.message_id === id;
  const isOwn = message.bot === null && message.user === scene.me.value;
  const answered = said.find((other) => other.id === message.message_thread.reply_to_id);
  const look = [
    "thread-message",
    isOwn && "thread-message-own",
    message.hidden && "message-hidden",
    isFlashed && "message-flash",
  ];
  return (
    <article id={`t-${id}`} class={look.filter(Boolean).join(" ")} aria-labelledby={`th-${id}`} {...usePointing(id)}>
      <ThreadHead message={message} />
      {answered && (
        <p class="reply-quote">
          replying to <bdi>{speakerName(answered, scene)}</bdi>:{" "}
          <bdi>{plainText(answered.entry).slice(0, MOST_SHOWN)}</bdi>
        </p>
      )}
      {isEdited ? <MessageEditor message={message} /> : <Bubble message={message} />}
      {hasPictures(message) && <MessagePictures message={message} />}
      {hasMarks(message) && <MessageMarks message={message} />}
      {isPointed && !isEdited && !message.streaming && <MessageActions message={message} />}
    </article>
  );
}

function ThreadHead({ message }: { message: MessageRow }): VNode {
  const scene = useRoomScene();
  return (
    <h4 class="thread-head" id={`th-${message.id}`}>
      <bdi>{speakerName(message, scene)}</bdi>
      {message.bot !== null && <span class="bot-label">BOT</span>}
      {message.aside && <span class="message-meta">aside</span>}
      <time class="message-meta" dateTime={message.created_timestamp}>
        {timeOf(message.created_timestamp)}
      </time>
      {message.message_status.is_edited && <span class="message-meta">edited</span>}
      {message.pinned && <span class="message-meta">pinned</span>}
      {message.hidden && <span class="message-meta">hidden from bots</span>}
    </h4>
  );
}

function Bubble({ message }: { message: MessageRow }): VNode {
  return (
    <div class="bubble-place">
      {message.bot === null ? (
        <div class="bubble" dir="auto">
          <Markdown text={message.entry} />
        </div>
      ) : (
        <BotBubble message={message} />
      )}
    </div>
  );
}

/** The actions of a message come with the pointer, the focus, or a tap where nothing hovers. */
function usePointing(message_id: string) {
  const state = useTranscriptState();
  return {
    tabIndex: 0,
    onPointerOver: ({ pointerType }: PointerEvent) => {
      if (pointerType === "mouse") state.point(message_id);
    },
    onFocusIn: () => state.point(message_id),
    onClick: () => {
      if (matchMedia("(hover: none)").matches) state.point(message_id);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" || event.target !== event.currentTarget) return;
      event.preventDefault();
      const first = state.elementOf(message_id)?.querySelector<HTMLElement>(".message-action");
      if (first) first.focus();
      else state.want(message_id);
    },
  };
}

/** What the room may not have on screen: fetched once. */
function useOlder(thread_id: string): { older: readonly MessageRow[]; problem: string | null } {
  const { room } = useRoomScene();
  const { api } = useApp();
  const room_id = room.room_id.value;
  const [found, setFound] = useState<{ older: readonly MessageRow[]; problem: string | null }>({
    older: [],
    problem: null,
  });
  useEffect(() => {
    if (room_id === null) return;
    const ends = new AbortController();
    void fetchThread(api, room_id, thread_id, ends.signal).then((answer) => {
      if (ends.signal.aborted) return;
      setFound(
        answer.ok ? { older: answer.value.messages, problem: null } : { older: [], problem: answer.problem.detail },
      );
    });
    return () => ends.abort();
  }, [room_id, thread_id]);
  return found;
}

/** Both in order, each message once; what the room shows is newer. */
function merged(older: readonly MessageRow[], shown: readonly MessageRow[], thread_id: string): MessageRow[] {
  const live = shown.filter(({ message_thread }) => message_thread.thread_id === thread_id);
  const oldestShown = shown.find(({ message_thread }) => message_thread.thread_id === undefined)?.seq ?? 0;
  // What the room would show and does not is gone.
  const rest = older.filter(({ id, seq }) => seq < oldestShown && live.every((m) => m.id !== id));
  return [...rest, ...live].sort((a, b) => a.seq - b.seq);
}

function useRead(said: readonly MessageRow[]): void {
  const { room } = useRoomScene();
  const last = said.findLast((message) => !message.streaming)?.id;
  useEffect(() => {
    if (last === undefined) return;
    const timer = setInterval(() => {
      if (!document.hasFocus()) return;
      clearInterval(timer);
      room.read(last);
    }, READ_AFTER_MS);
    return () => clearInterval(timer);
  }, [last]);
}
