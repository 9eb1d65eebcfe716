import type { DraftCalls } from "./predicted-speakers.ts";
import type { RoomModel } from "./room-model.ts";

/** What is being written in `room`, as far as it decides who answers. Reads signals: whoever draws by it follows it. */
export function draftCalls({ composer, messages }: RoomModel): DraftCalls {
  const answered = composer.reply_to_id.value;
  const last = messages.value.findLast((m) => m.bot !== null && m.message_attribution.is_ai_generated);
  return {
    mentioned: composer.speakers.value,
    aside: composer.aside.value,
    isWhisper: composer.whisper_to.value !== null,
    replied_to: answered === null ? null : (messages.value.find(({ id }) => id === answered)?.bot ?? null),
    last_speaker: last?.bot ?? null,
  };
}
