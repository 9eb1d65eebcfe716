// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { act } from "preact/test-utils";
import { expect, test, vi } from "vitest";
import type { MessageRow } from "../../shared/fields/message.ts";
import { type App, AppContext } from "../ui/app-context.ts";
import { mount, only } from "../ui/testing/mount.tsx";
import { elementIdOf } from "./message.tsx";
import type { RoomModel } from "./room-model.ts";
import { messageRow } from "./testing/room-fixtures.ts";
import { useTranscriptScroll } from "./use-transcript-scroll.ts";

const row = (n: number) => messageRow({ id: `m${n}`, seq: n, user: "ben" });
const VISIT = { target: null, unread: 0 };

function List({ room, talk }: { room: RoomModel; talk: readonly MessageRow[] }) {
  const refs = {
    scroller: useRef<HTMLDivElement>(null),
    content: useRef<HTMLDivElement>(null),
    tail: useRef<HTMLOListElement>(null),
  };
  const { jump, state } = useTranscriptScroll(room, refs, talk, VISIT);
  return (
    <div ref={refs.scroller}>
      <div ref={refs.content}>
        <ol ref={refs.tail}>
          {talk.map(({ id }) => (
            <li key={id} id={elementIdOf(id)} tabIndex={-1} />
          ))}
        </ol>
      </div>
      <button type="button" onClick={jump}>
        {state.mode} {state.fresh}
      </button>
    </div>
  );
}

async function opened() {
  const leave = vi.fn();
  const gap = signal<string | null>(null);
  const talk = [row(1)];
  const room = {
    ...{ messages: signal(talk), bubbles: signal([]), you: signal({ user_id: "anna", role: "owner" }), gap, leave },
    ...{ view: signal({}), room_id: signal("c1"), hasMore: signal(false) },
  } as unknown as RoomModel;
  const app = { preferences: { values: signal({}) } } as unknown as App;
  const draw = () => (
    <AppContext.Provider value={app}>
      <List room={room} talk={[...talk]} />
    </AppContext.Provider>
  );
  const { root, show } = await mount(draw());
  const arrive = async () => {
    talk.push(row(talk.length + 1));
    await show(draw());
  };
  const goIn = () => act(() => void only(root, "ol").dispatchEvent(new FocusEvent("focusin", { bubbles: true })));
  return { root, leave, gap, arrive, goIn, pill: () => only(root, "button") };
}

test("[CLI97] the past is let go of while one follows, and never under who reads it", async () => {
  const it = await opened();
  it.leave.mockClear();
  await it.arrive();
  expect(it.leave).toHaveBeenCalledOnce();
  await it.goIn();
  it.leave.mockClear();
  await it.arrive();
  expect([it.pill().textContent, it.leave.mock.calls]).toEqual(["hold 1", []]);
});

test("[CLI97] a stretch that was fetched apart is left by the reader's own way back alone", async () => {
  const it = await opened();
  await it.goIn();
  it.gap.value = "m1";
  it.leave.mockClear();
  await it.arrive();
  expect(it.leave).not.toHaveBeenCalled();
  await act(() => it.pill().click());
  expect([it.pill().textContent, it.leave.mock.calls.length]).toEqual(["follow 0", 1]);
  await it.arrive();
  expect(it.leave, "following, with a stretch apart: nothing takes it away").toHaveBeenCalledOnce();
});
