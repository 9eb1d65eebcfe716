import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import * as z from "zod/mini";
import { useApp } from "../ui/app-context.ts";
import { useAnswer } from "../ui/use-answer.ts";

const Health = z.object({ mode: z.optional(z.string()) });

/** `/login`: where the instance signs people in itself, by address and name; where Clerk does, it says so. */
export function LoginPage(): VNode {
  const { api } = useApp();
  const health = useAnswer("health", (signal) => api.call("GET", "/health", Health, { signal }));
  useEffect(() => {
    document.title = "Sign in · BotCafe";
  }, []);
  return (
    <div class="page-block login">
      <h1>Sign in</h1>
      {health.value?.mode === "clerk" ? (
        <p>This café signs people in with Clerk, and its sign-in window is not part of this page yet.</p>
      ) : (
        <LoginForm />
      )}
    </div>
  );
}

function LoginForm(): VNode {
  const { session } = useApp();
  const { route, query } = useLocation();
  const [isBusy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    setBusy(true);
    const me = await session.devSignIn(textOf(data, "email"), textOf(data, "name") || null);
    setBusy(false);
    if (me) route(localPath(query["then"]));
  };
  const problem = session.problem.value;
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <label class="field">
        <span>E-mail</span>
        <input type="email" name="email" required autocomplete="email" maxLength={254} />
      </label>
      <label class="field">
        <span>Name people see</span>
        <input type="text" name="name" autocomplete="nickname" maxLength={50} />
      </label>
      {problem && (
        <p class="form-problem" role="alert">
          {problem.errors[0]?.message ?? problem.detail}
        </p>
      )}
      <button type="submit" class="button button-primary" disabled={isBusy}>
        {isBusy ? "Signing in…" : "Sign in"}
      </button>
      <p class="page-note">This café runs on its own machine: no password, no message is sent.</p>
    </form>
  );
}

const textOf = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === "string" ? value.trim() : "";
};

/** Only ever back into this site: `//host` and `/\host` are other sites. */
const localPath = (path: string | undefined): string => (path && /^\/(?![/\\])/u.test(path) ? path : "/rooms");
