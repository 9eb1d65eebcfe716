import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { SelectField, TextField } from "../ui/field.tsx";
import { guessProvider, KEY_PAGES, PROVIDER_WORDS, PROVIDERS, type Provider } from "./guess-provider.ts";
import { addKey } from "./key-calls.ts";
import { SaveLine } from "./save-line.tsx";
import { useSaving } from "./use-saving.ts";

const CHOICES = PROVIDERS.map((value) => ({ value, label: PROVIDER_WORDS[value] }));

/** A new key. Whose it is shows in how it begins; once kept, it is never shown again. */
export function KeyForm({ onAdded }: { onAdded: () => void }): VNode {
  const { api } = useApp();
  const saving = useSaving();
  const [key, setKey] = useState("");
  const [chosen, setChosen] = useState<Provider | null>(null);
  const [nickname, setNickname] = useState("");
  const [address, setAddress] = useState("");
  const guessed = guessProvider(key);
  const provider = chosen ?? guessed ?? "openai";
  const save = async () => {
    const isElsewhere = provider === "custom";
    const body = { provider, key, nickname, ...(isElsewhere && { base_url: address }) };
    if (!(await saving.save(addKey(api, body)))) return;
    setKey("");
    setNickname("");
    setChosen(null);
    onAdded();
  };
  return (
    <form
      class="settings-card"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2>Add a key</h2>
      <TextField
        label="Key"
        hint="Kept encrypted, used for your rooms alone, and never shown again."
        type="password"
        value={key}
        autocomplete="off"
        required
        problem={saving.problemOf("key")}
        onValue={(value) => {
          setKey(value);
          saving.touched();
        }}
      />
      <SelectField
        label="Provider"
        hint={<ProviderHint provider={provider} isGuessed={chosen === null && guessed !== null} />}
        value={provider}
        choices={CHOICES}
        problem={saving.problemOf("provider")}
        onValue={setChosen}
      />
      {provider === "custom" && (
        <TextField
          label="Address"
          hint="Of an OpenAI-compatible API, such as https://models.example.org/v1."
          type="url"
          value={address}
          required
          problem={saving.problemOf("base_url")}
          onValue={setAddress}
        />
      )}
      <TextField
        label="Name"
        hint="For you, to tell keys apart."
        value={nickname}
        maxLength={100}
        onValue={setNickname}
      />
      <SaveLine saving={saving} label="Add key" />
    </form>
  );
}

/** Whose key it was taken for, and where theirs are given out. */
function ProviderHint({ provider, isGuessed }: { provider: Provider; isGuessed: boolean }): VNode {
  const page = KEY_PAGES[provider];
  return (
    <>
      {isGuessed && "Seen from how the key begins. "}
      {page !== undefined && (
        <a href={page} target="_blank" rel="noopener noreferrer">
          Where do I find my {PROVIDER_WORDS[provider]} key?
        </a>
      )}
    </>
  );
}
