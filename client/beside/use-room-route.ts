import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { pairAddress, type Seat } from "./pair-address.ts";
import { bringForward, frontSeat } from "./pair-seats.ts";

/** `front`: where it is known better than by the focus. */
type Route = (to: string, replace?: boolean, front?: Seat | null) => void;

/** Goes to an address. While there are two rooms, a way to a room leads to one of their seats, and the other stays. */
export function useRoomRoute(): Route {
  const { path, query, route } = useLocation();
  return (to, replace, front = frontSeat()) => {
    const way = pairAddress(to, { path, query, front });
    if (!way) return route(to, replace);
    bringForward(way.seat);
    return route(way.address, replace);
  };
}

/** Links to rooms, wherever they stand in the page, keep the other room where it is. Those for a new tab are let be. */
export function useRoomLinks(): void {
  const go = useRoomRoute();
  const latest = useRef(go);
  latest.current = go;
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || !isPlain(event) || !isRoomLink(link)) return;
      event.preventDefault();
      // The router listens to the window and asks no further.
      event.stopPropagation();
      latest.current(link.pathname + link.search, false, seatOf(link));
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, []);
}

const isPlain = (event: MouseEvent): boolean =>
  !event.defaultPrevented && event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

/** A link in a room is that room's, also where a press does not bring it to the front. */
function seatOf(link: Element): Seat | null {
  if (link.closest(".room") === null) return frontSeat();
  return link.closest(".beside") === null ? "first" : "beside";
}

const isRoomLink = (link: HTMLAnchorElement): boolean =>
  link.origin === location.origin && link.target === "" && link.pathname.startsWith("/r/");
