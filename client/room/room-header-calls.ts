import { type Api, NOTHING } from "../net/api.ts";
import type { ApiResult } from "../state/ports.ts";

interface RoomChange {
  /** Null: the room is called by its bots. */
  readonly title?: string | null;
  readonly status?: "active" | "archived" | "muted" | "pinned";
}

export const changeRoom = (api: Api, room_id: string, body: RoomChange): Promise<ApiResult<null>> =>
  api.call("PATCH", `/conversations/${room_id}`, NOTHING, { body });
