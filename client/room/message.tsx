import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { Avatar } from "../ui/avatar.tsx";
import { dayWords, shortWhen } from "../ui/date-words.ts";
import { lazyPart } from "../ui/lazy-part.tsx";
import { Markdown } from "../ui/markdown/markdown.tsx";
import { plainText } from "../ui/markdown/plain-text.ts";
import { BotBubble } from "./bot-bubble.tsx";
import { Coaster } from "./coaster.tsx";
import { hasMarks, hasPictures } from "./has-marks.ts";
import { MessageHead, speakerName } from "./message-head.tsx";
import { useRoomScene } from "./room-context.ts";
import { Receipts } from "./transcript-receipts.tsx";
import { authorOf, type TranscriptRow } from "./transcript-rows.ts";
import { useTranscriptState } from "./transcript-state.ts";

export const MessageActions = lazyPart(() => import("./transcript-actions.tsx").then(({ MessageActions: bar }) => bar));
/** Only messages with takes or reactions, and replies that did not end by themselves, have it. */
export const MessageMarks = lazyPart(() => import("./message-marks.tsx").then(({ MessageMarks: marks }) => marks));
/** Only messages that show some have them. */
export const MessagePictures = lazyPart(() =>
  import("./message-pictures.tsx").then(({ MessagePictures: part }) => part),
);
const ThreadLine = lazyPart(() => import("./thread-line.tsx").then(({ ThreadLine: line }) => line));
const MessageEditor = lazyPart(() => import("./message-editor.tsx").then(({ MessageEditor: editor }) => editor));

/** Longest quote above an answer, UTF-16 units; the line ends where the column does. */
const QUOTE_CHARS = 160;

/** Id of a message's element, by which scrolling and skip links find it. */
export const elementIdOf = (message_id: string): string => `m-${message_id}`;

/** One line of the transcript with its dividers. Drawn again only when its own message changes. */
export function TranscriptLine({ row }: { row: TranscriptRow }): VNode {
  const { message, has_header, day, unread, is_recent, answers, place } = row;
  return useMemo(
    () => (
      <>
        {day !== null && (
          <p class="day-divider">
            <span>{dayWords(day, new Date())}</span>
          </p>
        )}
        {unread !== null && (
          <p class="unread-divider">
            <span>{unreadWords(unread, message.created_timestamp)}</span>
          </p>
        )}
        <Message row={row} />
      </>
    ),
    [message, has_header, day, unread, is_recent, answers, place],
  );
}

/** New since 13:55 · 3 messages */
const unreadWords = (count: number, since: string): string =>
  `New since ${shortWhen(since, new Date())} · ${count === 1 ? "1 message" : `${count} messages`}`;

function Message({ row }: { row: TranscriptRow }): VNode {
  const { message, has_header: hasHead } = row;
  const { openPane } = useRoomScene();
  const state = useTranscriptState();
  const { isOwn, isPointed, isEdited, classes } = useLook(row);
  return (
    <article
      id={elementIdOf(message.id)}
      class={classes}
      tabIndex={-1}
      aria-labelledby={`h-${message.id}`}
      aria-posinset={row.place ?? undefined}
      aria-setsize={state.size}
    >
      {!isOwn && <div class="message-face">{hasHead && <Face message={message} />}</div>}
      <div class="message-main">
        <MessageHead message={message} isShown={hasHead} />
        {message.message_thread.reply_to_id !== null && (
          <ReplyQuote message_id={message.message_thread.reply_to_id} message={row.answers} />
        )}
        {isEdited && <MessageEditor message={message} />}
        {!(isEdited && MessageEditor.isSettled.value) && (
          <div class="bubble-place">
            {message.bot === null ? <PersonBubble message={message} /> : <BotBubble message={message} />}
            {message.activation && <Coaster counts={message.activation} onOpen={() => openPane("why", message.id)} />}
          </div>
        )}
        <Below message={message} isEdited={isEdited} isPointed={isPointed} />
      </div>
      <Receipts message_id={message.id} />
    </article>
  );
}

/** What stands below the words: what they show, how they ended, what was said about them, and what can be done. */
function Below({
  message,
  isEdited,
  isPointed,
}: {
  message: MessageRow;
  isEdited: boolean;
  isPointed: boolean;
}): VNode {
  return (
    <>
      {hasPictures(message) && <MessagePictures message={message} />}
      {hasMarks(message) && <MessageMarks message={message} />}
      {message.message_thread.replies !== undefined && <ThreadLine message={message} />}
      {isPointed && !isEdited && !message.streaming && <MessageActions message={message} />}
    </>
  );
}

/** What changes the look of a message: whose it is, what happened to it, and whether somebody points at it. */
function useLook({ message, has_header, is_recent }: TranscriptRow) {
  const { me, markOf } = useRoomScene();
  const state = useTranscriptState();
  const isPointed = useComputed(() => state.pointed.value === message.id).value;
  const isFlashed = useComputed(() => state.flashed.value === message.id).value;
  const isEdited = useComputed(() => {
    const deed = state.deed.value;
    return deed?.kind === "edit" && deed.message_id === message.id;
  }).value;
  const isOwn = message.bot === null && message.user === me.value;
  const classes = [
    "message",
    `speaker-${markOf(authorOf(message))}`,
    isOwn && "message-own",
    message.aside && "message-aside",
    message.whisper_to !== null && "message-whisper",
    has_header && "message-first",
    message.hidden && "message-hidden",
    is_recent && "message-recent",
    isPointed && "message-pointed",
    isFlashed && "message-flash",
  ];
  return { isOwn, isPointed, isEdited, classes: classes.filter(Boolean).join(" ") };
}

function Face({ message }: { message: MessageRow }): VNode {
  const { bots, markOf } = useRoomScene();
  const picture = bots.value.find(({ bot_id }) => bot_id === message.bot)?.picture ?? null;
  const mark = markOf(authorOf(message));
  return <Avatar name={message.author_name} picture={picture} mark={mark} isSpeaking={message.streaming} />;
}

/** What a message answers; leads there, also where it is far back. */
function ReplyQuote({ message_id, message }: { message_id: string; message: MessageRow | null }): VNode {
  const scene = useRoomScene();
  const state = useTranscriptState();
  const room_id = scene.room.room_id.value;
  const words = message ? (
    <>
      replying to <bdi>{speakerName(message, scene)}</bdi>: <bdi>{quoteOf(message)}</bdi>
    </>
  ) : (
    "replying to an earlier message"
  );
  if (room_id === null) return <p class="reply-quote">↳ {words}</p>;
  return (
    <a
      class="reply-quote"
      href={`/r/${room_id}/m/${message_id}`}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        state.go(message_id);
      }}
    >
      <span aria-hidden="true">↳ </span>
      {words}
    </a>
  );
}

const quoteOf = (message: MessageRow): string =>
  message.entry.trim() === "" && hasPictures(message) ? "a picture" : plainText(message.entry).slice(0, QUOTE_CHARS);

function PersonBubble({ message }: { message: MessageRow }): VNode | null {
  if (message.entry.trim() === "" && hasPictures(message)) return null;
  return (
    <div class="bubble" dir="auto">
      <Markdown text={message.entry} />
    </div>
  );
}
