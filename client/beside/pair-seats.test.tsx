// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { EscapeStack } from "../frame/escape-stack.ts";
import { moveRegion } from "../frame/regions.ts";
import { besideScene, isInFront, type RoomScene, shownBeside } from "../room/room-context.ts";
import { mount, only } from "../ui/testing/mount.tsx";
import { awaitBeside, bringForward, followFocus, frontSeat, isAwaited } from "./pair-seats.ts";

const first = { isBeside: false } as RoomScene;
const second = { isBeside: true } as RoomScene;
let end = () => {};
beforeEach(() => {
  end();
  besideScene.value = null;
  shownBeside.value = null;
});

const Table = ({ name }: { name: string }) => (
  <section class="room">
    <header class="room-header">
      <button type="button" id={`${name}-why`}>
        Why
      </button>
    </header>
    <div class="scroller" tabIndex={-1} />
    <div class="composer">
      <textarea class="composer-text" id={`${name}-text`} />
    </div>
  </section>
);

async function twoRooms() {
  const { root } = await mount(
    <div class="frame frame-room">
      <main class="main">
        <div class="room-frame">
          <Table name="first" />
          <aside class="inspector">
            <button type="button" id="pane">
              Pane
            </button>
          </aside>
        </div>
        <div class="beside">
          <Table name="second" />
        </div>
      </main>
    </div>,
  );
  shownBeside.value = "b";
  end = followFocus(only(root, ".beside"), second);
  const at = (id: string) => only(root, `#${id}`);
  const press = (id: string) => at(id).dispatchEvent(new Event("pointerdown", { bubbles: true }));
  return { at, press };
}

test("[CLI123] who is pressed or written in is in front; pressing elsewhere leaves it so", async () => {
  const { at, press } = await twoRooms();
  expect(frontSeat()).toBe("first");
  press("second-text");
  expect([frontSeat(), isInFront(first), isInFront(second)]).toEqual(["beside", false, true]);
  press("pane");
  at("pane").focus();
  expect(frontSeat()).toBe("beside");
  at("first-text").focus();
  expect([frontSeat(), isInFront(first), isInFront(second)]).toEqual(["first", true, false]);
});

test("[CLI123] what is pressed in a header has done its work before its room comes to the front", async () => {
  const { at, press } = await twoRooms();
  const seen: (string | null)[] = [];
  at("second-why").addEventListener("click", () => seen.push(frontSeat()));
  press("second-why");
  at("second-why").focus();
  at("second-why").click();
  expect([seen, frontSeat()]).toEqual([["first"], "beside"]);
  // By the keyboard the focus has come before.
  at("first-text").focus();
  at("second-why").focus();
  at("second-why").click();
  expect(seen).toEqual(["first", "beside"]);
});

test("[CLI123] the second room gone, the first one is in front; one that was asked for is known once", async () => {
  const { press } = await twoRooms();
  press("second-text");
  end();
  expect(besideScene.value).toBeNull();
  bringForward("beside");
  expect(besideScene.value).toBeNull();
  awaitBeside("b");
  expect([isAwaited("c"), isAwaited("b"), isAwaited("b")]).toEqual([false, true, false]);
});

test("[CLI124] Esc closes what is in front, and leaves the other room as it is", () => {
  const stack = new EscapeStack();
  const closed: string[] = [];
  for (const [name, scene] of Object.entries({ first, second }))
    stack.push(
      "reply",
      () => closed.push(name),
      () => isInFront(scene),
    );
  stack.closeTop();
  besideScene.value = second;
  stack.closeTop();
  expect(closed).toEqual(["first", "second"]);
});

test("[FRM7] [CLI124] F6 goes through both rooms", async () => {
  const { at } = await twoRooms();
  for (const element of document.querySelectorAll<HTMLElement>("*"))
    Object.defineProperties(element, { offsetWidth: { value: 10 }, offsetHeight: { value: 10 } });
  at("first-text").focus();
  moveRegion(1);
  expect(document.activeElement?.className).toBe("scroller");
  moveRegion(1);
  expect(document.activeElement?.id).toBe("second-text");
  expect(frontSeat()).toBe("beside");
  moveRegion(-1);
  moveRegion(-1);
  expect(document.activeElement?.id).toBe("first-text");
});
