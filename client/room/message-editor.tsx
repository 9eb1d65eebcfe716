import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { useApp } from "../ui/app-context.ts";
import { rememberPath } from "./message-deeds.ts";
import { deedPlace } from "./message-key-deeds.ts";
import { doerOf, isFollowedByOthers } from "./message-rights.ts";
import { useRoomScene } from "./room-context.ts";
import { useTranscriptState } from "./transcript-state.ts";
import { useBranch } from "./use-branch.ts";
import "../styles/message-deeds.css";

/** A message changed where it stands. It stays open until the room has the new words, or says why not. */
export function MessageEditor({ message }: { message: MessageRow }): VNode {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(message.entry);
  /** The words this edit began from. */
  const [base, setBase] = useState(message.entry);
  const [isAsking, setAsking] = useState(false);
  const close = useClose(message.id);
  const isBranch = isFollowedByOthers(message, doerOf(useRoomScene()));
  const { save, isSaving, problem } = useSave(message, text, { isBranch, close });
  const isStale = !isSaving && message.entry !== base && message.entry !== text;
  const isReady = text.trim() !== "" && !isSaving && !isStale;
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, []);
  const leave = () => {
    if (text === base || isAsking) close();
    else setAsking(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") leave();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && isReady) save(false);
  };
  const take = (words: string) => {
    setText(words);
    setBase(message.entry);
    field.current?.focus();
  };
  return (
    <fieldset class="message-editor" aria-label="Edit the message" onKeyDown={onKeyDown}>
      <textarea
        ref={field}
        class="area"
        dir="auto"
        aria-label="Text of the message"
        value={text}
        rows={Math.min(12, text.split("\n").length + 1)}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          setAsking(false);
        }}
      />
      {isStale && <Stale words={message.entry} onKeep={() => take(text)} onTake={() => take(message.entry)} />}
      {problem !== null && <p role="alert">{problem}</p>}
      {isBranch && message.bot === null && !message.aside && (
        <p class="message-meta">Others share what follows: asking again opens a room of your own in these words.</p>
      )}
      {isAsking && <p role="alert">You have changed it. Esc again discards the change.</p>}
      <p class="message-editor-foot">
        <button type="button" class="button button-small button-quiet" onClick={isAsking ? close : leave}>
          {isAsking ? "Discard" : "Cancel"}
        </button>
        {message.bot === null && !message.aside && (
          <button type="button" class="button button-small" disabled={!isReady} onClick={() => save(true)}>
            {isBranch ? "Ask again in a branch room" : "Save and ask again"}
          </button>
        )}
        <button
          type="button"
          class="button button-small button-primary"
          disabled={!isReady}
          onClick={() => save(false)}
        >
          {isSaving ? "Saving…" : "Save"}
        </button>
      </p>
    </fieldset>
  );
}

/** Somebody else was quicker: both are shown, and the person chooses. */
function Stale({ words, onKeep, onTake }: { words: string; onKeep: () => void; onTake: () => void }): VNode {
  return (
    <div class="message-editor-stale" role="alert">
      <p>This message was changed meanwhile. It now says:</p>
      <blockquote dir="auto">{words}</blockquote>
      <p class="message-editor-foot">
        <button type="button" class="button button-small" onClick={onTake}>
          Take these words
        </button>
        <button type="button" class="button button-small" onClick={onKeep}>
          Keep mine
        </button>
      </p>
    </div>
  );
}

/** Ends the edit; the focus goes back to the message. */
function useClose(message_id: string): () => void {
  const state = useTranscriptState();
  return () => {
    state.end();
    state.elementOf(message_id)?.focus({ preventScroll: true });
  };
}

/** Saving, until the room shows it. A refusal is said here, not beside the composer. */
function useSave(message: MessageRow, text: string, { isBranch, close }: { isBranch: boolean; close: () => void }) {
  const scene = useRoomScene();
  const state = useTranscriptState();
  const { toasts } = useApp();
  const { room } = scene;
  const branch = useBranch();
  const [ref, setRef] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const pending = room.pending.value.find((item) => item.ref === ref);
  useEffect(() => {
    if (ref === null) return;
    if (pending?.state === "failed") {
      setProblem(pending.error?.message ?? "That did not work.");
      setRef(null);
      room.discard(ref);
    } else if (!pending) close();
  }, [ref, pending]);
  const save = (respond: boolean) => {
    if (text === message.entry && !respond) {
      close();
      return;
    }
    setProblem(null);
    if (respond && !isBranch) rememberPath(deedPlace(scene, state, toasts), message);
    const { id: message_id, rev } = message;
    setRef(branch({ type: "edit", message_id, text, rev, ...(respond && { respond }) }));
  };
  return { save, isSaving: ref !== null, problem };
}
