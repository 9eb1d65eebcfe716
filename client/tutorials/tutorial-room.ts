import type { RoomListRow } from "../pages/room-list.ts";
import type { ApiProblem, ApiResult } from "../state/ports.ts";

interface Somebody {
  readonly isSignedIn: boolean;
  /** The room this device was in last; it may be gone. */
  readonly lastRoom: string | null;
  /** The rooms there are, or why that is not known. */
  readonly rooms: () => Promise<readonly Pick<RoomListRow, "id">[] | ApiProblem | null>;
  /** Lays a table for who has none. */
  readonly newRoom: () => Promise<ApiResult<string>>;
}

/**
 * Where a tutorial about a room happens: in the room last open, else in the first of the list, else at a new sample
 * table. For a stranger that is the page they came to.
 */
export async function roomAddress({ isSignedIn, lastRoom, rooms, newRoom }: Somebody): Promise<string | ApiProblem> {
  if (!isSignedIn) return "/";
  const all = await rooms();
  if (all !== null && "code" in all) return all;
  const known = all?.find(({ id }) => id === lastRoom) ?? all?.[0];
  if (known) return `/r/${known.id}`;
  const made = await newRoom();
  return made.ok ? `/r/${made.value}` : made.problem;
}
