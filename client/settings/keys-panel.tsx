import type { VNode } from "preact";
import { useApp } from "../ui/app-context.ts";
import { EmptyState, ErrorBlock, Skeleton } from "../ui/states.tsx";
import { type Answer, useAnswer } from "../ui/use-answer.ts";
import { type ApiKey, listKeys } from "./key-calls.ts";
import { KeyForm } from "./key-form.tsx";
import { KeyRow } from "./key-row.tsx";
import { WithSession } from "./with-session.tsx";

/** Own keys for model providers: added here, shown by their last four characters only. */
export function KeysPanel(): VNode {
  return (
    <WithSession what="Keys are kept encrypted with your account.">
      {(id) => <Keys key={id} user_id={id} />}
    </WithSession>
  );
}

function Keys({ user_id }: { user_id: string }): VNode {
  const { api } = useApp();
  const keys = useAnswer(user_id, (signal) => listKeys(api, signal));
  return (
    <>
      <section id="setting-keys" class="settings-plain" aria-label="Keys">
        <KeyList keys={keys} />
      </section>
      <KeyForm onAdded={keys.reload} />
    </>
  );
}

function KeyList({ keys }: { keys: Answer<{ docs: ApiKey[] }> }): VNode {
  if (keys.value === null) {
    return keys.problem ? (
      <ErrorBlock problem={keys.problem} onRetry={keys.reload} />
    ) : (
      <Skeleton rows={2} onRetry={keys.reload} />
    );
  }
  if (keys.value.docs.length === 0) {
    return (
      <EmptyState title="No keys yet">
        Without a key your bots speak through the models of this café. With one, you choose, and you pay the provider.
      </EmptyState>
    );
  }
  return (
    <ul class="settings-rows">
      {keys.value.docs.map((key) => (
        <KeyRow key={key.id} item={key} onChanged={keys.reload} />
      ))}
    </ul>
  );
}
