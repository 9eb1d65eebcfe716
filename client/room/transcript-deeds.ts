import type { MessageRow } from "../../shared/fields/message.ts";
import type { ToastStore } from "../state/toast-store.ts";
import { plainText } from "../ui/markdown/plain-text.ts";
import type { RoomModel } from "./room-model.ts";

const FORMS = {
  text: (message: MessageRow) => plainText(message.entry),
  markdown: (message: MessageRow) => message.entry,
  named: (message: MessageRow) => `${message.author_name}: ${message.entry}`,
} as const;

export const copyMessage = (message: MessageRow, form: keyof typeof FORMS, toasts: ToastStore): Promise<void> =>
  copy(FORMS[form](message), "Copied", toasts);

export const linkTo = (room: RoomModel, message_id: string, toasts: ToastStore): Promise<void> =>
  copy(`${location.origin}/r/${room.room_id.peek()}/m/${message_id}`, "Link copied", toasts);

async function copy(text: string, words: string, toasts: ToastStore): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toasts.say(words);
  } catch {
    toasts.say("This browser does not let the page copy.", { tone: "problem" });
  }
}

/** The next message answers this one; the person goes on to write it. */
export function replyTo({ composer }: RoomModel, message_id: string): void {
  composer.replyTo(message_id);
  document.getElementById("composer-text")?.focus();
}
