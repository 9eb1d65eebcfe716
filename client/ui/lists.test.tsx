// @vitest-environment happy-dom
import { render } from "preact";
import { useState } from "preact/hooks";
import { beforeAll, expect, test, vi } from "vitest";
import { escapeStack } from "../frame/escape-stack.ts";
import { BottomSheet } from "./bottom-sheet.tsx";
import { Button } from "./button.tsx";
import { DataTable } from "./data-table.tsx";
import { DragList } from "./drag-list.tsx";
import { InfiniteList } from "./infinite-list.tsx";
import { button, mount, only, press } from "./testing/mount.tsx";

beforeAll(() => {
  // The test's document has no top layer, and nothing in it is ever in sight.
  HTMLElement.prototype.showPopover ??= () => undefined;
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
});

test("[FND14] a busy button says what it does, keeps its place in the tab order and cannot be pressed again", async () => {
  const onPress = vi.fn();
  const { root } = await mount(
    <Button busy="Saving…" onPress={onPress}>
      Save
    </Button>,
  );
  const busy = button(root, "Saving…");
  await press(busy);
  expect(onPress).not.toHaveBeenCalled();
  expect([busy.disabled, busy.getAttribute("aria-disabled")]).toEqual([false, "true"]);
});

test("[FND15] a sheet takes the focus to its heading, has two heights by button, and gives the focus back", async () => {
  const Page = () => {
    const [isOpen, setOpen] = useState(false);
    return (
      <>
        <button type="button" onClick={() => setOpen(true)}>
          Why
        </button>
        {isOpen && (
          <BottomSheet title="Why Mara spoke" onClose={() => setOpen(false)}>
            <p>She was asked.</p>
          </BottomSheet>
        )}
      </>
    );
  };
  const { root, show } = await mount(<Page />);
  button(root, "Why").focus();
  await press(button(root, "Why"));
  expect(document.activeElement?.textContent).toBe("Why Mara spoke");
  const sheet = only(root, "[role=dialog]");
  await press(button(root, "Make taller"));
  expect(sheet.className).toContain("bottom-sheet-tall");
  await press(button(root, "Make smaller"));
  expect(sheet.className).toContain("bottom-sheet-half");
  expect(escapeStack.closeTop()).toBe(true);
  await show(<Page />);
  expect(root.querySelector("[role=dialog]")).toBeNull();
  expect(document.activeElement).toBe(button(root, "Why"));
});

test("[FRM4] Esc closes what has just come in sight, also before the page has had a moment of rest", () => {
  const root = document.createElement("div");
  const onClose = vi.fn();
  render(
    <BottomSheet title="Why Mara spoke" onClose={onClose}>
      <p>She was asked.</p>
    </BottomSheet>,
    root,
  );
  expect([escapeStack.closeTop(), onClose.mock.calls.length]).toEqual([true, 1]);
  render(null, root);
  expect(escapeStack.closeTop()).toBe(false);
});

test("[FND16] every item has a menu of the places it can go to; where it went is said, and the focus goes along", async () => {
  const onOrder = vi.fn();
  const Queue = () => {
    const [items, setItems] = useState(["Mara", "Tobias", "Ivy"].map((name) => ({ id: name, name })));
    const order = (next: readonly { id: string; name: string }[]) => {
      onOrder(next.map(({ name }) => name));
      setItems([...next]);
    };
    return <DragList name="Queue" items={items} draw={({ name }) => name} onOrder={order} />;
  };
  const { root } = await mount(<Queue />);
  await press(button(root, "Move Mara"));
  const choices = [...root.querySelectorAll<HTMLElement>("[role=menuitem]")];
  expect(choices.map(({ textContent }) => textContent)).toEqual(["Move down", "Move to the bottom"]);
  await press(choices[1]!);
  expect(onOrder).toHaveBeenCalledExactlyOnceWith(["Tobias", "Ivy", "Mara"]);
  expect(only(root, "[role=status]").textContent).toBe("Mara: 3 of 3");
  expect(document.activeElement).toBe(button(root, "Move Mara"));
});

test("[FND18] a table keeps its roles however it is drawn, names each value, and says how it is sorted", async () => {
  const onSort = vi.fn();
  const { root } = await mount(
    <DataTable
      name="Entries"
      rows={[{ title: "Storm", tokens: 180 }]}
      idOf={({ title }) => title}
      sorted={{ by: "tokens", isDescending: true }}
      columns={[
        { id: "title", label: "Entry", draw: ({ title }) => title },
        { id: "tokens", label: "Tokens", draw: ({ tokens }) => tokens, isNumber: true, onSort },
      ]}
    />,
  );
  expect(only(root, "[role=rowheader]").textContent).toBe("Storm");
  expect(only(root, "[role=cell]").dataset["label"]).toBe("Tokens");
  const heads = [...root.querySelectorAll("[role=columnheader]")];
  expect(heads.map((head) => head.getAttribute("aria-sort"))).toEqual([null, "descending"]);
  await press(button(root, "Tokens"));
  expect(onSort).toHaveBeenCalledOnce();
});

test("[FND19] a growing list has a button for its next page, says how many there are, and waits for a retry after a failure", async () => {
  const onMore = vi.fn();
  const list = (state: { hasMore?: boolean; isLoading?: boolean; isFailed?: boolean }) => (
    <InfiniteList
      name="Rooms"
      items={["One", "Two"]}
      idOf={(name) => name}
      draw={(name) => name}
      hasMore={state.hasMore ?? true}
      isLoading={state.isLoading ?? false}
      problem={state.isFailed ? { code: "internal", status: 500, detail: "Not now.", errors: [] } : null}
      onMore={onMore}
    />
  );
  const { root, show } = await mount(list({}));
  const said = () => root.querySelector(".sr-only")?.textContent;
  expect(said()).toBe("2 shown");
  await press(button(root, "Show more"));
  expect(onMore).toHaveBeenCalledTimes(1);
  await show(list({ isLoading: true }));
  await press(button(root, "Loading…"));
  expect(onMore).toHaveBeenCalledTimes(1);
  await show(list({ isFailed: true }));
  expect(root.querySelectorAll("button")).toHaveLength(1);
  await press(button(root, "Try again"));
  expect(onMore).toHaveBeenCalledTimes(2);
  await show(list({ hasMore: false }));
  expect(root.querySelector("button")).toBeNull();
  expect(said()).toBe("2 shown, that is all");
});
