import type { VNode } from "preact";
import { useApp } from "../ui/app-context.ts";
import { ErrorBlock, Skeleton } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { readAccount, readProfile } from "./account-calls.ts";
import { DeleteAccount } from "./delete-account.tsx";
import { ExportData } from "./export-data.tsx";
import { GuestNotice } from "./guest-notice.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { UsernameForm } from "./username-form.tsx";
import { WithSession } from "./with-session.tsx";

/** Who one is: name, picture, public address; what one may take along, and the way out. */
export function AccountPanel(): VNode {
  return (
    <WithSession what="Your name, picture and public address are kept with your account.">
      {(user_id) => <Account key={user_id} user_id={user_id} />}
    </WithSession>
  );
}

function Account({ user_id }: { user_id: string }): VNode {
  const { api, session } = useApp();
  const account = useAnswer(user_id, (signal) => readAccount(api, signal));
  const profile = useAnswer(user_id, () => readProfile(api, user_id));
  if (account.value === null) {
    return account.problem ? (
      <ErrorBlock problem={account.problem} onRetry={account.reload} />
    ) : (
      <Skeleton rows={4} onRetry={account.reload} />
    );
  }
  return (
    <>
      {session.state.value === "guest" && <GuestNotice />}
      <ProfileForm account={account.value} />
      {!account.value.guest && !profile.isLoading && (
        <UsernameForm account={account.value} profile={profile.value} problem={profile.problem} />
      )}
      <SignOut />
      <ExportData />
      {!account.value.guest && <DeleteAccount account={account.value} profile={profile.value} />}
    </>
  );
}

function SignOut(): VNode | null {
  const { session } = useApp();
  if (session.state.value !== "signed_in") return null;
  const email = session.me.value?.email ?? "";
  return (
    <section class="settings-card settings-line" aria-label="Session">
      <p>
        Signed in as <bdi>{email}</bdi>.
      </p>
      <button type="button" class="button" onClick={() => void session.signOut()}>
        Sign out
      </button>
    </section>
  );
}
