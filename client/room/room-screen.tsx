import { type ReadonlySignal, signal, useComputed } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { RoomView } from "../../shared/room/room-view.ts";
import { useApp } from "../ui/app-context.ts";
import { fetchWhenIdle, lazyPart } from "../ui/lazy-part.tsx";
import { FailureBubble } from "./bot-bubble.tsx";
import { hasMarks, hasPictures } from "./has-marks.ts";
import { MessageActions, MessageMarks, MessagePictures } from "./message.tsx";
import { roomAddress } from "./room-address.ts";
import { besideScene, PANES, type Pane, RoomContext, type RoomScene, SELF } from "./room-context.ts";
import { RoomDock } from "./room-dock.tsx";
import { RoomHeader } from "./room-header.tsx";
import type { RoomModel } from "./room-model.ts";
import { RoomSkeleton } from "./room-skeleton.tsx";
import { createSpeakerMarks, SPEAKER_MARKS } from "./speaker-marks.ts";
import { Transcript } from "./transcript.tsx";

/** Who only talks never loads it. */
const Inspector = lazyPart(() => import("./inspector.tsx").then(({ Inspector: inspector }) => inspector));
/** In the place of a room that does not open. */
const RoomNotOpen = lazyPart(() => import("./room-not-open.tsx").then(({ RoomNotOpen: words }) => words), {
  meanwhile: <RoomSkeleton />,
});
/** Nothing of these is seen at first. */
const ConnectionBar = lazyPart(() => import("./connection-bar.tsx").then(({ ConnectionBar: bar }) => bar), {
  isQuiet: true,
});
const Announcer = lazyPart(() => import("./announcer.tsx").then(({ Announcer: announcer }) => announcer), {
  isQuiet: true,
});

/** One room, and the panes that explain; of two rooms on screen they explain the one that has the focus. */
export function RoomScreen({ room, notice = null }: { room: RoomModel; notice?: string | null }): VNode {
  const { pane: asked, ownPane, message_id, openPane, closePane } = usePane();
  const scene = useScene(room, openPane);
  const front = besideScene.value ?? scene;
  // Of a room that does not open there is nothing to explain.
  const pane = front.room.view.value || !front.room.closeReason.value ? asked : null;
  const title = titleOf(front.room.view.value);
  useEffect(() => {
    document.title = `${title} · BotCafe`;
  }, [title]);
  return (
    <div class={pane ? "room-frame room-with-inspector" : "room-frame"}>
      <RoomTable scene={scene} notice={notice} pane={ownPane} />
      <RoomContext.Provider value={front}>
        {pane && <button type="button" class="scrim" tabIndex={-1} aria-label="Close the pane" onClick={closePane} />}
        {pane && <Inspector pane={pane} message_id={message_id} onClose={closePane} />}
      </RoomContext.Provider>
    </div>
  );
}

interface TableProps {
  readonly scene: RoomScene;
  readonly notice?: string | null;
  /** The pane that is open about this room. */
  readonly pane: Pane | null;
  /** What stands last in its header. */
  readonly end?: ComponentChildren;
}

/** The room itself: header, transcript, floor, queue and composer. */
export function RoomTable({ scene, notice = null, pane, end }: TableProps): VNode {
  const { room } = scene;
  const { toasts } = useApp();
  const title = titleOf(room.view.value);
  useEffect(() => room.watch({ activation: true }), [room]);
  useLayoutEffect(() => toasts.enter(room), [room]);
  return (
    <RoomContext.Provider value={scene}>
      <section class="room" aria-label={title}>
        <RoomHeader title={title} notice={notice} pane={pane} end={end} />
        <div class="room-middle">
          {useIsDrawable(room) ? <Transcript /> : <NotYet room={room} />}
          <ConnectionBar />
        </div>
        <RoomDock />
      </section>
      <Announcer />
    </RoomContext.Provider>
  );
}

/**
 * Whether the first sight can be drawn whole, so that nothing in it moves afterwards: the words of failures come apart.
 * Once it is, what may be asked for next is fetched.
 */
function useIsDrawable(room: RoomModel): boolean {
  const isDrawn = useRef(false);
  const messages = room.view.value?.messages;
  const isReady = (part: Pick<typeof MessageMarks, "isSettled">, isNeeded: boolean | undefined) =>
    part.isSettled.value || !isNeeded;
  const hasWords = isReady(
    FailureBubble,
    messages?.some(({ failed }) => failed),
  );
  const hasFaces = isReady(MessagePictures, messages?.some(hasPictures));
  const isWhole = isReady(MessageMarks, messages?.some(hasMarks)) && hasWords && hasFaces;
  if (messages && isWhole) isDrawn.current = true;
  const isWaiting = messages !== undefined && !isDrawn.current;
  useEffect(() => {
    if (isWaiting) for (const part of [FailureBubble, MessageMarks, MessagePictures]) void part.fetch();
    return isDrawn.current
      ? fetchWhenIdle([MessageActions, FailureBubble, MessageMarks, MessagePictures, Inspector])
      : undefined;
  }, [isWaiting, isDrawn.current]);
  // A copy of the device's is taken away again where the room has been lost.
  return isDrawn.current && messages !== undefined;
}

/** A room without a title is called by who sits in it. */
export const titleOf = (view: RoomView | null): string =>
  (view?.room.title ?? view?.bots.map(({ name }) => name).join(", ")) || "Room";

/** The open pane is part of the address, so that it can be shared and Back closes it. */
function usePane() {
  const { path, query, route } = useLocation();
  const { of, beside } = query;
  const pane = PANES.find((name) => name === query["pane"]) ?? null;
  const ownPane = besideScene.value ? null : pane;
  const closePane = () => route(roomAddress(path, { beside }));
  const openPane = (next: Pane, message_id?: string) => {
    besideScene.value = null;
    if (next === ownPane && message_id === undefined && of === undefined) closePane();
    else route(roomAddress(path, { pane: next, of: message_id, beside }), pane !== null);
  };
  return { pane, ownPane, message_id: of ?? null, openPane, closePane };
}

export function useScene(room: RoomModel, openPane: RoomScene["openPane"], isBeside = false): RoomScene {
  const bots = useComputed(() => room.view.value?.bots ?? []);
  const members = useComputed(() => room.view.value?.members ?? []);
  const me = useComputed(() => room.you.value?.user_id ?? null);
  const marks = useMemo(createSpeakerMarks, [room]);
  // Bots first, in the room's order: all devices give them the same marks.
  for (const { bot_id } of bots.value) marks(bot_id);
  const open = useLatest(openPane);
  return useMemo(() => {
    const nameOf = (user_id: string) => {
      if (user_id === me.value) return "you";
      return members.value.find((member) => member.user_id === user_id)?.name ?? "someone";
    };
    const markOf = (id: string) => (id === SELF || id === me.peek() ? SPEAKER_MARKS : marks(id));
    return {
      room,
      isBeside,
      bots,
      members,
      me,
      markOf,
      nameOf,
      finding: signal(null),
      asking: signal(null),
      editing: signal(null),
      openPane: (...args) => open.peek()(...args),
    };
  }, [room]);
}

/** The newest value of a prop, for functions that are made once. */
function useLatest<T>(value: T): ReadonlySignal<T> {
  const latest = useMemo(() => signal(value), []);
  latest.value = value;
  return latest;
}

/** A room whose first answer is on its way, or one that will not open. */
function NotYet({ room }: { room: RoomModel }): VNode {
  const reason = room.closeReason.value;
  return reason ? <RoomNotOpen reason={reason} /> : <RoomSkeleton />;
}
