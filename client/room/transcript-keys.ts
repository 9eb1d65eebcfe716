import { type Combo, isCombo, isSingleKey } from "../frame/key-combo.ts";
import { LIST_KEYS, type ListCommand } from "../frame/list-keys.ts";
import { messagesIn } from "./message-elements.ts";

/** What the keys of the message list ask for (ux §2.6). */
export interface ListActions {
  readonly keys: Readonly<Record<ListCommand, Combo>>;
  /** Whether single letters act. */
  readonly hasLetters: boolean;
  /** To the first message there is, or the newest line. */
  first(): void;
  last(): void;
  /** The actions of a message: the focus moves into them. */
  enter(message: HTMLElement): void;
  /** To the take before or after the current one. False where the message has no other. */
  step(message: HTMLElement, by: -1 | 1): boolean;
  /** What is done with the list as a whole. */
  readonly onList: Partial<Record<ListCommand, () => void>>;
  /** What is done with one message. */
  readonly onMessage: Partial<Record<ListCommand, (message: HTMLElement) => void>>;
}

const COMMANDS = Object.keys(LIST_KEYS) as ListCommand[];

/** Acts on a key pressed in the message list. True where it did: the browser has nothing more to do then. */
export function onListKey(event: KeyboardEvent, list: HTMLElement, actions: ListActions): boolean {
  const { key, target } = event;
  if (!(target instanceof HTMLElement)) return false;
  const message = target.closest<HTMLElement>("article.message[tabindex]");
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const isOnMessage = target === list || target === message;
  if (isPlain && isOnMessage && move(key, list, message, actions)) return true;
  const command = COMMANDS.find((name) => isCombo(event, actions.keys[name]));
  if (!command || (isSingle(actions.keys[command]) && !actions.hasLetters)) return false;
  return act(command, message, actions);
}

/** Delete and Backspace go with the letters: pressed by mistake, they do as much. */
const isSingle = (combo: Combo): boolean => isSingleKey(combo) || combo === "Delete" || combo === "Backspace";

function act(command: ListCommand, message: HTMLElement | null, { onList, onMessage }: ListActions): boolean {
  const forList = onList[command];
  const forMessage = onMessage[command];
  if (forList) forList();
  else if (forMessage && message) forMessage(message);
  else return false;
  return true;
}

function move(key: string, list: HTMLElement, message: HTMLElement | null, actions: ListActions): boolean {
  if (key === "Enter" && message) actions.enter(message);
  else if (key === "Home") actions.first();
  else if (key === "End") actions.last();
  else if (key === "ArrowUp" || key === "ArrowDown") step(key === "ArrowUp" ? -1 : 1, list, message);
  else if (message && (key === "ArrowLeft" || key === "ArrowRight")) return turn(key, message, actions);
  else return false;
  return true;
}

/** Takes lie side by side, in the direction the message is read. */
function turn(key: "ArrowLeft" | "ArrowRight", message: HTMLElement, actions: ListActions): boolean {
  const isForward = (key === "ArrowRight") === (getComputedStyle(message).direction !== "rtl");
  return actions.step(message, isForward ? 1 : -1);
}

/** From a message to its neighbour; from the list itself to the last message in sight. */
function step(by: number, list: HTMLElement, message: HTMLElement | null): void {
  const messages = messagesIn(list);
  const bottom = list.getBoundingClientRect().bottom;
  const next = message
    ? messages[messages.indexOf(message) + by]
    : messages.findLast((other) => other.getBoundingClientRect().top < bottom - 24);
  if (next) focusMessage(next);
}

/** Moves the focus to a message, with as little scrolling as shows it. */
export function focusMessage(message: HTMLElement): void {
  message.focus({ preventScroll: true });
  message.scrollIntoView({ block: "nearest" });
}
