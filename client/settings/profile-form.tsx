import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { SelectField, TextArea, TextField } from "../ui/field.tsx";
import { type Account, writeAccount } from "./account-calls.ts";
import { ProfilePicture } from "./profile-picture.tsx";
import { SaveLine } from "./save-line.tsx";
import { useSaving } from "./use-saving.ts";

const PRONOUNS = [
  { value: "", label: "Not said" },
  { value: "she/her", label: "she / her" },
  { value: "he/him", label: "he / him" },
  { value: "they/them", label: "they / them" },
  { value: "other", label: "Other" },
] as const;

interface Written {
  readonly displayName: string;
  readonly nickname: string;
  readonly bio: string;
  readonly pronouns: (typeof PRONOUNS)[number]["value"];
  readonly custom_pronouns: string;
}

const writtenOf = (account: Account): Written => ({
  displayName: account.displayName,
  nickname: account.nickname ?? "",
  bio: account.bio ?? "",
  pronouns: PRONOUNS.find(({ value }) => value === account.pronouns)?.value ?? "",
  custom_pronouns: account.custom_pronouns ?? "",
});

/** An emptied field is no text, not an empty one; pronouns of one's own belong to `other`. */
const changesOf = (written: Written): Partial<Account> => ({
  displayName: written.displayName,
  nickname: written.nickname.trim() || null,
  bio: written.bio.trim() || null,
  pronouns: written.pronouns || null,
  ...(written.pronouns === "other" && { custom_pronouns: written.custom_pronouns }),
});

/** What others see and bots call one. Saved with its button; what is wrong is said beside its field. */
export function ProfileForm({ account }: { account: Account }): VNode {
  const { api, session } = useApp();
  const saving = useSaving();
  const [written, setWritten] = useState(() => writtenOf(account));
  const write = (changes: Partial<Written>) => {
    setWritten({ ...written, ...changes });
    saving.touched();
  };
  const save = async () => {
    if (await saving.save(writeAccount(api, changesOf(written)))) void session.load();
  };
  const { problemOf } = saving;
  return (
    <form
      id="setting-profile"
      class="settings-card"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2>Name and picture</h2>
      <ProfilePicture account={account} />
      <TextField
        label="Display name"
        hint="What people in a room read."
        value={written.displayName}
        required
        problem={problemOf("displayName")}
        onValue={(displayName) => write({ displayName })}
      />
      <TextField
        label="What bots call you"
        hint="Left out, your display name."
        value={written.nickname}
        problem={problemOf("nickname")}
        onValue={(nickname) => write({ nickname })}
      />
      <Pronouns written={written} write={write} problemOf={problemOf} />
      <TextArea
        label="Bio"
        hint="A few lines about yourself."
        value={written.bio}
        maxLength={5_000}
        problem={problemOf("bio")}
        onValue={(bio) => write({ bio })}
      />
      <SaveLine saving={saving} />
    </form>
  );
}

interface PronounsProps {
  readonly written: Written;
  readonly write: (changes: Partial<Written>) => void;
  readonly problemOf: (field: string) => string | undefined;
}

function Pronouns({ written, write, problemOf }: PronounsProps): VNode {
  return (
    <>
      <SelectField
        label="Pronouns"
        value={written.pronouns}
        choices={PRONOUNS}
        problem={problemOf("pronouns")}
        onValue={(pronouns) => write({ pronouns })}
      />
      {written.pronouns === "other" && (
        <TextField
          label="Which pronouns"
          value={written.custom_pronouns}
          maxLength={50}
          required
          problem={problemOf("custom_pronouns")}
          onValue={(custom_pronouns) => write({ custom_pronouns })}
        />
      )}
    </>
  );
}
