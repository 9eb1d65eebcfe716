import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { fetchThread } from "../net/room-calls.ts";
import { useApp } from "../ui/app-context.ts";
import { timeOf } from "../ui/date-words.ts";
import { Markdown } from "../ui/markdown/markdown.tsx";
import { plainText } from "../ui/markdown/plain-text.ts";
import { BotBubble } from "./bot-bubble.tsx";
import { speakerName } from "./message-head.tsx";
import { PendingBubble } from "./pending-bubble.tsx";
import { useRoomScene } from "./room-context.ts";
import { ThreadField } from "./thread-field.tsx";
import { repliesWords } from "./thread-line.tsx";
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
  useRead(said);
  return (
    <>
      <button type="button" class="link-button thread-back" onClick={() => openPane("threads")}>
        All threads
      </button>
      <ThreadMessage message={start} />
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
            <ThreadMessage message={message} />
          </li>
        ))}
        {pending.map((item) => (
          <li key={item.ref}>
            <PendingBubble item={item} />
          </li>
        ))}
      </ol>
      <ThreadField start={start} />
    </>
  );
}

function ThreadMessage({ message }: { message: MessageRow }): VNode {
  const scene = useRoomScene();
  const isOwn = message.bot === null && message.user === scene.me.value;
  return (
    <article class={isOwn ? "thread-message thread-message-own" : "thread-message"} aria-labelledby={`t-${message.id}`}>
      <h4 class="thread-head" id={`t-${message.id}`}>
        <bdi>{speakerName(message, scene)}</bdi>
        {message.bot !== null && <span class="bot-label">BOT</span>}
        {message.aside && <span class="message-meta">aside</span>}
        <time class="message-meta" dateTime={message.created_timestamp}>
          {timeOf(message.created_timestamp)}
        </time>
      </h4>
      {message.bot === null ? (
        <div class="bubble" dir="auto">
          <Markdown text={message.entry} />
        </div>
      ) : (
        <BotBubble message={message} />
      )}
    </article>
  );
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
