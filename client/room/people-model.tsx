import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { RoomBot } from "../../shared/fields/conversation.ts";
import { type ApiKey, listKeys } from "../settings/key-calls.ts";
import { useApp } from "../ui/app-context.ts";
import { SelectField, TextField } from "../ui/field.tsx";
import { ErrorBlock } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { HOUSE, modelUpdate, PRACTICE, sourceOf } from "./people-model-words.ts";
import { useRoomScene } from "./room-context.ts";

/** With which model a bot speaks in this room, and so who pays: the café's, the practice model, or a key of one's own. */
export function ModelChoice({ bot, onDone }: { bot: RoomBot; onDone: () => void }): VNode {
  const { api, session } = useApp();
  const { room } = useRoomScene();
  const keys = useAnswer(session.me.value?.id ?? null, (signal) => listKeys(api, signal));
  const [source, setSource] = useState(sourceOf(bot));
  const [model, setModel] = useState(bot.model ?? "");
  const usable = keys.value?.docs.filter(({ is_active }) => is_active) ?? [];
  const key = usable.find(({ id }) => id === source);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("select")?.focus(), []);
  const leave = () => {
    form.current?.closest("li")?.querySelector<HTMLElement>("[aria-haspopup=menu]")?.focus();
    onDone();
  };
  const save = (event: Event) => {
    event.preventDefault();
    room.command({ type: "bots", update: { bot_id: bot.bot_id, ...modelUpdate(source, key, model) } });
    leave();
  };
  const isKeyMissing = source !== HOUSE && source !== PRACTICE && key === undefined;
  return (
    <form class="model-choice" ref={form} aria-label={`Model of ${bot.name}`} onSubmit={save}>
      <SelectField
        label="Speaks through"
        value={isKeyMissing ? "" : source}
        onValue={setSource}
        choices={[
          ...(isKeyMissing ? [{ value: "", label: keys.value ? "A key that is not yours, or is off" : "A key" }] : []),
          { value: HOUSE, label: "What the café offers" },
          { value: PRACTICE, label: "The practice model, free" },
          ...usable.map((one) => ({ value: one.id, label: keyWords(one) })),
        ]}
      />
      {key && (
        <TextField
          label="Model"
          hint="As the provider writes it. Empty takes its usual one."
          value={model}
          onValue={setModel}
          maxLength={200}
        />
      )}
      {keys.problem && <ErrorBlock problem={keys.problem} onRetry={keys.reload} />}
      {keys.value && usable.length === 0 && (
        <p class="pane-note">
          You have no key in use. <a href="/settings/keys">Add one</a> to choose its model here.
        </p>
      )}
      <p class="model-choice-ends">
        <button type="submit" class="button button-primary button-small" disabled={isKeyMissing}>
          Use it
        </button>
        <button type="button" class="button button-small button-quiet" onClick={leave}>
          Cancel
        </button>
      </p>
    </form>
  );
}

const keyWords = ({ provider, nickname, last4 }: ApiKey): string =>
  `${nickname === "" ? provider : nickname} ···${last4}, your key`;
