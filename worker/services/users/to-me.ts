import type { UserRecord } from "../../../schema/tables/users.ts";
import { mediaUrl } from "../../../shared/fields/media.ts";
import type { Me } from "../../../shared/fields/users.ts";

/** A user's row as they themselves see it: Clerk ids and marks of the house stay here. */
export function toMe(row: UserRecord): Me {
  const { clerk_user_id: _clerk, house: _house, suspended_at: _suspended, ...me } = row;
  return { ...me, avatar_url: mediaUrl(row.avatar) };
}
