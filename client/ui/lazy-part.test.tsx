// @vitest-environment happy-dom
import type { FunctionComponent } from "preact";
import { act } from "preact/test-utils";
import { expect, test, vi } from "vitest";
import { fetchWhenIdle, lazyPart } from "./lazy-part.tsx";
import { button, mount, press } from "./testing/mount.tsx";

type Sign = FunctionComponent<{ readonly name: string }>;
const Board: Sign = ({ name }) => <b>{name}</b>;

/** Code on its way: what `load` promises, and how it comes or fails. */
function onItsWay() {
  const asked: PromiseWithResolvers<Sign>[] = [];
  const load = vi.fn(() => {
    const promise = Promise.withResolvers<Sign>();
    asked.push(promise);
    return promise.promise;
  });
  const end = (how: (last: PromiseWithResolvers<Sign>) => void) =>
    act(async () => {
      const last = asked.at(-1)!;
      how(last);
      await last.promise.catch(() => {});
    });
  return { load, come: () => end(({ resolve }) => resolve(Board)), fail: () => end(({ reject }) => reject()) };
}

test("[FND30] what stands in its place, then the part; the next one at once, from one load", async () => {
  const { load, come } = onItsWay();
  const Lazy = lazyPart(load, { meanwhile: <i>soon</i> });
  const first = await mount(<Lazy name="open" />);
  expect(first.root.innerHTML).toBe("<i>soon</i>");
  await come();
  expect(first.root.innerHTML).toBe("<b>open</b>");
  const second = await mount(<Lazy name="closed" />);
  expect(second.root.innerHTML).toBe("<b>closed</b>");
  await Lazy.fetch();
  expect(load).toHaveBeenCalledOnce();
});

test("[FND30] code that does not come is said and asked for again", async () => {
  const { load, come, fail } = onItsWay();
  const Lazy = lazyPart(load);
  const { root } = await mount(<Lazy name="open" />);
  expect(root.textContent).toBe("");
  await fail();
  expect(root.querySelector("[role=alert]")?.textContent).toContain("did not load");
  await press(button(root, "Try again"));
  expect(root.textContent).toBe("");
  await come();
  expect(root.textContent).toBe("open");
  expect(load).toHaveBeenCalledTimes(2);
});

test("[FND30] a part nobody asked for says nothing when it fails, and is asked for by the next one", async () => {
  const { load, come, fail } = onItsWay();
  const Lazy = lazyPart(load, { isQuiet: true });
  const { root } = await mount(<Lazy name="open" />);
  await fail();
  expect(root.textContent).toBe("");
  const next = await mount(<Lazy name="closed" />);
  await come();
  expect(next.root.textContent).toBe("closed");
  expect(load).toHaveBeenCalledTimes(2);
});

test("[FND30] idle time fetches one part after another, until it is told to stop", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("requestIdleCallback", undefined);
  const fetched: string[] = [];
  const part = (name: string) => ({ fetch: async () => void fetched.push(name) });
  const stop = fetchWhenIdle([part("a"), part("b"), part("c")]);
  expect(fetched).toEqual([]);
  await vi.advanceTimersToNextTimerAsync();
  expect(fetched).toEqual(["a"]);
  await vi.advanceTimersToNextTimerAsync();
  expect(fetched).toEqual(["a", "b"]);
  stop();
  await vi.runAllTimersAsync();
  expect(fetched).toEqual(["a", "b"]);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
