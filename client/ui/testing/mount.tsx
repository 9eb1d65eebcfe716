import { type ComponentChild, render } from "preact";
import { act } from "preact/test-utils";

const roots: HTMLElement[] = [];

/** Takes away all that was drawn; page-setup.ts calls it after each test. */
export async function unmountAll(): Promise<void> {
  for (const root of roots.splice(0)) {
    await act(() => render(null, root));
    root.remove();
  }
}

/** Draws `children` in the document until the test ends. @returns Their parent, and how to draw them anew. */
export async function mount(children: ComponentChild) {
  const root = document.createElement("div");
  document.body.append(root);
  roots.push(root);
  const show = (next: ComponentChild) => act(() => render(next, root));
  await show(children);
  return { root, show };
}

/** The one element that `selector` finds. */
export function only<E extends HTMLElement = HTMLElement>(root: ParentNode, selector: string): E {
  const found = root.querySelectorAll<E>(selector);
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`${found.length} elements for ${selector}`);
  return first;
}

/** The button with this accessible name. */
export function button(root: ParentNode, name: string): HTMLButtonElement {
  const all = [...root.querySelectorAll("button")];
  const found = all.find((one) => (one.getAttribute("aria-label") ?? one.textContent?.trim()) === name);
  if (!found) throw new Error(`no button ${name} among ${all.map((one) => one.textContent).join(" | ")}`);
  return found;
}

export const press = (element: HTMLElement) => act(() => element.click());

export const key = (element: Element, name: string, more: KeyboardEventInit = {}) =>
  act(() => void element.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, ...more })));

export const write = (input: HTMLInputElement | HTMLTextAreaElement, text: string) =>
  act(() => {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });

/** What describes a control to assistive technology. */
export const descriptionOf = (element: Element): string =>
  (element.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent?.trim())
    .join(" ");
