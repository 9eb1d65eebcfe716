import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { longDate } from "../ui/date-words.ts";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { ClaimForm } from "./claim-form.tsx";
import { nameProblem, takeName, usernameOf } from "./keep-calls.ts";

interface KeepProps {
  readonly room_id: string;
  readonly onClose: () => void;
  /** The room has a name to it. */
  readonly onDone: () => void;
}

/** A guest's room gets an owner: a name first, and an address for who wants it without an end. */
export function KeepRoomDialog({ room_id, onClose, onDone }: KeepProps): VNode {
  const [username, setUsername] = useState<string | null>(null);
  if (username === null) return <NameDialog onClose={onClose} onNamed={setUsername} />;
  return <KeptDialog room_id={room_id} username={username} onDone={onDone} />;
}

function NameDialog({ onClose, onNamed }: { onClose: () => void; onNamed: (username: string) => void }): VNode {
  const { api, session } = useApp();
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | undefined>();
  const [isBusy, setBusy] = useState(false);
  const take = async () => {
    const wrong = nameProblem(name);
    if (wrong !== null) return setProblem(wrong);
    setBusy(true);
    const answer = await takeName(api, session.me.peek()?.id ?? "", name);
    if (answer.ok) await session.load();
    setBusy(false);
    if (answer.ok) return onNamed(answer.value);
    return setProblem(refusalWords(usernameOf(name), answer.problem));
  };
  return (
    <Dialog title="Keep this room" onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void take();
        }}
      >
        <TextField
          label="Your name"
          value={name}
          maxLength={50}
          autocomplete="nickname"
          hint={<PageHint name={name} />}
          problem={problem}
          onValue={(value) => {
            setName(value);
            setProblem(undefined);
          }}
        />
        <div class="form-actions">
          <button type="button" class="button" onClick={onClose}>
            Not now
          </button>
          <button type="submit" class="button button-primary" disabled={isBusy}>
            {isBusy ? "Keeping…" : "Keep it"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Where the name leads, while it is typed. */
function PageHint({ name }: { name: string }): VNode {
  if (nameProblem(name) !== null) return <>Letters, digits, - and _. Bots and people will call you by it.</>;
  return (
    <>
      Your page will be <bdi>{`${location.host}/${usernameOf(name)}`}</bdi>
    </>
  );
}

interface Refusal {
  readonly detail: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

function refusalWords(username: string, { detail, errors }: Refusal): string {
  const about = errors.find(({ path }) => path === "username" || path === "displayName");
  return about ? `“${username}” ${about.message}. Pick another.` : detail;
}

interface KeptProps {
  readonly room_id: string;
  readonly username: string;
  readonly onDone: () => void;
}

/** Said as it is: a name alone lasts as long as a guest does. */
function KeptDialog({ room_id, username, onDone }: KeptProps): VNode {
  const { session } = useApp();
  const until = session.me.value?.expires_at ?? null;
  const isGuest = session.state.value === "guest";
  return (
    <Dialog
      title="The room is yours"
      onClose={onDone}
      actions={
        <button type="button" class={isGuest ? "button" : "button button-primary"} onClick={onDone}>
          {isGuest ? "Later" : "Back to the room"}
        </button>
      }
    >
      <p>
        You are <bdi>{session.me.value?.displayName ?? username}</bdi> now, and{" "}
        <a href={`/${username}`}>{`${location.host}/${username}`}</a> is your page.
      </p>
      {isGuest && until !== null && (
        <p>
          As a guest your rooms stay on this device until <time dateTime={until}>{longDate(until)}</time>. Sign in, and
          they stay without an end and open on your phone too.
        </p>
      )}
      {isGuest ? <ClaimForm room_id={room_id} /> : <p>It stays without an end, wherever you sign in.</p>}
    </Dialog>
  );
}
