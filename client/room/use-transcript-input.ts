import { useEffect, useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { fetchWhenIdle } from "../ui/lazy-part.tsx";
import { messageOf } from "./message-elements.ts";
import { useRoomScene } from "./room-context.ts";
import type { RoomModel } from "./room-model.ts";
import type { TranscriptRow } from "./transcript-rows.ts";
import type { TranscriptState } from "./transcript-state.ts";
import type { TranscriptRefs, TranscriptScroll } from "./use-transcript-scroll.ts";

/** What keys and pointers in the list act on. */
export interface TranscriptInput {
  readonly room: RoomModel;
  readonly state: TranscriptState;
  readonly scroll: TranscriptScroll;
  readonly refs: TranscriptRefs;
  readonly go: (message_id: string) => void;
  /** The first row the reader had not read. */
  readonly unread: TranscriptRow | null;
  readonly onSearch: () => void;
}

/** Pointing, pressing and keys in the list. `focused` is the message that has the focus, which must stay drawn. */
export function useTranscriptInput(input: TranscriptInput) {
  const { state } = input;
  const [focused, setFocused] = useState<string | null>(null);
  const onKeyDown = useListKeys(input);
  const handlers = {
    onKeyDown,
    onFocusIn: ({ target }: FocusEvent) => {
      setFocused(messageOf(target));
      if (target instanceof Element && target.matches(":focus-visible")) state.point(messageOf(target));
    },
    onFocusOut: ({ relatedTarget }: FocusEvent) => {
      if (messageOf(relatedTarget) === null) setFocused(null);
    },
    onPointerOver: ({ target, pointerType }: PointerEvent) => {
      const id = messageOf(target);
      if (pointerType === "mouse" && id !== null) state.point(id);
    },
    onPointerLeave: ({ pointerType }: PointerEvent) => {
      if (pointerType === "mouse") state.point(null);
    },
    // Where nothing hovers, a tap shows a message's actions, and the next one hides them.
    onClick: ({ target }: MouseEvent) => {
      if (!matchMedia("(hover: none)").matches || !(target instanceof Element)) return;
      if (target.closest("a, button, summary, input, textarea")) return;
      const id = messageOf(target);
      state.point(state.pointed.peek() === id ? null : id);
    },
  };
  return { focused, handlers };
}

type OnKey = typeof import("./transcript-key-actions.ts").onTranscriptKey;

let onKey: OnKey | null = null;

/** What the keys do comes once the list stands. Never rejects; where it does not come, the next key asks again. */
async function fetchKeys(): Promise<void> {
  if (onKey) return;
  const part = await import("./transcript-key-actions.ts").catch(() => null);
  onKey = part?.onTranscriptKey ?? null;
}

/** Keys of the list. Whoever is quicker than their code gets what was asked for a moment later. */
function useListKeys(input: TranscriptInput): (event: KeyboardEvent) => void {
  const scene = useRoomScene();
  const app = useApp();
  useEffect(() => fetchWhenIdle([{ fetch: fetchKeys }]), []);
  return (event) => {
    const place = { ...input, scene, app };
    if (onKey) onKey(event, place);
    else void fetchKeys().then(() => onKey?.(event, place));
  };
}
