import type { VNode } from "preact";
import { useState } from "preact/hooks";
import * as z from "zod/mini";
import { NOTHING } from "../net/api.ts";
import type { ApiProblem, ApiResult } from "../state/ports.ts";
import { useApp } from "../ui/app-context.ts";
import { SelectField, TextField } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { ErrorBlock, Skeleton } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import type { EditedBot } from "./bot-answers.ts";
import { RIGHT_HINTS, RIGHT_WORDS } from "./bot-words.ts";

const Grant = z.object({
  id: z.string(),
  user: z.string(),
  user_display_name: z.string(),
  permission_type: z.enum(["read", "write", "admin"]),
  is_revoked: z.boolean(),
  expires_at: z.nullable(z.string()),
});
const Grants = z.object({ docs: z.array(Grant) });
type Grant = z.infer<typeof Grant>;
type Permission = Grant["permission_type"];

const PERMISSIONS = (Object.keys(RIGHT_WORDS) as Permission[]).map((value) => ({ value, label: RIGHT_WORDS[value] }));

/** Named people who may use, change or manage the bot, and until when. */
export function SharedPeople({ bot }: { bot: EditedBot }): VNode {
  const { api } = useApp();
  const path = `/access-control?resource_type=bot&resource_id=${bot.id}&is_revoked=false&limit=100`;
  const answer = useAnswer(bot.id, (signal) => api.call("GET", path, Grants, { signal }));
  const grants = answer.value?.docs.filter(({ is_revoked }) => !is_revoked);
  return (
    <section class="form-group" aria-label="People">
      <h2>People</h2>
      {bot.sharing_visibility === "private" && (
        <p class="page-note">
          Letting somebody in changes nothing for others: a private bot is theirs and yours alone.
        </p>
      )}
      {answer.problem && <ErrorBlock problem={answer.problem} onRetry={answer.reload} />}
      {!grants && !answer.problem && <Skeleton rows={2} onRetry={answer.reload} />}
      {grants?.length === 0 && <p class="page-note">Nobody besides you.</p>}
      {grants && grants.length > 0 && (
        <ul class="grant-list">
          {grants.map((grant) => (
            <GrantRow key={grant.id} grant={grant} onChanged={answer.reload} />
          ))}
        </ul>
      )}
      <LetIn bot={bot} onChanged={answer.reload} />
    </section>
  );
}

/** A call about a grant, and what went wrong with the last one. */
function useGrantCall(onChanged: () => void) {
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const run = async (call: () => Promise<ApiResult<unknown>>): Promise<boolean> => {
    const answer = await call();
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) onChanged();
    return answer.ok;
  };
  return { problem, run };
}

function GrantRow({ grant, onChanged }: { grant: Grant; onChanged: () => void }): VNode {
  const { api, toasts } = useApp();
  const { problem, run } = useGrantCall(onChanged);
  const path = `/access-control/${grant.id}`;
  const change = (body: object) => void run(() => api.call("PATCH", path, NOTHING, { body }));
  const revoke = async () => {
    if (await run(() => api.call("DELETE", path, NOTHING))) toasts.say(`${grant.user_display_name} is out.`);
  };
  const isOver = grant.expires_at !== null && Date.parse(grant.expires_at) < Date.now();
  return (
    <li class="grant-row">
      <bdi class="grant-name">{grant.user_display_name}</bdi>
      <SelectField
        label="May"
        value={grant.permission_type}
        choices={PERMISSIONS}
        hint={RIGHT_HINTS[grant.permission_type]}
        onValue={(permission_type) => change({ permission_type })}
      />
      <TextField
        label="Until"
        type="date"
        value={dayOfExpiry(grant.expires_at)}
        hint={expiryWords(grant.expires_at, isOver)}
        onValue={(day) => change({ expires_at: endOfDay(day) })}
      />
      <button
        type="button"
        class="icon-button"
        aria-label={`Take ${grant.user_display_name} out`}
        onClick={() => void revoke()}
      >
        <Icon name="close" />
      </button>
      {problem && (
        <p class="field-problem" role="alert">
          {problem.detail}
        </p>
      )}
    </li>
  );
}

function LetIn({ bot, onChanged }: { bot: EditedBot; onChanged: () => void }): VNode {
  const { api } = useApp();
  const [username, setUsername] = useState("");
  const [permission_type, setPermission] = useState<Permission>("read");
  const [day, setDay] = useState("");
  const { problem, run } = useGrantCall(onChanged);
  const letIn = async () => {
    const who = { username: username.trim().replace(/^@/, "") };
    const body = { ...who, resource_type: "bot", resource_id: bot.id, permission_type, expires_at: endOfDay(day) };
    if (await run(() => api.call("POST", "/access-control", Grant, { body }))) setUsername("");
  };
  return (
    <form
      class="let-in"
      aria-label="Let somebody in"
      onSubmit={(event) => {
        event.preventDefault();
        void letIn();
      }}
    >
      <TextField
        label="Username"
        placeholder="@anna"
        value={username}
        maxLength={100}
        required
        problem={problem ? refusalWords(problem, username) : undefined}
        onValue={setUsername}
      />
      <SelectField label="May" value={permission_type} choices={PERMISSIONS} onValue={setPermission} />
      <TextField label="Until (left open: for good)" type="date" value={day} onValue={setDay} />
      <button type="submit" class="button" disabled={username.trim() === ""}>
        Let in
      </button>
    </form>
  );
}

const refusalWords = (problem: ApiProblem, username: string): string =>
  problem.status === 404 ? `Nobody here is called ${username.trim()}.` : (problem.errors[0]?.message ?? problem.detail);

/** A day in the reader's own time zone, as a date field has it. */
function dayOfExpiry(iso: string | null): string {
  if (iso === null) return "";
  const at = new Date(iso);
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
}

/** The last moment of a day here; null for none. */
function endOfDay(day: string): string | null {
  const at = new Date(`${day}T23:59:59`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function expiryWords(iso: string | null, isOver: boolean): string {
  if (iso === null) return "For good";
  return isOver ? "Over" : "To the end of that day";
}
