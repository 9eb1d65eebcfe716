import { elementIdOf } from "./message.tsx";

/** Messages drawn in `list`, in order. */
export const messagesIn = (list: HTMLElement): HTMLElement[] => [
  ...list.querySelectorAll<HTMLElement>("article.message[tabindex]"),
];

/** The message an element belongs to. */
export function messageOf(target: EventTarget | null): string | null {
  const element = target instanceof Element ? target.closest("article.message[tabindex]") : null;
  return element ? element.id.slice(elementIdOf("").length) : null;
}
