import type { VNode } from "preact";
import { useEscape } from "../frame/use-escape.ts";
import { Icon } from "../ui/icon.tsx";
import { plainText } from "../ui/markdown/plain-text.ts";
import { useRoomScene } from "./room-context.ts";

/** A whisper ends with its message: what is said next is for the room again. */
export function WhisperNote({ bot_id }: { bot_id: string }): VNode {
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

export function ReplyNote({ message_id }: { message_id: string }): VNode {
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
