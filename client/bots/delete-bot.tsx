import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { deleteWithUndo } from "../frame/undo-deletion.ts";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";

interface DeleteBotProps {
  readonly bot: { readonly id: string; readonly name: string; readonly sharing_visibility: string };
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Says what goes and what stays: others lose it too, so it is asked. For ten minutes there is a way back. */
export function DeleteBot({ bot, onClose, onDeleted }: DeleteBotProps): VNode {
  const { api, toasts } = useApp();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    const answer = await deleteWithUndo(api, toasts, { path: `/bots/${bot.id}`, name: bot.name, onBack: onDeleted });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem.detail);
    onClose();
    onDeleted();
  };
  return (
    <Dialog
      title={`Delete ${bot.name}?`}
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>
            Keep it
          </button>
          <button type="button" class="button button-stop" disabled={isBusy} onClick={() => void remove()}>
            Delete
          </button>
        </>
      }
    >
      <p>
        Gone for everyone: the bot, its page{bot.sharing_visibility === "private" ? "" : ", its likes"} and who it was
        shared with.
      </p>
      <p>What stays: everything it said in rooms, under its name, and the tomes it read.</p>
      <p>For ten minutes you can bring it back.</p>
      {problem && (
        <p class="form-problem" role="alert">
          {problem}
        </p>
      )}
    </Dialog>
  );
}
