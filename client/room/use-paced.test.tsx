// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { usePaced } from "./use-paced.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("[UI18] a stream is painted at most ten times a second, and its last word always arrives", async () => {
  const text = signal(0);
  let paints = 0;
  const Show = () => {
    paints++;
    return <p>{usePaced(text)}</p>;
  };
  const root = document.createElement("div");
  await act(() => render(<Show />, root));
  paints = 0;
  for (let tick = 1; tick <= 200; tick++) {
    text.value = tick;
    await act(() => void vi.advanceTimersByTime(10));
  }
  expect(paints).toBeLessThanOrEqual(21);
  expect(paints).toBeGreaterThan(15);
  await act(() => void vi.advanceTimersByTime(100));
  expect(root.textContent).toBe("200");
  await act(() => render(null, root));
});
