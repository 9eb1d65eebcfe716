import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";
import type { ApiProblem } from "../state/ports.ts";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { type Account, changePicture } from "./account-calls.ts";

/** One's picture: kept as soon as it is chosen. */
export function ProfilePicture({ account }: { account: Account }): VNode {
  const { api } = useApp();
  const id = useId();
  const [shown, setShown] = useState(account.avatar_url);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const change = async (file: File | null) => {
    setBusy(true);
    const answer = await changePicture(api, file, account);
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setShown(answer.value.avatar_url);
  };
  return (
    <div class="profile-picture" aria-busy={isBusy}>
      {shown ? (
        <img src={shown} alt="You" width="72" height="72" />
      ) : (
        <span class="profile-blank">
          <Icon name="user" />
        </span>
      )}
      <div class="profile-picture-ways">
        <label class="button button-small" for={id}>
          {shown ? "Change picture" : "Add a picture"}
        </label>
        <input
          id={id}
          type="file"
          class="sr-only"
          accept="image/png,image/jpeg,image/webp,image/gif"
          disabled={isBusy}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void change(file);
          }}
        />
        {shown && (
          <button type="button" class="link-button" disabled={isBusy} onClick={() => void change(null)}>
            Remove picture
          </button>
        )}
        <p class="field-hint">PNG, JPEG, WebP or GIF, at most 10 MB.</p>
        {problem && (
          <p class="field-problem" role="alert">
            {problem.errors[0]?.message ?? problem.detail}
          </p>
        )}
      </div>
    </div>
  );
}
