import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { type Account, deleteAccount, type Profile } from "./account-calls.ts";
import { useSaving } from "./use-saving.ts";

interface DeleteProps {
  readonly account: Account;
  readonly profile: Profile | null;
}

/** The way out: says exactly what goes, and asks for the account's name. */
export function DeleteAccount({ account, profile }: DeleteProps): VNode {
  const [isAsking, setAsking] = useState(false);
  return (
    <section id="setting-delete" class="settings-card" aria-labelledby="delete-title">
      <h2 id="delete-title">Delete account</h2>
      <p>
        Ends the account for good: your bots, rooms, lore, memories, personas, pictures and keys. What you said in rooms
        of others stays there, under “Deleted account”. {profile && `Nobody can take /${profile.username} for 90 days.`}
      </p>
      <p>
        <button type="button" class="button button-stop" onClick={() => setAsking(true)}>
          Delete account
        </button>
      </p>
      {isAsking && <DeleteDialog email={account.email} onClose={() => setAsking(false)} />}
    </section>
  );
}

function DeleteDialog({ email, onClose }: { email: string; onClose: () => void }): VNode {
  const { api, session, toasts } = useApp();
  const { route } = useLocation();
  const { isBusy, problem, problemOf, save } = useSaving();
  const [confirm, setConfirm] = useState("");
  const remove = async () => {
    // The answer to a deletion may be empty, so it is told apart from a failure here.
    const done = await save(
      deleteAccount(api, confirm).then((answer) => (answer.ok ? { ...answer, value: true } : answer)),
    );
    if (!done) return;
    onClose();
    session.expired();
    toasts.say("Your account is deleted. What was in it is being cleared away.");
    route("/");
  };
  return (
    <Dialog
      title="Delete account"
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>
            Keep it
          </button>
          <button
            type="submit"
            form="delete-form"
            class="button button-stop"
            disabled={isBusy || confirm.trim() === ""}
          >
            Delete for good
          </button>
        </>
      }
    >
      <form
        id="delete-form"
        onSubmit={(event) => {
          event.preventDefault();
          void remove();
        }}
      >
        <TextField
          label={`Type ${email} to delete the account`}
          hint="There is no way back. Export your data first if you want to keep it."
          value={confirm}
          autocomplete="off"
          problem={problemOf("confirm") ?? problem?.detail}
          onValue={setConfirm}
        />
      </form>
    </Dialog>
  );
}
