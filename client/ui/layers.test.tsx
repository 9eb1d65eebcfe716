// @vitest-environment happy-dom
import type { VNode } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ToastStore } from "../state/toast-store.ts";
import { Dialog } from "./dialog.tsx";
import { Tabs } from "./tabs.tsx";
import { button, key, mount, only, press } from "./testing/mount.tsx";
import { Toasts } from "./toasts.tsx";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test("[FND3] a dialog is modal, named by its title, and asks to be closed once for each Esc, press beside it or button", async () => {
  const onClose = vi.fn();
  const onKeyDown = vi.fn();
  document.addEventListener("keydown", onKeyDown);
  const { root } = await mount(
    <Dialog title="Rename the room" onClose={onClose}>
      <p>Its new name</p>
    </Dialog>,
  );
  const dialog = only<HTMLDialogElement>(root, "dialog");
  expect(dialog.open).toBe(true);
  const titleId = dialog.getAttribute("aria-labelledby") ?? "";
  expect(document.getElementById(titleId)?.textContent).toBe("Rename the room");
  await key(dialog, "Escape");
  expect(onKeyDown).not.toHaveBeenCalled();
  await act(() => void dialog.dispatchEvent(new Event("cancel", { cancelable: true })));
  await press(button(root, "Close"));
  expect(onClose).toHaveBeenCalledTimes(2);
  await act(() => void dialog.dispatchEvent(new Event("pointerdown", { bubbles: true })));
  await press(dialog);
  expect(onClose).toHaveBeenCalledTimes(3);
  document.removeEventListener("keydown", onKeyDown);
});

test("[FND3] text selected from inside a dialog to beside it does not close it", async () => {
  const onClose = vi.fn();
  const { root } = await mount(
    <Dialog title="Rename" onClose={onClose}>
      <input />
    </Dialog>,
  );
  await act(() => void only(root, "input").dispatchEvent(new Event("pointerdown", { bubbles: true })));
  await press(only(root, "dialog"));
  expect(onClose).not.toHaveBeenCalled();
});

test("[FND21] a dialog takes the focus to its first field, else to its title, and gives it back", async () => {
  const { root, show } = await mount(null);
  const shown = (body: VNode | null) =>
    show(
      <>
        <button type="button">Rename</button>
        {body && (
          <Dialog title="Rename the room" onClose={vi.fn()}>
            {body}
          </Dialog>
        )}
      </>,
    );
  await shown(null);
  const opener = button(root, "Rename");
  opener.focus();
  await shown(<input type="radio" checked={false} aria-label="No" />);
  expect(document.activeElement?.tagName).toBe("H2");
  await shown(null);
  expect(document.activeElement).toBe(opener);
  await shown(
    <>
      <input type="text" disabled />
      <textarea aria-label="Title" />
    </>,
  );
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Title");
});

test("[FND21] where what opened a dialog is gone, the focus goes to the page and not to nowhere", async () => {
  const { root, show } = await mount(<button type="button">Delete</button>);
  button(root, "Delete").focus();
  await show(
    <main id="main" tabIndex={-1}>
      <Dialog title="Delete?" onClose={vi.fn()}>
        <p>There is no way back.</p>
      </Dialog>
    </main>,
  );
  await show(<main id="main" tabIndex={-1} />);
  expect(document.activeElement?.id).toBe("main");
});

const TABS = [
  { id: "one", label: "One" },
  { id: "two", label: "Two", isUnsaved: true },
  { id: "three", label: "Three" },
];

async function tabs(selected: string, dir: "ltr" | "rtl" = "ltr") {
  const onSelect = vi.fn();
  const { root } = await mount(
    <div style={{ direction: dir }}>
      <Tabs name="Parts" tabs={TABS} selected={selected} onSelect={onSelect}>
        <p>Panel</p>
      </Tabs>
    </div>,
  );
  return { onSelect, open: only(root, "[aria-selected=true]"), panel: only(root, "[role=tabpanel]") };
}

test("[FND4] one tab is in the tab order and names the panel; arrows, Home and End choose", async () => {
  const { onSelect, open, panel } = await tabs("one");
  expect(open.tabIndex).toBe(0);
  expect(panel.getAttribute("aria-labelledby")).toBe(open.id);
  for (const [name, id] of [
    ["ArrowRight", "two"],
    ["ArrowLeft", "three"],
    ["End", "three"],
    ["Home", "one"],
  ] as const) {
    await key(open, name);
    expect(onSelect).toHaveBeenLastCalledWith(id);
  }
  onSelect.mockClear();
  await key(open, "ArrowRight", { altKey: true });
  expect(onSelect).not.toHaveBeenCalled();
});

test("[FND4] arrows follow the direction of the text, and what is not saved is said", async () => {
  const { onSelect, open } = await tabs("two", "rtl");
  expect(open.textContent).toBe("Two (not saved)");
  await key(open, "ArrowLeft");
  expect(onSelect).toHaveBeenLastCalledWith("three");
});

async function toasts() {
  const store = new ToastStore();
  const { root } = await mount(<Toasts store={store} />);
  const say = (words: string, onPress?: () => void) =>
    act(() => void store.say(words, onPress ? { action: { label: "Undo", onPress } } : {}));
  const shown = () => [...root.querySelectorAll(".toast p")].map(({ textContent }) => textContent);
  return { root, store, say, shown };
}

test("[FND5] a toast is a polite status, there before it has words, and goes by itself", async () => {
  const { root, say, shown } = await toasts();
  expect(only(root, "[role=status]").textContent).toBe("");
  await say("Link copied");
  expect(shown()).toEqual(["Link copied"]);
  await pass(6_000);
  expect(shown()).toEqual([]);
});

test("[FND5] a way back stays at least ten seconds, whatever else is said, and works once", async () => {
  const undo = vi.fn();
  const { root, say, shown } = await toasts();
  await say("Deleted", undo);
  for (const words of ["One", "Two", "Three"]) await say(words);
  expect(shown()).toEqual(["Deleted", "Two", "Three"]);
  await pass(10_000);
  expect(shown()).toEqual(["Deleted"]);
  await press(button(root, "Undo"));
  expect(undo).toHaveBeenCalledOnce();
  expect(shown()).toEqual([]);
});

test("[FND5] where all that is shown can be undone, the next waits", async () => {
  const { root, say, shown } = await toasts();
  for (const words of ["One", "Two", "Three", "Four"]) await say(words, vi.fn());
  expect(shown()).toEqual(["One", "Two", "Three"]);
  await press(root.querySelectorAll<HTMLElement>("[aria-label=Dismiss]")[0]!);
  expect(shown()).toEqual(["Two", "Three", "Four"]);
  await say("Five");
  for (let n = 0; n < 2; n++) await press(root.querySelectorAll<HTMLElement>("[aria-label=Dismiss]")[0]!);
  expect(shown(), "the newest waits too, though it has no way back").toContain("Five");
});

test("[FND5] a toast that is pointed at or focused stays", async () => {
  const { root, say, shown } = await toasts();
  await say("Saved");
  const toast = only(root, ".toast");
  await act(() => void toast.dispatchEvent(new Event("pointerenter")));
  await pass(60_000);
  expect(shown()).toEqual(["Saved"]);
  await act(() => void toast.dispatchEvent(new Event("pointerleave")));
  await pass(6_000);
  expect(shown()).toEqual([]);
});
