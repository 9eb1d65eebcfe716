import type { MessageRow } from "../../../shared/fields/message.ts";
import { messagesFor } from "../../conversation/core/for-person.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { callRoom } from "./call-room.ts";
import { demandRole } from "./read-conversations.ts";

/** Where a page of history lies: before or after a message, else at the end. */
export interface HistoryQuery {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /** The message that starts it: its thread alone. */
  readonly thread?: string | undefined;
  readonly limit: number;
}
export interface HistoryPage {
  /** Oldest first. */
  readonly docs: readonly MessageRow[];
  readonly has_more_before: boolean;
  readonly has_more_after: boolean;
  /** Message to go on from in the direction that was asked for, or null at the end. */
  readonly next: string | null;
}

/**
 * A page of the transcript from the room itself, without whispers between others and what is theirs.
 * @throws AppError `not_found` for no part in it.
 */
export async function readHistory(env: Env, id: string, query: HistoryQuery, userId: string): Promise<HistoryPage> {
  await demandRole(openDb(env.DB), id, userId);
  const { before, after, thread, limit } = query;
  const from = {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(thread === undefined ? {} : { thread }),
  };
  const page = await callRoom(env, id, (room) => room.history({ ...from, limit }));
  const [isForward, last] = [after !== undefined, after === undefined ? page.messages[0] : page.messages.at(-1)];
  const goesOn = isForward ? page.hasMoreAfter : page.hasMoreBefore;
  return {
    docs: messagesFor(page.messages, userId),
    has_more_before: page.hasMoreBefore,
    has_more_after: page.hasMoreAfter,
    next: goesOn ? (last?.id ?? null) : null,
  };
}
