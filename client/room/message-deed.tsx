import type { ComponentChildren, VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { useApp } from "../ui/app-context.ts";
import { closeOutside } from "../ui/close-outside.ts";
import { Dialog } from "../ui/dialog.tsx";
import { placeBeside } from "../ui/place-beside.ts";
import { BranchDialog } from "./branch-dialog.tsx";
import { EditHistory } from "./edit-history.tsx";
import { retake, toggleReaction } from "./message-deeds.ts";
import { deedPlace } from "./message-key-deeds.ts";
import { useRoomScene } from "./room-context.ts";
import { useTranscriptState } from "./transcript-state.ts";
import "../styles/message-deeds.css";

/** What is offered at once; anything else can be written. */
const REACTIONS = ["👍", "❤️", "😂", "😮", "😢", "🎉"];
const WISHES = ["shorter", "longer", "calmer", "angrier"];
const MOST_WISH = 500;
const MOST_EMOJI = 32;

/** The question or the small panel of what a person is about to do with a message. */
export function MessageDeed(): VNode | null {
  const { room } = useRoomScene();
  const state = useTranscriptState();
  const deed = state.deed.value;
  const message = room.messages.value.find(({ id }) => id === deed?.message_id);
  const isGone = deed !== null && message === undefined;
  useEffect(() => {
    if (isGone) state.end(); // Deleted by somebody else, or on a path that was left.
  }, [isGone]);
  if (!deed || !message || deed.kind === "edit") return null;
  if (deed.kind === "delete") return <DeleteDialog message={message} />;
  if (deed.kind === "history") return <EditHistory message={message} onClose={() => state.end()} />;
  if (deed.kind === "branch") return <BranchDialog message={message} take_id={deed.take_id ?? ""} />;
  return deed.kind === "wish" ? <WishPanel message={message} /> : <ReactPanel message={message} />;
}

function DeleteDialog({ message }: { message: MessageRow }): VNode {
  const { room } = useRoomScene();
  const state = useTranscriptState();
  const others = message.takes.length > 1 ? " Its other takes, and what was said after them, go too." : "";
  const remove = () => {
    state.end();
    room.command({ type: "delete", message_id: message.id });
  };
  return (
    <Dialog
      title="Delete this message?"
      onClose={() => state.end()}
      actions={
        <>
          <button type="button" class="button" onClick={() => state.end()}>
            Keep it
          </button>
          <button type="button" class="button button-danger" onClick={remove}>
            Delete for everyone
          </button>
        </>
      }
    >
      <p>It goes for everyone in the room, and cannot be brought back.{others}</p>
    </Dialog>
  );
}

/** A small panel beside a message. A press or focus elsewhere closes it; Esc gives the focus back to the message. */
function Panel({
  message,
  title,
  children,
}: {
  message: MessageRow;
  title: string;
  children: ComponentChildren;
}): VNode {
  const state = useTranscriptState();
  const panel = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const article = state.elementOf(message.id);
    const anchor =
      article?.querySelector<HTMLElement>(".message-actions") ?? article?.querySelector<HTMLElement>(".bubble-place");
    if (!panel.current || !anchor) return;
    panel.current.showPopover();
    placeBeside(panel.current, anchor);
    panel.current.querySelector<HTMLElement>("button, input")?.focus({ preventScroll: true });
    return closeOutside([panel.current], () => state.end());
  }, [message.id]);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key !== "Escape") return;
    state.end();
    state.elementOf(message.id)?.focus({ preventScroll: true });
  };
  return (
    <div class="popover deed-panel" popover="manual" role="dialog" aria-label={title} ref={panel} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}

/** A field with its one button. */
function OneField({
  label,
  action,
  most,
  isFine,
  onGive,
}: {
  label: string;
  action: string;
  most: number;
  isFine: (text: string) => boolean;
  onGive: (text: string) => void;
}): VNode {
  const [text, setText] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (isFine(text.trim())) onGive(text.trim());
  };
  return (
    <form class="deed-field field" onSubmit={submit}>
      <input
        dir="auto"
        aria-label={label}
        placeholder={label}
        maxLength={most}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <button type="submit" class="button button-small" disabled={!isFine(text.trim())}>
        {action}
      </button>
    </form>
  );
}

function WishPanel({ message }: { message: MessageRow }): VNode {
  const scene = useRoomScene();
  const state = useTranscriptState();
  const { toasts } = useApp();
  const give = (hint: string) => {
    state.end();
    retake(deedPlace(scene, state, toasts), message, { hint });
  };
  return (
    <Panel message={message} title="New take with a wish">
      <p class="deed-choices">
        {WISHES.map((wish) => (
          <button key={wish} type="button" class="button button-small" onClick={() => give(wish)}>
            {wish}
          </button>
        ))}
      </p>
      <OneField
        label="Or in your words"
        action="New take"
        most={MOST_WISH}
        isFine={(text) => text !== ""}
        onGive={give}
      />
    </Panel>
  );
}

function ReactPanel({ message }: { message: MessageRow }): VNode {
  const { room, me } = useRoomScene();
  const state = useTranscriptState();
  const give = (emoji: string) => {
    state.end();
    toggleReaction(room, message, emoji);
  };
  const isMine = (emoji: string) => (message.message_content.reactions[emoji] ?? []).includes(me.value ?? "");
  return (
    <Panel message={message} title="React">
      <p class="deed-choices">
        {REACTIONS.map((emoji) => (
          <button
            key={emoji}
            type="button"
            class="deed-emoji"
            aria-label={`React with ${emoji}`}
            aria-pressed={isMine(emoji)}
            onClick={() => give(emoji)}
          >
            {emoji}
          </button>
        ))}
      </p>
      <OneField
        label="Another emoji"
        action="React"
        most={MOST_EMOJI}
        isFine={(text) => /^\S+$/u.test(text)}
        onGive={give}
      />
    </Panel>
  );
}
