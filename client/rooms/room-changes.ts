import { type Api, NOTHING } from "../net/api.ts";
import { RoomListRow, roomListOf } from "../pages/room-list.ts";
import type { ToastStore } from "../state/toast-store.ts";
import { pageDeletions } from "./page-deletions.ts";
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

/** Takes a room off the list now, and deletes it when the time for second thoughts is over. */
export function deleteRoom(api: Api, toasts: ToastStore, row: RoomListRow): void {
  const list = roomListOf(api);
  list.hide(row.id);
  const remove = async () => {
    const answer = await api.call("DELETE", `/conversations/${row.id}`, NOTHING, { keepalive: true });
    if (answer.ok || answer.problem.status === 404) return;
    list.bringBack(row);
    toasts.say(`${titleOfRoom(row)} could not be deleted. ${answer.problem.detail}`, { tone: "problem" });
  };
  pageDeletions.later(row.id, () => void remove());
  const undo = () => {
    if (pageDeletions.undo(row.id)) list.bringBack(row);
    else toasts.say(`${titleOfRoom(row)} was deleted already.`);
  };
  toasts.say(`${titleOfRoom(row)} is deleted.`, { action: { label: "Undo", onPress: undo } });
}
