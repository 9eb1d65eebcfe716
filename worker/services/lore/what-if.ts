import { sql } from "drizzle-orm";
import { AppError } from "../../../shared/app-error.ts";
import type { Trace } from "../../../shared/lore/trace.ts";
import { runWhatIf, type WhatIfBody } from "../../../shared/lore/what-if.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { linkedTomes } from "./linked-tomes.ts";
import { demandTomes } from "./links.ts";
import { loadTomes } from "./load-lore.ts";
import { readRoomTurn } from "./room-turn.ts";

/** Who asks, and when. */
export interface Asker {
  readonly userId: string;
  readonly nowMs: number;
}

/**
 * Answers `POST /api/lore/evaluate` (activation.md §13): runs the engine on what the body says and on what it names,
 * and changes nothing. In a room all of its lore takes part; entries the caller may not read are left out of the answer
 * and counted.
 *
 * @throws AppError `not_found` for tomes, rooms and messages that are not there or not for the caller; `invalid` naming
 *   the index, the field and the construct of an inline entry.
 */
export async function answerWhatIf(env: Env, body: WhatIfBody, asker: Asker): Promise<Trace & { not_yours: number }> {
  const db = openDb(env.DB);
  const { collections: ids = [], conversation_id: conversationId, message_id: messageId } = body;
  if (messageId !== undefined && conversationId === undefined)
    throw new AppError("invalid", "message without room", {
      publicMessage: "message_id needs a conversation_id.",
      fields: [{ path: "conversation_id", message: "is missing" }],
    });
  await demandTomes(db, { field: "collections", ids }, asker);
  const room =
    conversationId === undefined
      ? null
      : await readRoomTurn(env, {
          ...asker,
          conversationId,
          messageId: messageId ?? null,
          botId: body.bot?.id || null,
        });
  const named = sql`select value as id from json_each(${JSON.stringify(ids)})`;
  const targets = { bot: room?.botId ?? null, conversation: conversationId ?? null, persona: room?.personaId ?? null };
  const tomes = room ? sql`${named} union select id from (${linkedTomes(targets, asker.nowMs)})` : named;
  const { entries, collections, unreadable } = await loadTomes(db, tomes, asker);
  const result = runWhatIf(body, { entries, collections, ...(room ? { turn: room.turn } : {}) });
  if (!result.ok) throw invalidEntry(result);
  const inline = new Set((body.entries ?? []).map((entry, index) => entry.id ?? String(index)));
  const hidden = new Set(entries.filter(({ id }) => unreadable.has(id) && !inline.has(id)).map(({ id }) => id));
  return redact(result.answer, hidden);
}

const invalidEntry = ({ index, field, message }: { index: number; field: string; message: string }): AppError =>
  new AppError("invalid", "inline entry", {
    publicMessage: `entries.${index}.${field}: ${message}.`,
    fields: [{ path: `entries.${index}.${field}`, message }],
  });

const redact = (trace: Trace, hidden: ReadonlySet<string>) => ({
  ...trace,
  entries: trace.entries.filter(({ id }) => !hidden.has(id)),
  prompt: trace.prompt.filter(({ entry }) => !hidden.has(entry)),
  not_yours: trace.entries.filter(({ id }) => hidden.has(id)).length,
});
