// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { CommandBody } from "../state/pending-store.ts";
import { button, mount, press } from "../ui/testing/mount.tsx";
import { FailureBubble } from "./failure-bubble.tsx";
import { RoomContext, type RoomScene } from "./room-context.ts";
import type { RoomModel } from "./room-model.ts";
import { botRow, messageRow, roomInfo } from "./testing/room-fixtures.ts";

const NOW = Date.parse("2026-11-23T14:06:00.000Z");
let hasFocus = true;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.spyOn(document, "hasFocus").mockImplementation(() => hasFocus);
});
afterEach(() => {
  hasFocus = true;
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const failed = (code: string, changes: Partial<MessageRow> = {}) =>
  botRow({ entry: "", failed: { code, message: "", retryable: true, retry_after_ms: 5_000 }, ...changes });

/** The newest of `rows` as it stands in a room, and what the room was asked. */
async function shown(rows: readonly MessageRow[], role = "owner") {
  const given: CommandBody[] = [];
  const room = {
    messages: signal(rows),
    view: signal({ room: roomInfo({ user: "ben" }) }),
    you: signal({ user_id: "anna", role }),
    command: (body: CommandBody) => given.push(body),
  } as unknown as RoomModel;
  const scene = { room, me: signal("anna"), nameOf: (id: string) => (id === "ben" ? "Ben" : id) };
  const message = rows.at(-1)!;
  const { root } = await mount(
    <RoomContext.Provider value={scene as unknown as RoomScene}>
      <FailureBubble message={message} error={message.failed!} />
    </RoomContext.Provider>,
  );
  return { root, given };
}
const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms).then(() => {}));
const SPEAK = { type: "speak", bot_ids: ["mara"] };

test("[SAY9] a provider's wait is counted down, and at its end asked again where the person is", async () => {
  const { root, given } = await shown([messageRow(), failed("rate_limited")]);
  expect(button(root, "Try again in 5 s").disabled).toBe(true);
  await wait(3_000);
  expect(button(root, "Try again in 2 s").disabled).toBe(true);
  expect(given).toEqual([]);
  await wait(2_100);
  expect(given).toEqual([SPEAK]);
  expect(button(root, "Try again").disabled).toBe(false);
  await wait(60_000);
  expect(given).toHaveLength(1);
});

test("[SAY9] nobody asks by themselves: elsewhere, a third time, for another person, or for another cause", async () => {
  hasFocus = false;
  const away = await shown([messageRow(), failed("rate_limited")]);
  await wait(10_000);
  expect(away.given).toEqual([]);
  hasFocus = true;
  vi.setSystemTime(NOW);
  const again = (id: string) => failed("rate_limited", { id });
  const third = await shown([messageRow(), again("a"), again("b"), again("c")]);
  const others = await shown([messageRow({ user: "ben" }), failed("rate_limited")]);
  const broken = await shown([messageRow(), failed("internal")]);
  await wait(10_000);
  for (const { given } of [third, others, broken]) expect(given).toEqual([]);
});

test("[SAY13] who may not mend it is told who can; who may is given the way", async () => {
  const rows = [messageRow(), failed("invalid_key", { byo_key: true })];
  const member = await shown(rows, "member");
  expect(member.root.textContent).toContain("Ben’s key was refused.");
  expect(member.root.textContent).toContain("Only Ben can fix it");
  expect(member.root.querySelector("a")).toBeNull();
  expect(member.root.textContent).not.toContain("practice model");
  const viewer = await shown(rows, "viewer");
  expect(viewer.root.querySelectorAll(".failure-ways button, .failure-ways a")).toHaveLength(0);
  const owner = await shown(rows);
  await press(button(owner.root, "Use the practice model"));
  expect(owner.given).toEqual([
    { type: "bots", update: { bot_id: "mara", provider: "practice", model: null, api_key_id: null } },
    SPEAK,
  ]);
});
