import type { VNode } from "preact";
import type { MessageRow } from "../../shared/fields/message.ts";
import { Dialog } from "../ui/dialog.tsx";
import { othersWords } from "./branch-words.ts";
import { saidTakes } from "./message-rights.ts";
import { useRoomScene } from "./room-context.ts";
import { useTranscriptState } from "./transcript-state.ts";
import { useBranch } from "./use-branch.ts";

/**
 * Another take of an older message, where others share what follows: what it says, and that choosing it opens a room of
 * the reader's own. Nothing happens before they say so.
 */
export function BranchDialog({ message, take_id }: { message: MessageRow; take_id: string }): VNode | null {
  const { members, me } = useRoomScene();
  const state = useTranscriptState();
  const branch = useBranch();
  const takes = saidTakes(message);
  const at = takes.findIndex(({ id }) => id === take_id);
  const take = takes[at];
  if (!take) return null;
  const others = members.value.filter(({ user_id }) => user_id !== me.value).map(({ name }) => name);
  const open = () => {
    state.end();
    branch({ type: "choose_take", message_id: message.id, take_id });
  };
  return (
    <Dialog
      title="Go on in a branch room?"
      onClose={() => state.end()}
      actions={
        <>
          <button type="button" class="button" onClick={() => state.end()}>
            Stay here
          </button>
          <button type="button" class="button button-primary" onClick={open}>
            Open the branch
          </button>
        </>
      }
    >
      <p>{othersWords(others)} Choosing this take opens a room of your own that goes on from it.</p>
      <p>Nobody else is in it until you invite them, and this room stays as it is.</p>
      <p>
        Take {at + 1} of {takes.length}, by <bdi>{message.author_name}</bdi>:
      </p>
      <blockquote class="branch-take" dir="auto">
        {take.text}
      </blockquote>
    </Dialog>
  );
}
