import type { VNode } from "preact";
import { useState } from "preact/hooks";
import * as z from "zod/mini";
import { NOTHING } from "../net/api.ts";
import { useApp } from "../ui/app-context.ts";
import { TextField } from "../ui/field.tsx";
import { ErrorBlock, Skeleton } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { SaveLine } from "./save-line.tsx";
import { useSaving } from "./use-saving.ts";

const Block = z.object({ id: z.string(), blocked_display_name: z.string() });
const Page = z.object({ docs: z.array(Block) });

/** Whom one blocked, the way back, and blocking by username. */
export function BlockedPeople({ user_id }: { user_id: string }): VNode {
  const { api, toasts } = useApp();
  const blocks = useAnswer(user_id, (signal) => api.call("GET", "/blocks?limit=100", Page, { signal }));
  const unblock = async (id: string) => {
    const answer = await api.call("DELETE", `/blocks/${id}`, NOTHING);
    if (!answer.ok) toasts.say(answer.problem.detail, { tone: "problem" });
    blocks.reload();
  };
  const docs = blocks.value?.docs ?? [];
  return (
    <section id="setting-blocked" class="settings-card" aria-labelledby="blocked-title">
      <h2 id="blocked-title">Blocked people</h2>
      <p>Neither of you finds what the other owns. The other is not told.</p>
      {blocks.value === null && !blocks.problem && <Skeleton rows={1} size="line" onRetry={blocks.reload} />}
      {blocks.problem && <ErrorBlock problem={blocks.problem} onRetry={blocks.reload} />}
      {blocks.value && docs.length === 0 && <p class="page-note">You have blocked nobody.</p>}
      <ul class="settings-rows">
        {docs.map(({ id, blocked_display_name: name }) => (
          <li key={id} class="settings-row">
            <p class="settings-row-words settings-row-name">
              <bdi>{name}</bdi>
            </p>
            <button type="button" class="button button-small" onClick={() => void unblock(id)}>
              Unblock<span class="sr-only"> {name}</span>
            </button>
          </li>
        ))}
      </ul>
      <BlockForm onBlocked={blocks.reload} />
    </section>
  );
}

function BlockForm({ onBlocked }: { onBlocked: () => void }): VNode {
  const { api } = useApp();
  const saving = useSaving();
  const [username, setUsername] = useState("");
  const block = async () => {
    if (!(await saving.save(api.call("POST", "/blocks", Block, { body: { username: username.trim() } })))) return;
    setUsername("");
    onBlocked();
  };
  return (
    <form
      class="settings-inline"
      onSubmit={(event) => {
        event.preventDefault();
        void block();
      }}
    >
      <TextField
        label="Username"
        value={username}
        required
        problem={saving.problemOf("username")}
        onValue={(value) => {
          setUsername(value);
          saving.touched();
        }}
      />
      <SaveLine saving={saving} label="Block" />
    </form>
  );
}
