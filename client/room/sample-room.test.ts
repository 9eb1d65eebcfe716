import { signal } from "@preact/signals";
import { describe, expect, test, vi } from "vitest";
import { SAMPLE_ROOM, SAMPLE_SEATS } from "../../shared/sample/table.ts";
import type { SendOptions } from "../state/room-store.ts";
import type { RoomModel } from "./room-model.ts";
import { createSampleRoom } from "./sample-room.ts";

const PROBLEM = { status: 0, code: "offline", detail: "No connection.", errors: [] };

/** The guest's room as far as the sample looks at it: what it was told, and a view that comes later. */
function fakeLive() {
  const sent: [string, SendOptions | undefined][] = [];
  const view = signal<RoomModel["view"]["value"]>(null);
  const nothing = { view, bubbles: signal([]), pending: signal([]), you: signal(null), status: signal("connecting") };
  const room = {
    ...nothing,
    send: (text: string, options?: SendOptions) => String(sent.push([text, options])),
    command: vi.fn(() => "ref"),
    listen: vi.fn(() => () => {}),
    watch: vi.fn(),
  } as unknown as RoomModel;
  return { room, sent, view };
}

function setUp(answers: (RoomModel | typeof PROBLEM)[]) {
  let refs = 0;
  const open = vi.fn(async () => answers.shift() ?? PROBLEM);
  const kept = new Map<string, string>();
  const storage = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
    remove: (key: string) => void kept.delete(key),
  };
  const sample = createSampleRoom({ open, newRef: () => `r${++refs}`, nowMs: () => Date.UTC(2026, 10, 23), storage });
  return { sample, open };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("[UI16] the sample room is drawn before there is a session", () => {
  test("with its bots, greetings and starters, and asks nothing of the server", () => {
    const { sample, open } = setUp([]);
    const view = sample.view.value;
    expect(view?.room.title).toBe(SAMPLE_ROOM.title);
    expect(view?.bots.map((bot) => bot.greeting)).toEqual(SAMPLE_SEATS.map((seat) => seat.greeting));
    expect(sample.starters).toHaveLength(4);
    expect(open).not.toHaveBeenCalled();
  });

  test("keeps what is on screen until the guest's own room has said what it holds", async () => {
    const { room, view } = fakeLive();
    const { sample } = setUp([room]);
    const before = sample.view.value;
    sample.prepare();
    await settled();
    expect(sample.view.value).toBe(before);
    if (before) view.value = { ...before, seq: 7 };
    expect(sample.view.value?.seq).toBe(7);
  });

  test("goes on telling the guest's own room to who listens, until they listen no more", async () => {
    const { room } = fakeLive();
    const end = vi.fn();
    vi.mocked(room.listen).mockReturnValue(end);
    const { sample } = setUp([room]);
    const listener = {};
    const unlisten = sample.listen(listener);
    sample.prepare();
    await settled();
    expect(room.listen).toHaveBeenCalledWith(listener);
    expect(room.watch, "what woke lore is shown as it happens").toHaveBeenCalledWith({ activation: true });
    unlisten();
    expect(end).toHaveBeenCalledOnce();
  });

  test("makes one session, however often it is asked", async () => {
    const { room } = fakeLive();
    const { sample, open } = setUp([room]);
    sample.prepare();
    sample.prepare();
    await settled();
    sample.prepare();
    expect(open).toHaveBeenCalledTimes(1);
  });
});

describe("[UI17] what is sent before the session exists", () => {
  test("is shown at once and goes out first, once, in order", async () => {
    const { room, sent } = fakeLive();
    const { sample } = setUp([room]);
    sample.send("first", { mentions: ["mara"] });
    sample.send("second");
    expect(sample.bubbles.value.map((item) => item.state)).toEqual(["sending", "sending"]);
    await settled();
    sample.send("third");
    expect(sent).toEqual([
      ["first", { mentions: ["mara"] }],
      ["second", {}],
      ["third", {}],
    ]);
  });

  test("commands wait for the room too", async () => {
    const { room } = fakeLive();
    const { sample } = setUp([room]);
    sample.command({ type: "speak", bot_ids: ["mara"] });
    await settled();
    expect(room.command).toHaveBeenCalledWith({ type: "speak", bot_ids: ["mara"] });
  });

  test("is marked as not sent where no session comes, and can be tried again or dropped", async () => {
    const { room, sent } = fakeLive();
    const { sample } = setUp([PROBLEM, room]);
    const ref = sample.send("hello");
    const other = sample.send("never mind");
    await settled();
    expect(sample.bubbles.value.map((item) => item.error?.message)).toEqual(["No connection.", "No connection."]);
    sample.discard(other);
    sample.retry(ref);
    await settled();
    expect(sent).toEqual([["hello", {}]]);
  });
});
