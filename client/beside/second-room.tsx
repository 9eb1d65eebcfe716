import type { RefObject, VNode } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { LocationProvider, useLocation } from "preact-iso";
import { useOpenRoom } from "../pages/use-open-room.ts";
import { roomAddress } from "../room/room-address.ts";
import { besideScene, PANES, type Pane, shownBeside } from "../room/room-context.ts";
import type { RoomModel } from "../room/room-model.ts";
import { RoomTable, useScene } from "../room/room-screen.tsx";
import { RoomSkeleton } from "../room/room-skeleton.tsx";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { besideAddress, besideOf, pathOf, type RoomPlace, roomPlaceOf } from "./pair-address.ts";
import { followFocus, isAwaited } from "./pair-seats.ts";
import { isPairWide } from "./pair-width.ts";
import { useRoomLinks } from "./use-room-route.ts";
import "../styles/beside.css";

/** The room that the address keeps beside the first one, where the window is wide enough for both. */
export function SecondRoom(): VNode | null {
  const place = besideOf(useLocation());
  useRoomLinks();
  return place !== null && isPairWide.value ? <Beside place={place} /> : null;
}

function Beside({ place }: { place: RoomPlace }): VNode {
  const { session } = useApp();
  const wasInFront = useRef(false);
  const { room_id } = place;
  const room = useOpenRoom(room_id, session.me.value?.id ?? null);
  useLayoutEffect(() => {
    shownBeside.value = room_id;
    return () => {
      shownBeside.value = null;
    };
  }, [room_id]);
  if (room) return <BesideTable key={room_id} room={room} place={place} wasInFront={wasInFront} />;
  return (
    <div class="beside">
      <RoomSkeleton />
    </div>
  );
}

interface TableProps {
  readonly room: RoomModel;
  readonly place: RoomPlace;
  /** Whether the room before it in this seat had the focus: then it has it too. */
  readonly wasInFront: RefObject<boolean>;
}

function BesideTable({ room, place, wasInFront }: TableProps): VNode {
  const outer = useLocation();
  const { path, query, route } = outer;
  const element = useRef<HTMLDivElement>(null);
  const shown = PANES.find((name) => name === query["pane"]) ?? null;
  const close = () => route(roomAddress(path, { pane: query["pane"] }));
  const openPane = (next: Pane, message_id?: string) => {
    const isOpen = besideScene.peek() === scene && next === shown && message_id === undefined;
    besideScene.value = scene;
    const pane = isOpen && query["of"] === undefined ? undefined : next;
    route(roomAddress(path, { pane, of: message_id, beside: query["beside"] }), pane !== undefined && shown !== null);
  };
  const scene = useScene(room, openPane, true);
  const isInFront = besideScene.value === scene;
  useEffect(() => {
    if (!element.current) return;
    const end = followFocus(element.current, scene);
    if (wasInFront.current) besideScene.value = scene;
    return () => {
      wasInFront.current = besideScene.peek() === scene;
      end();
    };
  }, [scene]);
  useEffect(() => {
    if (isAwaited(place.room_id)) element.current?.querySelector("textarea")?.focus({ preventScroll: true });
  }, []);
  return (
    <LocationProvider.ctx.Provider value={useOwnLocation(outer, pathOf(place), close)}>
      <div class={isInFront ? "beside beside-in-front" : "beside"} ref={element}>
        <RoomTable scene={scene} pane={isInFront ? shown : null} end={<CloseButton onClose={close} />} />
      </div>
    </LocationProvider.ctx.Provider>
  );
}

type Location = ReturnType<typeof useLocation>;

/** The page's location as this room sees it: its own path, and ways to rooms that leave the first one where it is. */
function useOwnLocation(outer: Location, path: string, close: () => void): Location {
  const own = { outer, close };
  const latest = useRef(own);
  latest.current = own;
  return useMemo(() => {
    const route: Location["route"] = (to, replace) => {
      const now = latest.current;
      const next = roomPlaceOf(new URL(to, location.origin).pathname);
      if (next) now.outer.route(besideAddress(now.outer, next), replace);
      // This room is lost or left; the first one is not.
      else if (replace) now.close();
      else now.outer.route(to);
    };
    return { ...outer, path, url: path, query: {}, route };
  }, [outer, path]);
}

function CloseButton({ onClose }: { onClose: () => void }): VNode {
  const close = () => {
    onClose();
    document.querySelector<HTMLElement>(".room-frame .composer-text")?.focus({ preventScroll: true });
  };
  return (
    <button type="button" class="icon-button beside-close" aria-label="Close this room" title="Close" onClick={close}>
      <Icon name="close" />
    </button>
  );
}
