import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { foldName, usernameProblem } from "../../shared/names/usernames.ts";
import type { ApiProblem } from "../state/ports.ts";
import { useApp } from "../ui/app-context.ts";
import { TextField } from "../ui/field.tsx";
import { type Account, type Profile, writeUsername } from "./account-calls.ts";
import { SaveLine } from "./save-line.tsx";
import { useSaving } from "./use-saving.ts";

interface UsernameProps {
  readonly account: Account;
  readonly profile: Profile | null;
  readonly problem: ApiProblem | null;
}

/** The address of one's public page. What cannot be a name is said while it is written; whether it is free, on saving. */
export function UsernameForm({ account, profile, problem }: UsernameProps): VNode {
  const { api } = useApp();
  const { query } = useLocation();
  const saving = useSaving();
  const [known, setKnown] = useState(profile);
  const [written, setWritten] = useState(query["username"] ?? profile?.username ?? "");
  const name = foldName(written);
  const fault = written === "" ? null : usernameProblem(name);
  const save = async () => {
    const saved = await saving.save(writeUsername(api, known, name, account));
    if (saved) setKnown(saved);
  };
  return (
    <form
      id="setting-username"
      class="settings-card"
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === null && name !== "") void save();
      }}
    >
      <h2>Public address</h2>
      <TextField
        label="Username"
        hint={
          <>
            Your page and your public bots are at{" "}
            <code>
              {location.host}/{name || "name"}
            </code>
            . An old name leads here for 90 days.
          </>
        }
        value={written}
        required
        problem={fault === null ? saving.problemOf("username") : `This name ${fault}.`}
        onValue={(value) => {
          setWritten(value);
          saving.touched();
        }}
      />
      {problem && <p class="field-problem">{problem.detail}</p>}
      {known && (
        <p>
          <a href={`/${known.username}`}>Look at your page</a>
        </p>
      )}
      <SaveLine saving={saving} label={known ? "Change it" : "Take this name"} />
    </form>
  );
}
