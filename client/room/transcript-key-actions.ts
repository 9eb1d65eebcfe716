import { LIST_KEYS } from "../frame/list-keys.ts";
import { keysFor } from "../frame/own-keys.ts";
import type { App } from "../ui/app-context.ts";
import { messageOf, messagesIn } from "./message-elements.ts";
import type { KeyDeed } from "./message-key-deeds.ts";
import type { RoomScene } from "./room-context.ts";
import { copyMessage, replyTo } from "./transcript-deeds.ts";
import { focusMessage, type ListActions, onListKey } from "./transcript-keys.ts";
import type { TranscriptState } from "./transcript-state.ts";
import type { TranscriptInput } from "./use-transcript-input.ts";

interface KeyPlace extends TranscriptInput {
  readonly scene: RoomScene;
  readonly app: App;
}

type Actions = Omit<ListActions, "hasLetters" | "keys">;

/** Does what a key in the list asks for, if anything. */
export function onTranscriptKey(event: KeyboardEvent, place: KeyPlace): void {
  const { refs, scroll } = place;
  const { preferences } = place.app;
  const hasLetters = preferences.values.peek().single_keys === "on";
  const keys = keysFor(LIST_KEYS, preferences.kept.peek());
  const list = refs.scroller.current;
  if (!list || !onListKey(event, list, { ...actionsOf(place), keys, hasLetters })) return;
  event.preventDefault();
  scroll.keeper.current?.rest();
}

function actionsOf({ room, state, scroll, refs, go, unread, onSearch, scene, app: { toasts } }: KeyPlace): Actions {
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
  return {
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
}

/** Into the actions of a message, now or once they are drawn. */
function enter(state: TranscriptState, message: HTMLElement): void {
  const button = message.querySelector<HTMLElement>(".message-action");
  if (button) button.focus({ preventScroll: true });
  else state.want(messageOf(message) ?? "");
}
