import { useState } from "preact/hooks";
import { LIST_KEYS } from "../frame/list-keys.ts";
import { keysFor } from "../frame/own-keys.ts";
import { useApp } from "../ui/app-context.ts";
import { elementIdOf } from "./message.tsx";
import type { KeyDeed } from "./message-key-deeds.ts";
import { useRoomScene } from "./room-context.ts";
import type { RoomModel } from "./room-model.ts";
import { copyMessage, replyTo } from "./transcript-deeds.ts";
import { focusMessage, type ListActions, messagesIn, onListKey } from "./transcript-keys.ts";
import type { TranscriptRow } from "./transcript-rows.ts";
import type { TranscriptState } from "./transcript-state.ts";
import type { TranscriptRefs, TranscriptScroll } from "./use-transcript-scroll.ts";

interface Input {
  readonly room: RoomModel;
  readonly state: TranscriptState;
  readonly scroll: TranscriptScroll;
  readonly refs: TranscriptRefs;
  readonly go: (message_id: string) => void;
  /** The first row the reader had not read. */
  readonly unread: TranscriptRow | null;
  readonly onSearch: () => void;
}

/** The message an element belongs to. */
const messageOf = (target: EventTarget | null): string | null => {
  const element = target instanceof Element ? target.closest("article.message[tabindex]") : null;
  return element ? element.id.slice(elementIdOf("").length) : null;
};

/** Pointing, pressing and keys in the list. `focused` is the message that has the focus, which must stay drawn. */
export function useTranscriptInput(input: Input) {
  const { state } = input;
  const [focused, setFocused] = useState<string | null>(null);
  const keys = useListKeys(input);
  const handlers = {
    onKeyDown: keys,
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

/** Keys of the list; what they ask for is done here. */
function useListKeys({ room, state, scroll, refs, go, unread, onSearch }: Input): (event: KeyboardEvent) => void {
  const scene = useRoomScene();
  const { toasts, preferences } = useApp();
  const focusAt = (at: number) => {
    requestAnimationFrame(() => {
      const message = refs.scroller.current && messagesIn(refs.scroller.current).at(at);
      if (message) focusMessage(message);
    });
  };
  const rowOf = (message: HTMLElement) => room.messages.peek().find(({ id }) => id === messageOf(message));
  const deed = (kind: KeyDeed) => async (message: HTMLElement) => {
    const row = rowOf(message);
    const { deedPlace, doByKey } = await import("./message-key-deeds.ts");
    if (row) doByKey(kind, row, scene, deedPlace(scene, state, toasts));
  };
  const step = (message: HTMLElement, by: -1 | 1) => {
    const hasMore = (rowOf(message)?.takes.length ?? 0) > 1;
    if (hasMore) void deed(by < 0 ? "previous" : "next")(message);
    return hasMore;
  };
  const actions: Omit<ListActions, "hasLetters" | "keys"> = {
    first: () => {
      if (refs.scroller.current) refs.scroller.current.scrollTop = 0;
      focusAt(0);
    },
    last: () => {
      focusAt(-1);
      requestAnimationFrame(scroll.jump);
    },
    enter: (message) => enter(state, message),
    step,
    onList: { find: onSearch, unread: () => unread && go(unread.message.id), newest: scroll.jump },
    onMessage: {
      reply: (message) => replyTo(room, messageOf(message) ?? ""),
      copy: (message) => {
        const row = rowOf(message);
        if (row) void copyMessage(row, "text", toasts);
      },
      why: (message) => {
        const row = rowOf(message);
        if (row?.bot) scene.openPane("why", row.id);
      },
      thread: (message) => scene.openPane("threads", messageOf(message) ?? ""),
      edit: deed("edit"),
      react: deed("react"),
      delete: deed("delete"),
      delete_too: deed("delete"),
      retake: deed("retake"),
      previous_take: (message) => step(message, -1),
      next_take: (message) => step(message, 1),
    },
  };
  return (event) => {
    const hasLetters = preferences.values.peek().single_keys === "on";
    const keys = keysFor(LIST_KEYS, preferences.kept.peek());
    const list = refs.scroller.current;
    if (!list || !onListKey(event, list, { ...actions, keys, hasLetters })) return;
    event.preventDefault();
    scroll.keeper.current?.rest();
  };
}

/** Into the actions of a message, now or once they are drawn. */
function enter(state: TranscriptState, message: HTMLElement): void {
  const button = message.querySelector<HTMLElement>(".message-action");
  if (button) button.focus({ preventScroll: true });
  else state.want(messageOf(message) ?? "");
}
