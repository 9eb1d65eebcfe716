import type { VNode } from "preact";
import type { MessageRow } from "../../shared/fields/message.ts";
import { fullTimeOf } from "../ui/date-words.ts";
import { Dialog } from "../ui/dialog.tsx";

/** What a message said before, the newest version first. */
export function EditHistory({ message, onClose }: { message: MessageRow; onClose: () => void }): VNode {
  const versions = message.message_status.edit_history.toReversed();
  return (
    <Dialog title="Earlier versions" onClose={onClose}>
      <ol class="edit-history">
        {versions.map(({ previous_content, edited_at }) => (
          <li key={edited_at}>
            <p class="message-meta">
              until <time dateTime={edited_at}>{fullTimeOf(edited_at)}</time>
            </p>
            <p class="edit-history-text" dir="auto">
              {previous_content}
            </p>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
