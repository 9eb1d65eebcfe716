import type { ComponentChildren, VNode } from "preact";
import { useLocation } from "preact-iso";
import { useApp } from "../ui/app-context.ts";
import { EmptyState, Skeleton } from "../ui/states.tsx";

/** What belongs to an account: shown once it is known whose, else the way to sign in. */
export function WithSession({
  what,
  children,
}: {
  what: string;
  children: (user_id: string) => ComponentChildren;
}): VNode {
  const { session } = useApp();
  const { url } = useLocation();
  const state = session.state.value;
  const me = session.me.value;
  if (state === "unknown") return <Skeleton rows={3} onRetry={() => void session.load()} />;
  if (me) return <>{children(me.id)}</>;
  return (
    <EmptyState
      title="Nobody is signed in"
      action={
        <a class="button button-primary" href={`/login?then=${encodeURIComponent(url)}`}>
          Sign in
        </a>
      }
    >
      {what}
    </EmptyState>
  );
}
