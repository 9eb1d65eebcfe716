import type { VNode } from "preact";
import { RoomSkeleton } from "../room/room-skeleton.tsx";
import { useApp } from "../ui/app-context.ts";

/** While the server has not said who is asking; and what to do where it does not say it. */
export function SessionWait(): VNode {
  const { session } = useApp();
  const problem = session.problem.value;
  if (!problem) return <RoomSkeleton />;
  return (
    <div class="page-block">
      <h1>Not connected</h1>
      <p>{problem.detail}</p>
      <button type="button" class="button button-primary" onClick={() => location.reload()}>
        Try again
      </button>
    </div>
  );
}
