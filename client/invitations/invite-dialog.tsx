import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useSaving } from "../settings/use-saving.ts";
import { AddressCode } from "../ui/address-code.tsx";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField } from "../ui/field.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { makeInvitation, viewInvitation } from "./invitation-calls.ts";
import { payWords, ROLE_WORDS } from "./invitation-words.ts";
import { OpenInvitations } from "./open-invitations.tsx";
import "../styles/invitations.css";

interface InviteProps {
  readonly room_id: string;
  readonly onClose: () => void;
}

const ROLES = [
  { value: "member", label: ROLE_WORDS.member.label },
  { value: "viewer", label: ROLE_WORDS.viewer.label },
] as const;
const DAY_MS = 86_400_000;
const ENDS = [
  { value: "1", label: "A day" },
  { value: "7", label: "A week" },
  { value: "30", label: "30 days" },
  { value: "never", label: "Until you take it back" },
] as const;
const COUNTS = [
  { value: "1", label: "One person" },
  { value: "5", label: "Five people" },
  { value: "20", label: "20 people" },
  { value: "any", label: "Everyone who has it" },
] as const;

/** Makes links into the room, shows the new one, and lists those that hold. */
export function InviteDialog({ room_id, onClose }: InviteProps): VNode {
  const [code, setCode] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const made = (next: string) => {
    setCode(next);
    setRound(round + 1);
  };
  return (
    <Dialog title="Invite people" onClose={onClose}>
      {code === null ? (
        <InviteForm room_id={room_id} onMade={made} />
      ) : (
        <NewLink code={code} onAnother={() => setCode(null)} />
      )}
      <OpenInvitations key={round} room_id={room_id} />
    </Dialog>
  );
}

function InviteForm({ room_id, onMade }: { room_id: string; onMade: (code: string) => void }): VNode {
  const { api } = useApp();
  const saving = useSaving();
  const [role, setRole] = useState<(typeof ROLES)[number]["value"]>("member");
  const [end, setEnd] = useState<(typeof ENDS)[number]["value"]>("7");
  const [count, setCount] = useState<(typeof COUNTS)[number]["value"]>("5");
  const make = async () => {
    const expires_at = end === "never" ? null : new Date(Date.now() + Number(end) * DAY_MS).toISOString();
    const uses = count === "any" ? null : Number(count);
    const link = await saving.save(makeInvitation(api, room_id, { role, expires_at, uses }));
    if (link) onMade(link.code);
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <p>Whoever opens the link comes in with a name, and reads what was said here. No account is needed.</p>
      <div class="invite-choices">
        <SelectField label="Who comes" value={role} choices={ROLES} onValue={setRole} />
        <SelectField label="The link is for" value={count} choices={COUNTS} onValue={setCount} />
        <SelectField label="It holds for" value={end} choices={ENDS} onValue={setEnd} />
      </div>
      {saving.problem && (
        <p class="form-problem" role="alert">
          {saving.problem.detail}
        </p>
      )}
      <div class="form-actions">
        <button type="submit" class="button button-primary" aria-busy={saving.isBusy} disabled={saving.isBusy}>
          Make a link
        </button>
      </div>
    </form>
  );
}

/** The one time its address is shown: only a trace of it is kept. */
function NewLink({ code, onAnother }: { code: string; onAnother: () => void }): VNode {
  const { api } = useApp();
  const view = useAnswer(code, (signal) => viewInvitation(api, code, signal));
  return (
    <div class="invite-link">
      <AddressCode address={`${location.origin}/join/${code}`}>
        Send this address, or let a camera see the code. It is shown this once; a lost one is replaced by another.
      </AddressCode>
      {view.value && <p class="page-note">{payWords(view.value.bots, view.value.others_key_turns).join(" ")}</p>}
      <button type="button" class="button button-small" onClick={onAnother}>
        Make another link
      </button>
    </div>
  );
}
