import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { roomListOf } from "../pages/room-list.ts";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { useRoomScene } from "./room-context.ts";

/** Changes of who takes part that cannot be undone with a press. */
export type MemberQuestion = "let-go" | "hand-over" | "leave";

interface MemberProps {
  readonly question: MemberQuestion;
  readonly user_id: string;
  readonly name: string;
  readonly onClose: () => void;
}

interface Words {
  readonly title: string;
  readonly what: string;
  readonly keep: string;
  readonly go: string;
}

const WORDS: Readonly<Record<MemberQuestion, (name: string) => Words>> = {
  "let-go": (name) => ({
    title: `Let ${name} go?`,
    what: "They are out at once, on all devices, and links made before now do not bring them back. What they said stays.",
    keep: "Keep them",
    go: "Let go",
  }),
  "hand-over": (name) => ({
    title: `Hand the room to ${name}?`,
    what: "They own it then: its settings, its bots and who takes part. You stay as a member; your persona and your keys leave the room with you. Only they can hand it back.",
    keep: "Keep it",
    go: "Hand it over",
  }),
  leave: () => ({
    title: "Leave this room?",
    what: "You no longer find it or hear from it. What you said stays. You may come back by a link that holds.",
    keep: "Stay",
    go: "Leave",
  }),
};

/** Asks, gives the command, and stays until the room has answered. */
export function MemberDialog({ question, user_id, name, onClose }: MemberProps): VNode {
  const { room } = useRoomScene();
  const [ref, setRef] = useState<string | null>(null);
  const { title, what, keep, go } = WORDS[question](name);
  const pending = room.pending.value.find((item) => item.ref === ref);
  const isRefused = pending?.state === "failed";
  useWhenDone(question, ref !== null && pending === undefined, onClose);
  const give = () => {
    const change = question === "hand-over" ? { update: { user_id, role: "owner" as const } } : { remove: [user_id] };
    setRef(room.command({ type: "members", ...change }));
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>
            {keep}
          </button>
          <button type="button" class="button button-stop" disabled={ref !== null && !isRefused} onClick={give}>
            {go}
          </button>
        </>
      }
    >
      <p>{what}</p>
      {isRefused && (
        <p class="form-problem" role="alert">
          {pending.error?.message ?? "That did not work. Try again."}
        </p>
      )}
    </Dialog>
  );
}

/** Whoever has left is led away from what they may no longer see; the others go on where they were. */
function useWhenDone(question: MemberQuestion, isDone: boolean, onClose: () => void): void {
  const { room } = useRoomScene();
  const { api, toasts } = useApp();
  const { route } = useLocation();
  const isOut = question === "leave" && room.status.value === "closed";
  useEffect(() => {
    if (isOut) {
      toasts.say("You left the room.");
      void roomListOf(api).refresh();
      route("/rooms", true);
    } else if (isDone) onClose();
  }, [isDone, isOut]);
}
