import type { MessageRow, Take } from "../../../shared/fields/message.ts";

/** What was said in a message, and which of it stands there now. */
export interface Spoken {
  readonly takes: readonly Take[];
  readonly current: number;
}

/**
 * The takes of a message that say something, the one that stands there among them; null where nothing is said yet. A
 * person's message is one take. While another take is only begun the newest finished one stands.
 */
export function spokenTakes(row: MessageRow): Spoken | null {
  const takes = row.takes.filter(({ text }) => text.trim() !== "");
  if (takes.length > 0) {
    const current = takes.findIndex(({ id }) => id === row.current_take_id);
    return { takes, current: current === -1 ? takes.length - 1 : current };
  }
  const hasPictures = row.message_content.media_attachments.length > 0;
  if (row.entry.trim() === "" && !hasPictures) return null;
  return { takes: [onlyTake(row)], current: 0 };
}

const onlyTake = ({ id, entry, created_timestamp }: MessageRow): Take => ({
  id,
  text: entry,
  model: "",
  state: "done",
  created_at: created_timestamp,
  segments: [],
});
