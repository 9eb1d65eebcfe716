import type { VNode } from "preact";
import type { InvitationRow } from "../../shared/fields/invitations.ts";
import { useApp } from "../ui/app-context.ts";
import { ErrorBlock, Skeleton } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { listInvitations, revokeInvitation } from "./invitation-calls.ts";
import { holds, invitationWords, ROLE_WORDS } from "./invitation-words.ts";

/** The links that hold, each with the way to take it back. */
export function OpenInvitations({ room_id }: { room_id: string }): VNode {
  const { api, toasts } = useApp();
  const links = useAnswer(room_id, (signal) => listInvitations(api, room_id, signal));
  const open = links.value?.docs.filter((row) => holds(row, new Date())) ?? [];
  const takeBack = async (id: string) => {
    const answer = await revokeInvitation(api, room_id, id);
    if (!answer.ok) toasts.say(answer.problem.detail, { tone: "problem" });
    links.reload();
  };
  return (
    <section class="invite-open" aria-labelledby="invite-open-title">
      <h3 id="invite-open-title">Open links</h3>
      {links.value === null && !links.problem && <Skeleton rows={1} onRetry={links.reload} />}
      {links.problem && <ErrorBlock problem={links.problem} onRetry={links.reload} />}
      {links.value && open.length === 0 && <p class="page-note">There is none: nobody new comes in.</p>}
      <ul class="invite-rows">
        {open.map((row) => (
          <OpenInvitation key={row.id} row={row} onTakeBack={() => void takeBack(row.id)} />
        ))}
      </ul>
    </section>
  );
}

function OpenInvitation({ row, onTakeBack }: { row: InvitationRow; onTakeBack: () => void }): VNode {
  const { label } = ROLE_WORDS[row.role];
  const words = invitationWords(row);
  return (
    <li class="invite-row">
      <p class="invite-row-words">
        <strong>{label}</strong>
        <span class="invite-row-meta">{words}</span>
      </p>
      <button type="button" class="button button-small" onClick={onTakeBack}>
        Take back<span class="sr-only"> the link: {`${label}, ${words}`}</span>
      </button>
    </li>
  );
}
