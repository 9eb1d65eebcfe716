import { roomAddress } from "../room/room-address.ts";

/** A room in an address, with the message it is about, if any. */
export interface RoomPlace {
  readonly room_id: string;
  readonly message_id: string | null;
}

/** Which of two rooms. */
export type Seat = "first" | "beside";

/** The page as it stands: the first room in its path, the second in its query. */
export interface Pair {
  /** Path of the page, without its query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The one with the focus; null where the window is too narrow for the second one. */
  readonly front: Seat | null;
}

const PATH = /^\/r\/([^/]+)(?:\/m\/([^/]+))?\/?$/;

/** The room of a path; null for any other page. */
export function roomPlaceOf(path: string): RoomPlace | null {
  const [, room_id, message_id] = PATH.exec(path) ?? [];
  return room_id === undefined ? null : { room_id, message_id: message_id ?? null };
}

/** The second room of an address: null where there is none, or where it is the first one again. */
export function besideOf({ path, query }: Pick<Pair, "path" | "query">): RoomPlace | null {
  const first = roomPlaceOf(path);
  const beside = query["beside"] === undefined ? null : roomPlaceOf(`/r/${query["beside"]}`);
  return first === null || beside?.room_id === first.room_id ? null : beside;
}

/** Path of a room's page, as its own location has it. */
export const pathOf = ({ room_id, message_id }: RoomPlace): string =>
  message_id === null ? `/r/${room_id}` : `/r/${room_id}/m/${message_id}`;
const seatValue = (place: RoomPlace): string => pathOf(place).slice("/r/".length);

/** The address on which `place` stands beside the room of the page. The pane that is open stays so. */
export const besideAddress = ({ path, query }: Pick<Pair, "path" | "query">, place: RoomPlace): string =>
  roomAddress(path, { pane: query["pane"], beside: seatValue(place) });

/**
 * Where a way to a room leads while there is a second one: to the seat in which that room sits already, else to the one
 * that has the focus. The other room stays. Null where the way leads to no room.
 */
export function pairAddress(to: string, pair: Pair): { readonly address: string; readonly seat: Seat } | null {
  const { pathname, searchParams } = new URL(to, "http://page.invalid");
  const place = roomPlaceOf(pathname);
  const beside = besideOf(pair);
  const first = roomPlaceOf(pair.path);
  if (place === null || beside === null || first === null) return null;
  const seat = seatOf(place, first, beside, pair.front);
  // Without its seat on screen, the second room is gone to as any other, and the first one waits in its place.
  const isSwapped = seat === "first" && place.room_id === beside.room_id;
  const other = isSwapped ? first : beside;
  const [path, second] = seat === "first" ? [pathname, other] : [pair.path, place];
  const pane = searchParams.get("pane") ?? pair.query["pane"];
  const of = searchParams.get("of") ?? undefined;
  return { address: roomAddress(path, { pane, of, beside: seatValue(second) }), seat };
}

function seatOf({ room_id }: RoomPlace, first: RoomPlace, beside: RoomPlace, front: Seat | null): Seat {
  if (front === null || room_id === first.room_id) return "first";
  return room_id === beside.room_id ? "beside" : front;
}
