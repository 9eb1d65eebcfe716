import * as z from "zod/mini";
import { NackError } from "../../shared/protocol/server-messages.ts";
import type { PendingCommand } from "./pending-commands.ts";

/**
 * A message that must outlive its tab. Only messages are kept: a `stop` or `speak` of yesterday must not be said today.
 * Decoded on reading, since another version of this page may have written it.
 */
export const StoredCommand = z.object({
  ref: z.string(),
  state: z.enum(["queued", "sending", "sent", "failed"]),
  queued_at_ms: z.number(),
  after_seq: z.number(),
  error: z.optional(NackError),
  command: z.object({
    type: z.literal("send"),
    ref: z.string(),
    text: z.string(),
    persona_id: z.optional(z.nullable(z.string())),
    reply_to_id: z.optional(z.string()),
    thread_id: z.optional(z.string()),
    mentions: z.optional(z.array(z.string())),
    attachments: z.optional(z.array(z.string())),
    aside: z.optional(z.boolean()),
    whisper_to: z.optional(z.string()),
    respond: z.optional(z.boolean()),
  }),
});
export type StoredCommand = z.infer<typeof StoredCommand>;

/** Pending messages of one person in one room, in the order they were given. */
export interface Outbox {
  /**
   * Takes over what earlier tabs have left behind, oldest first, each message once: what a tab that still lives has in
   * hand stays with it. Rejects where the browser gives no storage.
   */
  load(): Promise<readonly StoredCommand[]>;
  /** Adds at the end, or replaces the one of the same `ref` in its place. */
  put(item: StoredCommand): Promise<void>;
  remove(ref: string): Promise<void>;
}

/** What of `item` goes into the outbox; null for commands of the moment. */
export function storedForm(item: PendingCommand): StoredCommand | null {
  const { command, ref, state, queued_at_ms, after_seq, error } = item;
  if (command.type !== "send") return null;
  return { ref, state, queued_at_ms, after_seq, command, ...(error && { error }) };
}

/** Rows as read from a storage, without those that no longer make sense. */
export const readStored = (rows: readonly unknown[]): StoredCommand[] =>
  rows.flatMap((row) => StoredCommand.safeParse(row).data ?? []);
