import type { Send } from "../../../shared/protocol/client-messages.ts";
import type { KeptDraft } from "../../../shared/protocol/server-messages.ts";

/**
 * The draft once a message is posted: emptied where it was this message, be it word for word or because the same device
 * wrote it. What another device holds that was not sent stays. Null where it stays as it is.
 */
export function draftAfterSending(draft: KeptDraft, sent: Pick<Send, "text">, deviceId: string): KeptDraft | null {
  const isSent = draft.device_id === deviceId || draft.text.trim() === sent.text.trim();
  return draft.text !== "" && isSent ? { ...draft, text: "", rev: draft.rev + 1 } : null;
}
