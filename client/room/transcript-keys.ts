/** What the keys of the message list ask for (ux §2.6). */
export interface ListActions {
  /** Whether single letters act. */
  readonly hasLetters: boolean;
  /** To the first message there is, or the newest line. */
  first(): void;
  last(): void;
  unread(): void;
  search(): void;
  /** The actions of a message: the focus moves into them. */
  enter(message: HTMLElement): void;
  reply(message: HTMLElement): void;
  copy(message: HTMLElement): void;
  why(message: HTMLElement): void;
  edit(message: HTMLElement): void;
  react(message: HTMLElement): void;
  remove(message: HTMLElement): void;
  retake(message: HTMLElement): void;
  /** To the take before or after the current one. */
  step(message: HTMLElement, by: -1 | 1): void;
}

/** Messages drawn in `list`, in order. */
export const messagesIn = (list: HTMLElement): HTMLElement[] => [
  ...list.querySelectorAll<HTMLElement>("article.message[tabindex]"),
];

/** Acts on a key pressed in the message list. True where it did: the browser has nothing more to do then. */
export function onListKey(event: KeyboardEvent, list: HTMLElement, actions: ListActions): boolean {
  const { key, altKey, target } = event;
  const isMod = event.ctrlKey || event.metaKey;
  if (isMod && !altKey && key.toLowerCase() === "f") {
    actions.search();
    return true;
  }
  if (isMod || altKey || !(target instanceof HTMLElement)) return false;
  const message = target.closest<HTMLElement>("article.message[tabindex]");
  const isOnMessage = target === list || target === message;
  if (isOnMessage && move(key, list, message, actions)) return true;
  return actions.hasLetters && letter(key.toLowerCase(), message, actions);
}

function letter(key: string, message: HTMLElement | null, actions: ListActions): boolean {
  if (key === "u") {
    actions.unread();
    return true;
  }
  const act = letters(actions)[key];
  if (!act || !message) return false;
  act(message);
  return true;
}

const letters = (actions: ListActions): Partial<Record<string, (message: HTMLElement) => void>> => ({
  r: actions.reply,
  c: actions.copy,
  w: actions.why,
  e: actions.edit,
  "+": actions.react,
  n: actions.retake,
  "[": (message) => actions.step(message, -1),
  "]": (message) => actions.step(message, 1),
  delete: actions.remove,
  backspace: actions.remove,
});

function move(key: string, list: HTMLElement, message: HTMLElement | null, actions: ListActions): boolean {
  if (key === "Enter" && message) actions.enter(message);
  else if (key === "Home") actions.first();
  else if (key === "End") actions.last();
  else if (key === "ArrowUp" || key === "ArrowDown") step(key === "ArrowUp" ? -1 : 1, list, message);
  else return false;
  return true;
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
