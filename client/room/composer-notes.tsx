import type { VNode } from "preact";
import { useEscape } from "../frame/use-escape.ts";
import { Icon } from "../ui/icon.tsx";
import { lazyPart } from "../ui/lazy-part.tsx";
import { plainText } from "../ui/markdown/plain-text.ts";
import { useRoomScene } from "./room-context.ts";
import { ownerRefusal } from "./ticket-rail-rights.ts";

const DraftChoice = lazyPart(() => import("./draft-choice.tsx").then(({ DraftChoice: choice }) => choice));

const AttachmentTrayView = lazyPart(() => import("./attachment-tray.tsx").then(({ AttachmentTrayView: view }) => view));

const UnclearNote = lazyPart(() => import("./unclear-note.tsx").then(({ UnclearNote: note }) => note), {
  isQuiet: true,
});

/** What holds for the message being written, above it: who reads it, what it answers, whom it wakes. */
export function ComposerNotes(): VNode {
  const { room, members, me } = useRoomScene();
  const { aside, reply_to_id, rival, whisper_to, tray } = room.composer;
  const isShared = members.value.some(({ user_id }) => user_id !== me.value);
  return (
    <>
      {aside.value && (
        <p class="composer-note aside-note">
          {isShared ? "Aside: people here read it, bots will not." : "Aside: bots will not read this."}
          <button type="button" class="link-button" onClick={() => room.composer.setAside(false)}>
            Turn aside off
          </button>
        </p>
      )}
      {whisper_to.value !== null && <WhisperNote bot_id={whisper_to.value} />}
      {tray.value !== null && <AttachmentTrayView tray={tray.value} />}
      {rival.value !== null && <DraftChoice rival={rival.value} />}
      {reply_to_id.value !== null && <ReplyNote message_id={reply_to_id.value} />}
      <MutedNote />
      {room.composer.unclear.value && <UnclearNote {...room.composer.unclear.value} />}
    </>
  );
}

/** A whisper ends with its message: what is said next is for the room again. */
function WhisperNote({ bot_id }: { bot_id: string }): VNode {
  const { room, bots } = useRoomScene();
  const end = () => room.composer.whisperTo(null);
  useEscape("reply", end);
  const name = bots.value.find((bot) => bot.bot_id === bot_id)?.name ?? "a bot that has left";
  return (
    <p class="composer-note whisper-note" role="status">
      <span>
        Only <bdi>{name}</bdi> hears this message.
      </span>
      <button type="button" class="link-button" onClick={end}>
        Say it to the room
      </button>
    </p>
  );
}

/** Most of a quoted message that is repeated, UTF-16 units. */
const MOST_QUOTED = 120;

function ReplyNote({ message_id }: { message_id: string }): VNode {
  const { room } = useRoomScene();
  const end = () => room.composer.replyTo(null);
  useEscape("reply", end);
  const message = room.messages.value.find(({ id }) => id === message_id);
  return (
    <p class="composer-note reply-note">
      <span class="reply-words">
        Replying to <bdi>{message?.author_name ?? "a message"}</bdi>
        {message && <bdi class="note-quote">{plainText(message.entry).slice(0, MOST_QUOTED)}</bdi>}
      </span>
      <button type="button" class="icon-button" aria-label="Do not reply to it" onClick={end}>
        <Icon name="close" />
      </button>
    </p>
  );
}

/** A muted bot that is called by name speaks all the same, this once. */
function MutedNote(): VNode | null {
  const { room, bots } = useRoomScene();
  const called = new Set(room.composer.speakers.value);
  const muted = bots.value.find((bot) => !bot.is_active && called.has(bot.bot_id));
  if (!muted) return null;
  return (
    <p class="composer-note">
      <span>
        <bdi>{muted.name}</bdi> is muted, and will be woken just once.
      </span>
      {ownerRefusal(room.you.value?.role) === null && (
        <button
          type="button"
          class="link-button"
          onClick={() => room.command({ type: "bots", update: { bot_id: muted.bot_id, is_active: true } })}
        >
          Unmute
        </button>
      )}
    </p>
  );
}
