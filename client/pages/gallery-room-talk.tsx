import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { AT_THE_END } from "../room/follow-hold.ts";
import { Intro } from "../room/intro.tsx";
import { JumpPill } from "../room/jump-pill.tsx";
import { PendingBubble } from "../room/pending-bubble.tsx";
import { useRoomScene } from "../room/room-context.ts";
import { TranscriptState } from "../room/transcript-state.ts";
import type { PendingCommand } from "../state/pending-commands.ts";
import { IVY, Lines, MARA, replied, StillScene, said, TOBIAS, useOwnIds } from "./gallery-room-scene.tsx";
import type { Specimen } from "./gallery-specimen.ts";

const WOKE = { included: 3, cut: 1, held_back: 4, by_method: { keyword: 2, constant: 1 } };

/** A talk with every state a message can be in. */
function talkOf(idOf: (name: string) => string): MessageRow[] {
  const asked = idOf("asked");
  return [
    said(asked, { entry: "Did anyone light the lamp on Tuesday? It was **before** the first star." }),
    replied(idOf("woke"), MARA, {
      entry: "I lit it. The board has two hooks, and *both* are worn bright.",
      activation: WOKE,
      message_thread: { reply_to_id: asked, thread_depth: 1, is_thread_parent: false },
    }),
    said(idOf("edited"), {
      entry: "Two hooks for one key?",
      message_status: { delivery_status: "sent", edit_history: [], is_edited: true, edited_at: AT },
    }),
    said(idOf("aside"), { entry: "She never answers that one.", aside: true }),
    replied(idOf("stopped"), TOBIAS, { entry: "Let's stick to what somebody has", stopped_by: "guest" }),
    replied(idOf("torn"), IVY, { entry: "I have it written down, on the page with the", interrupted: true }),
    replied(idOf("failed"), TOBIAS, {
      entry: "",
      failed: { code: "provider_key", message: "The key was refused.", retryable: false },
    }),
    replied(idOf("waiting"), MARA, { entry: "", streaming: true }),
    replied(idOf("speaking"), IVY, { entry: "Nobody goes up there without", streaming: true }),
  ];
}
const AT = "2026-11-23T14:07:00.000Z";

function Messages(): VNode {
  const idOf = useOwnIds();
  const messages = useMemo(() => talkOf(idOf), []);
  const state = useMemo(() => new TranscriptState(), []);
  return (
    <StillScene parts={{ messages }}>
      <Lines messages={messages} state={state} />
    </StillScene>
  );
}

/** The divider, the flash, the actions, and the way back to the end. */
function Reading(): VNode {
  const idOf = useOwnIds();
  const [isJumped, setJumped] = useState(false);
  const messages = useMemo(
    () => [
      said(idOf("read"), { entry: "Fog again." }),
      replied(idOf("new"), IVY, { entry: "I timed the bell and found it four minutes late." }),
    ],
    [],
  );
  const state = useMemo(() => {
    const made = new TranscriptState();
    made.point(idOf("new"));
    return made;
  }, []);
  return (
    <StillScene parts={{ messages }}>
      <Lines messages={messages} state={state} unread={idOf("read")} />
      <div class="gallery-over">
        <JumpPill
          state={{ ...AT_THE_END, mode: "hold", fresh: 2 }}
          isEndInSight={isJumped}
          onJump={() => setJumped(true)}
        />
      </div>
    </StillScene>
  );
}

const Greetings = (): VNode => (
  <StillScene>
    <Cards />
  </StillScene>
);

function Cards(): VNode {
  return <Intro cards={useRoomScene().bots.value} />;
}

function pendingOf(ref: string, text: string, changes: Partial<PendingCommand>): PendingCommand {
  const command = { type: "send" as const, text, ref };
  return { ref, command, state: "sending", queued_at_ms: Date.now() - 9_000, after_seq: 0, ...changes };
}

function Outbox(): VNode {
  const idOf = useOwnIds();
  const [items] = useState(() => [
    pendingOf(idOf("p1"), "Is anybody there?", { state: "sending" }),
    pendingOf(idOf("p2"), "The bell has stopped.", { state: "queued", ask: true }),
    pendingOf(idOf("p3"), "And who rings it?", {
      state: "failed",
      error: { code: "rate_limited", message: "Too many messages at once.", retryable: true },
    }),
  ]);
  return (
    <StillScene parts={{ status: "reconnecting", pending: items }}>
      <ol class="tail">
        {items.map((item) => (
          <li key={item.ref}>
            <PendingBubble item={item} />
          </li>
        ))}
      </ol>
    </StillScene>
  );
}

export const GREETINGS: Specimen = { name: "Greetings and lines to begin with", Show: Greetings };
export const MESSAGES: Specimen = {
  name: "Message",
  keys: "↑ ↓ go from one to the next, Enter opens its actions.",
  Show: Messages,
};
export const READING: Specimen = {
  name: "Unread, actions and the way back",
  keys: "J jumps to the newest.",
  Show: Reading,
};
export const OUTBOX: Specimen = { name: "Messages on their way", Show: Outbox };
