import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SwitchField } from "../ui/field.tsx";
import { PROVIDER_WORDS, PROVIDERS } from "./guess-provider.ts";
import { type ApiKey, forgetKey, switchKey } from "./key-calls.ts";

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

const providerWords = (provider: string): string => {
  const known = PROVIDERS.find((name) => name === provider);
  return known ? PROVIDER_WORDS[known] : provider;
};

/** "Used 12 times, last on 3 Nov 2026". */
function usageWords({ last_used, usage_count }: ApiKey): string {
  if (last_used === null || usage_count === 0) return "Not used yet";
  const times = usage_count === 1 ? "once" : `${new Intl.NumberFormat().format(usage_count)} times`;
  return `Used ${times}, last on ${dateFormat.format(new Date(last_used))}`;
}

/** One key: what it is called, how it ends, whether it is in use, and how to be rid of it. */
export function KeyRow({ item, onChanged }: { item: ApiKey; onChanged: () => void }): VNode {
  const { api, toasts } = useApp();
  const [isAsking, setAsking] = useState(false);
  const provider = providerWords(item.provider);
  const name = item.nickname || provider;
  const after = (answer: { readonly ok: boolean; readonly problem?: { readonly detail: string } }) => {
    if (!answer.ok) toasts.say(answer.problem?.detail ?? "This did not work.", { tone: "problem" });
    onChanged();
  };
  const remove = async () => {
    setAsking(false);
    after(await forgetKey(api, item.id));
  };
  return (
    <li class="settings-row">
      <div class="settings-row-words">
        <p class="settings-row-name">
          <bdi>{name}</bdi> <code>…{item.last4}</code>
        </p>
        <p class="field-hint">
          {item.nickname && `${provider} · `}
          {item.base_url && <bdi>{item.base_url} · </bdi>}
          {usageWords(item)}
        </p>
      </div>
      <SwitchField
        label="In use"
        isOn={item.is_active}
        onChange={async (isOn) => after(await switchKey(api, item.id, isOn))}
      />
      <button type="button" class="button button-small" onClick={() => setAsking(true)}>
        Remove<span class="sr-only"> {name}</span>
      </button>
      {isAsking && (
        <Dialog
          title={`Remove ${name}?`}
          onClose={() => setAsking(false)}
          actions={
            <>
              <button type="button" class="button" onClick={() => setAsking(false)}>
                Keep it
              </button>
              <button type="button" class="button button-stop" onClick={() => void remove()}>
                Remove key
              </button>
            </>
          }
        >
          <p>Bots that speak through this key say so in their next reply, and nothing else is lost.</p>
        </Dialog>
      )}
    </li>
  );
}
