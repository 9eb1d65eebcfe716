import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import * as z from "zod/mini";
import { localPath } from "../../shared/names/local-path.ts";
import { clerkAddress } from "../net/clerk-address.ts";
import { useApp } from "../ui/app-context.ts";
import { longDate } from "../ui/date-words.ts";
import { TextField } from "../ui/field.tsx";
import { useAnswer } from "../ui/use-answer.ts";

const Health = z.object({ mode: z.optional(z.string()) });

/** What the two addresses of this page are for. Where the instance signs people in itself, one form serves both. */
const LOGIN = { title: "Sign in", submit: "Sign in", busy: "Signing in…" };
const SIGNUP = { title: "Create an account", submit: "Create account", busy: "Creating your account…" };

/** `/login` and `/signup`: by address and name where the instance does it itself; where Clerk does, it says so. */
export function LoginPage(): VNode {
  const { api } = useApp();
  const { path } = useLocation();
  const words = path === "/signup" ? SIGNUP : LOGIN;
  const health = useAnswer("health", (signal) => api.call("GET", "/health", Health, { signal }));
  useEffect(() => {
    document.title = `${words.title} · BotCafe`;
  }, [words]);
  return (
    <div class="page-block login">
      <h1>{words.title}</h1>
      <GuestNote />
      {health.value?.mode === "clerk" ? (
        <ClerkSignIn page={path === "/signup" ? "signup" : "login"} />
      ) : (
        <LoginForm words={words} />
      )}
    </div>
  );
}

/** What Clerk's way back may say (`problem`). */
const CLERK_PROBLEMS: Readonly<Record<string, string>> = {
  unfinished: "Signing in did not come to its end. Nothing is lost: try again.",
  ended: "You signed out here, but not at Clerk. Sign out on Clerk's page too, then sign in again.",
};

/** Clerk's own page does it, in this tab, and leads back: no script of others runs on ours. */
function ClerkSignIn({ page }: { page: "login" | "signup" }): VNode {
  const { query } = useLocation();
  const problem = CLERK_PROBLEMS[query["problem"] ?? ""];
  return (
    <div class="form login-card">
      {problem && (
        <p class="form-problem" role="alert">
          {problem}
        </p>
      )}
      <a class="button button-primary" href={clerkAddress(query["then"], page)} target="_top">
        {page === "signup" ? "Create an account with Clerk" : "Sign in with Clerk"}
      </a>
      <p class="page-note">This café leaves passwords to Clerk. Its page opens here and brings you back.</p>
    </div>
  );
}

function LoginForm({ words }: { words: typeof LOGIN }): VNode {
  const { session } = useApp();
  const { route, query } = useLocation();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    const me = await session.devSignIn(email.trim(), name.trim() || null);
    setBusy(false);
    if (me) route(localPath(query["then"]));
  };
  const problem = session.problem.value;
  return (
    <form
      class="form login-card"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        label="E-mail"
        type="email"
        name="email"
        required
        autocomplete="email"
        maxLength={254}
        value={email}
        onValue={setEmail}
      />
      <TextField
        label="Name people see"
        name="name"
        autocomplete="nickname"
        maxLength={50}
        value={name}
        onValue={setName}
        hint="Only for a new account. Left out, it is made of the address."
      />
      {problem && (
        <p class="form-problem" role="alert">
          {problem.errors[0]?.message ?? problem.detail}
        </p>
      )}
      <button type="submit" class="button button-primary" disabled={isBusy}>
        {isBusy ? words.busy : words.submit}
      </button>
      <p class="page-note">This café runs on its own machine: no password, no message is sent.</p>
    </form>
  );
}

/** A guest need not fear to lose what they made. */
function GuestNote(): VNode | null {
  const { session } = useApp();
  const me = session.me.value;
  if (!me?.guest) return null;
  return (
    <p>
      You are here as a guest
      {me.expires_at !== null && (
        <>
          {" "}
          until <time dateTime={me.expires_at}>{longDate(me.expires_at)}</time>
        </>
      )}
      . Sign in, and your rooms, drafts and bots come along.
    </p>
  );
}
