import type { VNode } from "preact";
import { memo } from "preact/compat";
import type { MessageRow } from "../../shared/fields/message.ts";
import { Avatar } from "../ui/avatar.tsx";
import { countWords, wordsWords } from "../ui/count-words.ts";
import { dayWords } from "../ui/date-words.ts";
import { Markdown } from "../ui/markdown/markdown.tsx";
import { BotBubble } from "./bot-bubble.tsx";
import { Coaster } from "./coaster.tsx";
import { MessageHead } from "./message-head.tsx";
import { useRoomScene } from "./room-context.ts";
import { authorOf, type TranscriptRow } from "./transcript-rows.ts";

/** Id of a message's element, by which scrolling and skip links find it. */
export const elementIdOf = (message_id: string): string => `m-${message_id}`;

/** One line of the transcript with its dividers. Drawn again only when its own message changes. */
export const TranscriptLine = memo(
  ({ row }: { row: TranscriptRow }): VNode => (
    <>
      {row.day !== null && (
        <p class="day-divider">
          <span>{dayWords(row.day, new Date())}</span>
        </p>
      )}
      {row.unread !== null && (
        <p class="unread-divider" id="unread">
          <span>{row.unread === 1 ? "New · 1 message" : `New · ${row.unread} messages`}</span>
        </p>
      )}
      <Message message={row.message} hasHead={row.has_header} />
    </>
  ),
  (a, b) =>
    a.row.message === b.row.message &&
    a.row.has_header === b.row.has_header &&
    a.row.day === b.row.day &&
    a.row.unread === b.row.unread,
);

function Message({ message, hasHead }: { message: MessageRow; hasHead: boolean }): VNode {
  const { bots, me, markOf, openPane } = useRoomScene();
  const isOwn = message.bot === null && message.user === me.value;
  const mark = markOf(authorOf(message));
  const classes = ["message", `speaker-${mark}`, isOwn && "message-own", message.aside && "message-aside"];
  const bot = bots.value.find((b) => b.bot_id === message.bot);
  return (
    <article
      id={elementIdOf(message.id)}
      class={[...classes, hasHead && "message-first", message.hidden && "message-hidden"].filter(Boolean).join(" ")}
      aria-labelledby={`h-${message.id}`}
    >
      {!isOwn && (
        <div class="message-face">
          {hasHead && (
            <Avatar
              name={message.author_name}
              picture={bot?.picture ?? null}
              mark={mark}
              isSpeaking={message.streaming}
            />
          )}
        </div>
      )}
      <div class="message-main">
        <MessageHead message={message} isShown={hasHead} />
        <div class="bubble-place">
          {message.bot === null ? <PersonBubble message={message} /> : <BotBubble message={message} />}
          {message.activation && <Coaster counts={message.activation} onOpen={() => openPane("why", message.id)} />}
        </div>
        {!message.streaming && <MessageFoot message={message} />}
      </div>
    </article>
  );
}

function PersonBubble({ message }: { message: MessageRow }): VNode {
  return (
    <div class="bubble" dir="auto">
      <Markdown text={message.entry} />
    </div>
  );
}

/** What happened to a reply that did not end by itself, and the way on. */
function MessageFoot({ message }: { message: MessageRow }): VNode | null {
  const { room, nameOf } = useRoomScene();
  const isCut = message.interrupted && message.stopped_by === null;
  if (!isCut && message.stopped_by === null) return null;
  const words = wordsWords(countWords(message.entry));
  return (
    <p class="message-foot">
      {isCut ? `Cut off after ${words}` : `Stopped by ${nameOf(message.stopped_by ?? "")} after ${words}`}
      <button
        type="button"
        class="button button-small"
        onClick={() => room.command({ type: "continue", message_id: message.id })}
      >
        Continue
      </button>
    </p>
  );
}
