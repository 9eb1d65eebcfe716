import { effect } from "@preact/signals";
import { type RoomList, RoomListRow } from "../pages/room-list.ts";
import type { KeptCopies } from "./kept-copies.ts";

/** Among a person's copies. */
const NAME = "rooms";

/**
 * Keeps a copy of the list of rooms, and shows it where the server does not answer. @returns How to stop.
 * @param nowMs Unix milliseconds.
 */
export function keepRoomList(list: RoomList, copies: KeptCopies, user_id: string, nowMs: () => number): () => void {
  /** What was read from the copy needs no writing down. */
  let known = "";
  let isOver = false;
  const ignore = () => undefined;
  const show = async () => {
    const copy = await copies.get(user_id, NAME).catch(ignore);
    if (!copy || isOver || list.rows.peek()) return;
    const rows = readRows(copy.text);
    known = JSON.stringify(rows);
    list.copyOf.value = copy.at_ms;
    list.rows.value = rows;
  };
  const stop = effect(() => {
    const rows = list.rows.value;
    if (rows === null) {
      if (list.problem.value) void show();
      return;
    }
    const text = JSON.stringify(rows);
    if (text === known || list.problem.value) return;
    known = text;
    copies.put(user_id, NAME, { at_ms: nowMs(), text }).catch(ignore);
  });
  return () => {
    isOver = true;
    stop();
  };
}

/** Without rows of another version of the page. */
function readRows(text: string): RoomListRow[] {
  const rows: unknown = JSON.parse(text);
  return Array.isArray(rows) ? rows.flatMap((row) => RoomListRow.safeParse(row).data ?? []) : [];
}
