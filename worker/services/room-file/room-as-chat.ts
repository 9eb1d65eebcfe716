import type { MessageRow, Take } from "../../../shared/fields/message.ts";
import type { RoomWriter, TakenRoom } from "./room-writer.ts";
import { spokenTakes } from "./spoken-takes.ts";

/** Version of what we keep of ours in a chat: under `botcafe`, in its metadata and in each message's `extra`. */
const VERSION = 1;

/** A chat file of SillyTavern (formats A.4): JSON lines, a header and a line a message. */
export function roomAsChat({ room, title, members, bots, userId, takenAt }: TakenRoom): RoomWriter {
  const first = bots.find(({ role, is_active }) => role === "primary" && is_active) ?? bots[0];
  const header = {
    user_name: members.find(({ user_id }) => user_id === userId)?.name ?? "You",
    character_name: first?.name ?? title,
    create_date: room.created_timestamp,
    chat_metadata: {
      botcafe: {
        version: VERSION,
        exported_at: takenAt,
        title,
        people: members.map(({ name }) => name),
        bots: bots.map(({ name }) => name),
      },
    },
  };
  return {
    type: "application/jsonl",
    extension: "jsonl",
    head: `${JSON.stringify(header)}\n`,
    line: chatLine,
    between: "\n",
    foot: "\n",
  };
}

function chatLine(row: MessageRow): string | null {
  const spoken = spokenTakes(row);
  if (spoken === null) return null;
  const { takes, current } = spoken;
  const stands = takes[current];
  return JSON.stringify({
    name: row.author_name,
    is_user: row.bot === null && row.message_type !== "system",
    // There it means what bots are not told.
    is_system: row.hidden || row.aside || row.message_type === "system",
    send_date: row.created_timestamp,
    mes: stands?.text ?? row.entry,
    swipe_id: current,
    swipes: takes.map(({ text }) => text),
    swipe_info: takes.map((take) => ({ send_date: take.created_at, extra: modelOf(take) })),
    extra: { ...(stands && modelOf(stands)), botcafe: ours(row) },
  });
}

const modelOf = ({ model, reasoning, tokens, took_ms }: Take): Record<string, unknown> => ({
  ...(model !== "" && { model }),
  ...(reasoning !== undefined && { reasoning }),
  ...(tokens !== undefined && { token_count: tokens.output_tokens }),
  ...(took_ms !== undefined && { gen_ms: took_ms }),
});

/** What a chat there has no place for; what is not so is not said. */
function ours(row: MessageRow): Record<string, unknown> {
  const { thread_id, reply_to_id } = row.message_thread;
  const { attachments = [], reactions } = row.message_content;
  return {
    id: row.id,
    ...(row.bot !== null && { bot: row.bot }),
    ...(reply_to_id !== null && { reply_to: reply_to_id }),
    ...(thread_id !== undefined && { thread: thread_id }),
    ...(row.whisper_to !== null && { whisper_to: row.whisper_to }),
    ...(row.aside && { aside: true }),
    ...(row.hidden && { hidden: true }),
    ...(row.pinned && { pinned: true }),
    ...(row.message_status.is_edited && { edited_at: row.message_status.edited_at }),
    ...(Object.keys(reactions).length > 0 && { reactions }),
    ...(attachments.length > 0 && { pictures: attachments.map(({ filename, alt }) => ({ filename, alt })) }),
  };
}
