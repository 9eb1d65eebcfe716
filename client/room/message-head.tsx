import type { VNode } from "preact";
import type { MessageRow } from "../../shared/fields/message.ts";
import { fullTimeOf, timeOf } from "../ui/date-words.ts";
import { type RoomScene, useRoomScene } from "./room-context.ts";

/** "You", "You as Keeper", or the name the speaker had. */
export function speakerName(message: MessageRow, { me, members }: RoomScene): string {
  if (message.bot !== null || message.user !== me.value) return message.author_name;
  const own = members.value.find((m) => m.user_id === me.value)?.name;
  return own === undefined || own === message.author_name ? "You" : `You as ${message.author_name}`;
}

/** Practice replies are labelled as such (ux §5.1); others name their model. */
export function modelWords(model: string | null): string | null {
  if (model === null || model === "") return null;
  return model.includes("practice") ? "practice model" : `via ${model}`;
}

/** Who wrote it; while it is written, who is about to. */
const modelOf = ({ message_attribution, takes, current_take_id }: MessageRow): string | null =>
  message_attribution.model_used ?? takes.find(({ id }) => id === current_take_id)?.model ?? null;

/** Who sees it sees that nobody else does. */
function whisperWords({ bot, whisper_to }: MessageRow, { bots }: RoomScene): string {
  if (bot !== null) return "whispers to you alone";
  const name = bots.value.find(({ bot_id }) => bot_id === whisper_to)?.name;
  return name === undefined ? "whispered" : `whispered, only ${name} hears it`;
}

/** Name, the word BOT, time and model, which is known last and so stands last: nothing moves when it comes. Every message has it for heading keys; a grouped one does not show it. */
export function MessageHead({ message, isShown }: { message: MessageRow; isShown: boolean }): VNode {
  const scene = useRoomScene();
  const isBot = message.bot !== null;
  const isGone = isBot && !scene.bots.value.some((bot) => bot.bot_id === message.bot);
  const model = isBot ? modelWords(modelOf(message)) : null;
  return (
    <h3 class={isShown ? "message-head" : "message-head sr-only"} id={`h-${message.id}`}>
      <bdi class="message-name">{speakerName(message, scene)}</bdi>
      {isBot && <span class="bot-label">BOT</span>}
      {isGone && <span class="message-meta">no longer here</span>}
      {message.aside && <span class="message-meta">aside, bots do not read this</span>}
      {message.whisper_to !== null && <span class="message-meta whisper-words">{whisperWords(message, scene)}</span>}
      <time class="message-meta" dateTime={message.created_timestamp} title={fullTimeOf(message.created_timestamp)}>
        {timeOf(message.created_timestamp)}
      </time>
      {message.message_status.is_edited && <span class="message-meta">edited</span>}
      {message.pinned && <span class="message-meta">pinned</span>}
      {message.hidden && <span class="message-meta">hidden from bots</span>}
      {model && <span class="message-meta message-model">{model}</span>}
    </h3>
  );
}
