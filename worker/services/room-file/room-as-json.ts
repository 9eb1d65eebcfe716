import { ROOM_FILE_VERSION, type RoomFile } from "../../../shared/fields/room-file.ts";
import type { RoomWriter, TakenRoom } from "./room-writer.ts";

/** Our own shape (`RoomFile`), one message a line. */
export function roomAsJson({ room, title, members, bots, takenAt }: TakenRoom): RoomWriter {
  const { id, conversation_type, turn_taking, created_timestamp } = room;
  const about = {
    format: "botcafe-room",
    version: ROOM_FILE_VERSION,
    exported_at: takenAt,
    room: { id, title, conversation_type, turn_taking, created_timestamp },
    people: members.map(({ user_id, name, role }) => ({ user_id, name, role })),
    bots: bots.map(({ bot_id, name, role, is_active }) => ({ bot_id, name, role, is_active })),
  } satisfies Omit<RoomFile, "messages">;
  return {
    type: "application/json",
    extension: "json",
    head: `${JSON.stringify(about).slice(0, -1)},"messages":[\n`,
    line: (row) => JSON.stringify(row),
    between: ",\n",
    foot: "\n]}\n",
  };
}
