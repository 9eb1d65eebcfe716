import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { InvitationView } from "../../shared/fields/invitations.ts";
import { acceptInvitation, viewInvitation } from "../invitations/invitation-calls.ts";
import { closedWords, payWords, ROLE_WORDS } from "../invitations/invitation-words.ts";
import type { ApiProblem } from "../state/ports.ts";
import { useApp } from "../ui/app-context.ts";
import { Avatar } from "../ui/avatar.tsx";
import { longDate } from "../ui/date-words.ts";
import { TextField } from "../ui/field.tsx";
import { ErrorBlock, Skeleton } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import "../styles/invitations.css";

/** Longest name a guest gives, characters: as the sign-in page takes it. */
const MAX_NAME = 50;
/** Most bots shown by face: on a phone the way in stays in sight. */
const MOST_BOTS = 6;

/** `/join/:code`: who invites, to what, who pays, and the one button that leads in. */
export function JoinPage(): VNode {
  const { code = "" } = useRoute().params;
  const { api, session } = useApp();
  const me = session.me.value?.id ?? "";
  const isKnown = session.state.value !== "unknown" || session.problem.value !== null;
  // Who asks decides what is told, so that it is asked again when somebody has signed in.
  const key = isKnown ? `${code} ${me}` : null;
  const answer = useAnswer(key, (signal) => viewInvitation(api, code, signal));
  useEffect(() => {
    document.title = "Invitation · BotCafe";
  }, []);
  return (
    <div class="page-block join">
      {answer.value && <Invitation code={code} view={answer.value} onStale={answer.reload} />}
      {!answer.value && answer.problem && <NoInvitation problem={answer.problem} onRetry={answer.reload} />}
      {!answer.value && !answer.problem && <Skeleton rows={4} onRetry={answer.reload} />}
    </div>
  );
}

/** Nothing tells a link that was taken back from one that never was. */
function NoInvitation({ problem, onRetry }: { problem: ApiProblem; onRetry: () => void }): VNode {
  if (problem.code !== "not_found") {
    return (
      <>
        <h1>Invitation</h1>
        <ErrorBlock problem={problem} onRetry={onRetry} />
      </>
    );
  }
  return (
    <>
      <h1>This invitation does not work</h1>
      <p>It may have been taken back, or a part of its address is missing. Ask whoever sent it for a new one.</p>
      <p>
        <a class="button" href="/">
          To the café
        </a>
      </p>
    </>
  );
}

function Invitation({ code, view, onStale }: { code: string; view: InvitationView; onStale: () => void }): VNode {
  const closed = closedWords(view);
  return (
    <>
      <h1>
        <bdi>{view.inviter_name}</bdi> invites you
        {view.title !== null && (
          <>
            {" to “"}
            <bdi>{view.title}</bdi>”
          </>
        )}
      </h1>
      {closed === null ? <Table view={view} /> : <p role="status">{closed}</p>}
      {view.state === "open" && <JoinForm code={code} onStale={onStale} />}
      {view.conversation !== null && (
        <p>
          You are in this room already.{" "}
          <a class="button button-primary" href={`/r/${view.conversation}`}>
            Open it
          </a>
        </p>
      )}
    </>
  );
}

/** Who sits there, what one may do, and what it costs whom. */
function Table({ view: { bots, people, role, expires_at, others_key_turns: lent } }: { view: InvitationView }): VNode {
  return (
    <>
      <ul class="join-bots">
        {bots.slice(0, MOST_BOTS).map(({ bot_id, name, picture }, at) => (
          <li key={bot_id} class="join-bot">
            <Avatar name={name} picture={picture} mark={(at % 8) + 1} />
            <bdi>{name}</bdi> <span class="bot-label">BOT</span>
          </li>
        ))}
        {bots.length > MOST_BOTS && <li class="join-bot">and {bots.length - MOST_BOTS} more</li>}
      </ul>
      <ul class="join-facts">
        <li>
          {people === 1 ? "One person is there" : `${people} people are there`}. {ROLE_WORDS[role].may}
        </li>
        {payWords(bots, lent).map((words) => (
          <li key={words}>{words}</li>
        ))}
        {expires_at !== null && (
          <li>
            The invitation holds until <time dateTime={expires_at}>{longDate(expires_at)}</time>.
          </li>
        )}
      </ul>
    </>
  );
}

function JoinForm({ code, onStale }: { code: string; onStale: () => void }): VNode {
  const { session } = useApp();
  const [name, setName] = useState("");
  const { isBusy, problem, join } = useJoin(code, onStale);
  const me = session.me.value;
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void join(name.trim() || null);
      }}
    >
      {me === null ? (
        <TextField
          label="Your name"
          name="name"
          autocomplete="nickname"
          maxLength={MAX_NAME}
          value={name}
          onValue={setName}
          hint="People there see it. No account is needed; a guest’s things last 14 days."
        />
      ) : (
        <p>
          You come in as <bdi>{me.displayName}</bdi>.
        </p>
      )}
      {problem && (
        <p class="form-problem" role="alert">
          {problem.detail}
        </p>
      )}
      <button type="submit" class="button button-primary join-button" aria-busy={isBusy} disabled={isBusy}>
        {isBusy ? "Opening the door…" : "Join"}
      </button>
      {me === null && (
        <p class="page-note">
          <a href={`/login?then=${encodeURIComponent(`/join/${code}`)}`}>Sign in</a> to come as yourself.
        </p>
      )}
    </form>
  );
}

/** Becomes somebody where one is nobody yet, and goes in. A link that held a moment ago is looked at again. */
function useJoin(code: string, onStale: () => void) {
  const { api, session } = useApp();
  const { route } = useLocation();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const join = async (name: string | null) => {
    setBusy(true);
    const me = await session.ensure(name);
    const answer = me && (await acceptInvitation(api, code));
    setBusy(false);
    if (answer?.ok) return route(`/r/${answer.value.conversation}`, true);
    setProblem(answer?.problem ?? session.problem.peek());
    if (answer) onStale();
  };
  return { isBusy, problem, join };
}
