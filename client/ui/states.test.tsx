// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProgressJob } from "./progress-job.tsx";
import { Qr } from "./qr.tsx";
import { EmptyState, ErrorBlock, Skeleton } from "./states.tsx";
import { button, mount, only, press } from "./testing/mount.tsx";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test("[FND6] waiting shows nothing for 150 ms, then rows in their place, and words with a retry after 4 s", async () => {
  const onRetry = vi.fn();
  const { root } = await mount(<Skeleton rows={3} onRetry={onRetry} />);
  const skeleton = only(root, ".skeleton");
  expect(skeleton.className).toContain("skeleton-quick");
  expect(root.querySelectorAll(".skeleton-row")).toHaveLength(3);
  expect(skeleton.getAttribute("aria-busy")).toBe("true");
  const status = only(root, "[role=status]");
  await pass(150);
  expect(skeleton.className).toContain("skeleton-waiting");
  expect(status.textContent).toBe("");
  await pass(3_850);
  expect(status.textContent).toBe("Still loading. Try again");
  await press(button(root, "Try again"));
  expect(onRetry).toHaveBeenCalledOnce();
});

test("[FND7] an error says what failed and how to try again; being offline is no fault of the server", async () => {
  const onRetry = vi.fn();
  const block = (code: string, detail: string) => (
    <ErrorBlock problem={{ code, status: 0, detail } as never} onRetry={onRetry} />
  );
  const { root, show } = await mount(block("internal", "The list could not be read."));
  expect(only(root, "[role=alert] p").textContent).toBe("The list could not be read.");
  await show(block("offline", "Failed to fetch"));
  expect(only(root, "[role=alert] p").textContent).toBe("You are offline. This could not be loaded.");
  await press(button(root, "Try again"));
  expect(onRetry).toHaveBeenCalledOnce();
});

test("[FND7] an empty place says what will be here and offers one thing to do", async () => {
  const { root } = await mount(
    <EmptyState title="No rooms yet" action={<button type="button">Start one</button>}>
      Rooms you talk in appear here.
    </EmptyState>,
  );
  expect(only(root, "h2").textContent).toBe("No rooms yet");
  expect(only(root, "p").textContent).toBe("Rooms you talk in appear here.");
  expect(root.querySelectorAll("button")).toHaveLength(1);
});

test("[FND8] work shows a bar only where its length is known and it goes on; its state is said in words", async () => {
  const { root, show } = await mount(
    <ProgressJob title="Import" status="running" done={600} total={1000} phase="Reading" />,
  );
  const bar = only<HTMLProgressElement>(root, "progress");
  expect(bar.getAttribute("aria-label")).toMatch(/^Import: 600 of 1.?000$/);
  expect(root.textContent).toMatch(/Reading · 600 of 1.?000/);
  await show(<ProgressJob title="Import" status="running" done={600} total={0} paused />);
  expect(root.querySelector("progress")).toBeNull();
  expect(root.textContent).toContain("Paused");
  await show(<ProgressJob title="Import" status="failed" done={600} total={1000} phase="Reading" />);
  expect(root.querySelector("progress")).toBeNull();
  expect(root.textContent).toContain("Failed");
  expect(root.textContent).not.toContain("Reading");
});

test("[FND9] a QR code is a named picture with four light modules around it", async () => {
  const { root } = await mount(<Qr text="https://cafe.example/join/abc" name="Open this room on another device" />);
  const svg = root.querySelector("svg");
  expect(svg?.getAttribute("aria-label")).toBe("Open this room on another device");
  const columns = [...(root.querySelector(".qr-dark")?.getAttribute("d") ?? "").matchAll(/M(\d+) (\d+)/g)];
  const side = Number(svg?.getAttribute("viewBox")?.split(" ")[2]);
  const places = columns.flatMap(([, x, y]) => [Number(x), Number(y)]);
  expect(Math.min(...places)).toBe(4);
  expect(Math.max(...places)).toBe(side - 5);
});
