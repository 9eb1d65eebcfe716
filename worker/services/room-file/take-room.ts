import { isoTime } from "../../clock.ts";
import { messagesFor } from "../../conversation/core/for-person.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { log } from "../../log.ts";
import { callRoom } from "../conversations/call-room.ts";
import { demandRole } from "../conversations/read-conversations.ts";
import { roomAsChat } from "./room-as-chat.ts";
import { roomAsJson } from "./room-as-json.ts";
import { roomAsMarkdown } from "./room-as-markdown.ts";
import { roomFileName } from "./room-file-name.ts";
import { type RoomWriter, type TakenRoom, written } from "./room-writer.ts";

const WRITERS = { json: roomAsJson, jsonl: roomAsChat, md: roomAsMarkdown } as const satisfies Record<
  string,
  (room: TakenRoom) => RoomWriter
>;
type RoomFormat = keyof typeof WRITERS;

interface OpenFile {
  readonly name: string;
  readonly type: string;
  readonly body: ReadableStream<Uint8Array>;
}

/** Who takes which room along as what, and when that is. */
interface Taking {
  readonly id: string;
  readonly format: RoomFormat;
  readonly userId: string;
  readonly nowMs: number;
}

/**
 * A conversation as a file. Costs one read of D1 and one call of the object, and both again for each portion (a hundred
 * messages, or fewer that are long) as it is fetched; no more than a portion is in memory. With the thousand calls one
 * request may make it reaches some fifty thousand messages.
 * @throws AppError `not_found` for no part in it.
 */
export async function takeRoom(env: Env, { id, format, userId, nowMs }: Taking): Promise<OpenFile> {
  const db = openDb(env.DB);
  await demandRole(db, id, userId);
  const { portions, room, bots, members } = await callRoom(env, id, (it) => it.outline());
  const title = room.title ?? (bots.map(({ name }) => name).join(", ") || "Room");
  const takenAt = isoTime(nowMs);
  const writer = WRITERS[format]({ room, bots, members, title, userId, takenAt });
  const read = async (ids: readonly string[]) => {
    // Fetching may take long: who was sent away meanwhile gets no more of it.
    await demandRole(db, id, userId);
    return messagesFor(await callRoom(env, id, (it) => it.messages(ids)), userId);
  };
  const body = streamOf(written(writer, portions, read));
  return { name: roomFileName(title, takenAt, writer.extension), type: writer.type, body };
}

/** Written as fast as it is read. What breaks it breaks the answer: half a file must not look like one. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await pieces.next();
          if (done === true) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (cause) {
          log.error("room_file.broke_off", cause);
          controller.error(cause);
        }
      },
      cancel: async () => void (await pieces.return(undefined)),
    },
    { highWaterMark: 0 },
  );
}
