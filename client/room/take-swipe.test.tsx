// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { watchTakeSwipe } from "./take-swipe.ts";

/** A message under a finger, and what it turned to. */
function message(isRightToLeft = false) {
  const element = document.createElement("article");
  document.body.append(element);
  const turned: number[] = [];
  let scrolled = 0;
  document.body.addEventListener("touchmove", () => {
    scrolled += 1;
  });
  const stop = watchTakeSwipe(element, { turn: (by) => turned.push(by), isRightToLeft: () => isRightToLeft });
  const touch = (name: string, x: number, y = 300) => {
    const touches = [{ clientX: x, clientY: y }];
    const event = Object.assign(new Event(name, { bubbles: true, cancelable: true }), {
      touches,
      changedTouches: touches,
    });
    element.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const draw = (from: number, to: number) => {
    touch("touchstart", from);
    const isTaken = touch("touchmove", to);
    touch("touchend", to);
    return isTaken;
  };
  return { element, turned, touch, draw, stop, scrolled: () => scrolled };
}

test("[DEED9] a finger drawn sideways turns to the next take or the one before, in the direction of the text", () => {
  const it = message();
  expect([it.draw(300, 200), it.draw(200, 300)]).toEqual([true, true]);
  expect(it.turned).toEqual([1, -1]);
  const mirrored = message(true);
  mirrored.draw(300, 200);
  expect(mirrored.turned).toEqual([-1]);
});

test("[DEED9] a slip, a scroll, a finger from the edge and a touch that was called off turn nothing", () => {
  const it = message();
  it.draw(300, 260);
  it.draw(20, 200);
  it.touch("touchstart", 300);
  it.touch("touchmove", 310, 380);
  it.touch("touchmove", 100, 400);
  it.touch("touchend", 100, 400);
  it.touch("touchstart", 300);
  it.touch("touchmove", 100);
  it.touch("touchcancel", 100);
  expect([it.turned, it.element.style.getPropertyValue("--swipe")]).toEqual([[], ""]);
  it.stop();
  it.draw(300, 100);
  expect(it.turned).toEqual([]);
});

test("[DEED9] the list hears of a scroll, and of nothing while a take is turned", () => {
  const it = message();
  it.draw(300, 200);
  expect(it.scrolled()).toBe(0);
  it.touch("touchstart", 300);
  it.touch("touchmove", 300, 380);
  it.touch("touchmove", 300, 420);
  expect(it.scrolled()).toBe(1);
});
