import type { VNode } from "preact";
import { useState } from "preact/hooks";
import * as z from "zod/mini";
import { type App, useApp } from "../ui/app-context.ts";
import type { PublicCreator } from "./rows.ts";

const FollowState = z.object({ following: z.boolean(), follower_count: z.number() });
export type FollowState = z.infer<typeof FollowState>;

/** Whether the reader follows a creator, and how many do; `set` shows at once and takes back what did not work. */
export function useFollow(creator: PublicCreator) {
  const app = useApp();
  const [state, setState] = useState<FollowState>({
    following: creator.followed,
    follower_count: creator.community_stats.follower_count,
  });
  const set = async (following: boolean, isUndo = false) => {
    const step = following ? 1 : -1;
    setState({ following, follower_count: Math.max(0, state.follower_count + step) });
    const answer = await setFollow(app, creator.id, following);
    if ("detail" in answer) {
      setState(state);
      app.toasts.say(answer.detail, { tone: "problem" });
      return;
    }
    setState(answer);
    if (following || isUndo) return;
    const undo = { label: "Undo", onPress: () => void set(true, true) };
    app.toasts.say(`You no longer follow ${creator.display_name}.`, { action: undo });
  };
  return { ...state, set: (following: boolean) => void set(following) };
}

async function setFollow({ api, session }: App, id: string, following: boolean) {
  const me = await session.ensure();
  if (me === null) return { detail: session.problem.peek()?.detail ?? "" };
  const answer = await api.call(following ? "PUT" : "DELETE", `/creator-profiles/${id}/follow`, FollowState);
  return answer.ok ? answer.value : { detail: answer.problem.detail };
}

/** Follows with one tap, and no longer with the next. Nobody follows themselves. */
export function FollowButton({
  name,
  following,
  set,
}: { name: string } & Pick<ReturnType<typeof useFollow>, "following" | "set">): VNode {
  return (
    <button type="button" class={following ? "button" : "button button-primary"} onClick={() => set(!following)}>
      {following ? "Following" : "Follow"}
      <span class="sr-only">{` ${name}`}</span>
    </button>
  );
}
