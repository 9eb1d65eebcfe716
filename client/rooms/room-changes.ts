import { deleteWithUndo } from "../frame/undo-deletion.ts";
import type { Api } from "../net/api.ts";
import { RoomListRow, roomListOf } from "../pages/room-list.ts";
import type { ToastStore } from "../state/toast-store.ts";
import { titleOfRoom } from "./room-words.ts";

/** What the list can change about a room. */
export type RoomChange = Partial<Pick<RoomListRow, "title" | "status">>;

/** Changes a room at once; where the server refuses, it is as before and the page says why. */
export async function changeRoom(api: Api, toasts: ToastStore, row: RoomListRow, change: RoomChange): Promise<boolean> {
  const list = roomListOf(api);
  list.put({ ...row, ...change });
  const answer = await api.call("PATCH", `/conversations/${row.id}`, RoomListRow, { body: change });
  list.put(answer.ok ? answer.value : row);
  if (!answer.ok) toasts.say(`${titleOfRoom(row)}: ${answer.problem.detail}`, { tone: "problem" });
  return answer.ok;
}

/** Takes a room off the list and deletes it; for ten minutes it can be brought back. */
export async function deleteRoom(api: Api, toasts: ToastStore, row: RoomListRow): Promise<void> {
  const list = roomListOf(api);
  const name = titleOfRoom(row);
  list.hide(row.id);
  const path = `/conversations/${row.id}`;
  const answer = await deleteWithUndo(api, toasts, { path, name, onBack: () => list.bringBack(row) });
  if (!answer.ok) toasts.say(`${name} could not be deleted. ${answer.problem.detail}`, { tone: "problem" });
}
