import type { RoomBot } from "../../shared/fields/conversation.ts";
import type { MessageRow } from "../../shared/fields/message.ts";

/** Lines that help begin where no person has spoken yet: each calls one bot that listens, so that somebody answers. */
export function openingLines(bots: readonly RoomBot[], messages: readonly MessageRow[]): readonly string[] {
  const [first, second] = bots.filter(({ is_active }) => is_active);
  if (!first || messages.some(({ bot }) => bot === null)) return [];
  const call = `@${first.name} `;
  return [
    `${call}who are you, and where are we?`,
    second ? `@${second.name} what do you make of ${first.name}?` : `${call}what should a newcomer know?`,
    `${call}what happened here today?`,
    `@${(second ?? first).name} tell me a story.`,
  ];
}
