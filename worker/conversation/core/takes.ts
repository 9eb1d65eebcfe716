import type { MessageRow, Segment, Take } from "../../../shared/fields/message.ts";
import { changed } from "./message-rows.ts";

const NO_TOKENS: MessageRow["token_tracking"] = {
  input_tokens: 0,
  output_tokens: 0,
  total_tokens: 0,
  cost_estimate: 0,
};

/** Key of the path that follows a take: an edited take stands in the place of the one it was made from. */
export const pathOf = (take: Take): string => take.edited?.of ?? take.id;

/**
 * A row's takes with what the row alone knows of the current one written into it, so that choosing another loses
 * nothing: tokens, lore, how it ended.
 */
export function completeTakes(row: MessageRow): Take[] {
  return row.takes.map((take) => (take.id === row.current_take_id ? { ...take, ...factsOf(row) } : take));
}

/** The row as it is stored where nothing streams. */
export const withoutOpenTakes = (row: MessageRow): MessageRow => ({
  ...row,
  takes: row.takes.filter((take) => take.state !== "streaming"),
});

/** Takes, and stretches of takes by the generation that wrote them, that `after` has no more: nothing they brought about counts. */
export function unsaid(before: MessageRow, after: MessageRow): [takeId: string, generationId?: string][] {
  return before.takes.flatMap((take): [string, string?][] => {
    const kept = after.takes.find((t) => t.id === take.id);
    if (!kept) return [[take.id]];
    const gone = take.segments.filter((segment) => !kept.segments.some((s) => s.id === segment.id));
    return gone.map((segment): [string, string] => [take.id, segment.id]);
  });
}

/** A take without one of its stretches; what follows moves up. */
export function withoutSegment(take: Take, segment: Segment): Take {
  const { at, length } = segment;
  const spent = { input: segment.input_tokens ?? 0, output: segment.output_tokens ?? 0 };
  const tokens = take.tokens && {
    ...take.tokens,
    input_tokens: take.tokens.input_tokens - spent.input,
    output_tokens: take.tokens.output_tokens - spent.output,
    total_tokens: take.tokens.total_tokens - spent.input - spent.output,
  };
  return {
    ...take,
    text: take.text.slice(0, at) + take.text.slice(at + length),
    segments: take.segments.filter((s) => s !== segment).map((s) => (s.at > at ? { ...s, at: s.at - length } : s)),
    ...(tokens && { tokens }),
  };
}

function factsOf(row: MessageRow): Partial<Take> {
  if (row.bot === null) return { text: row.entry };
  return {
    text: row.entry,
    tokens: row.token_tracking,
    byo_key: row.byo_key,
    ...(row.reasoning_content !== null && { reasoning: row.reasoning_content }),
    ...(row.activation !== null && { activation: row.activation }),
    ...(row.stopped_by !== null && { stopped_by: row.stopped_by }),
    ...(row.failed !== null && { failed: row.failed }),
    ...(row.metadata.processing_time_ms !== null && { took_ms: row.metadata.processing_time_ms }),
    ...(row.sha256 !== undefined && { sha256: row.sha256 }),
  };
}

/** The message showing one of its takes: its text and everything that was true of that reply, counters included. */
export function showTake(row: MessageRow, takeId: string): MessageRow {
  const takes = completeTakes(row);
  const take = takes.find((t) => t.id === takeId);
  if (!take) return row;
  if (row.bot === null) return { ...row, takes, current_take_id: take.id, entry: take.text };
  const { sha256: _old, length: _length, ...rest } = row;
  const shown = {
    ...rest,
    takes,
    current_take_id: take.id,
    entry: take.text,
    reasoning_content: take.reasoning ?? null,
    message_attribution: { ...row.message_attribution, model_used: take.model },
    token_tracking: take.tokens ?? NO_TOKENS,
    byo_key: take.byo_key ?? row.byo_key,
    message_status: { ...row.message_status, delivery_status: take.failed ? "failed" : "delivered" } as const,
    metadata: { ...row.metadata, processing_time_ms: take.took_ms ?? null },
    interrupted: take.state === "interrupted",
    stopped_by: take.stopped_by ?? null,
    failed: take.failed ?? null,
    activation: take.activation ?? null,
    length: take.text.length,
  };
  return take.sha256 === undefined ? shown : { ...shown, sha256: take.sha256 };
}

/** A person's message said otherwise: both ways of saying it are takes, each with the path that follows it. */
export function withOtherWording(
  row: MessageRow,
  edit: { ids: [string, string]; text: string; now: string },
): MessageRow {
  const [first, id] = edit.ids;
  const take = { model: "", state: "done" as const, segments: [] };
  const before: Take[] =
    row.takes.length > 0
      ? completeTakes(row)
      : [{ ...take, id: first, text: row.entry, created_at: row.created_timestamp }];
  return {
    ...row,
    entry: edit.text,
    takes: [...before, { ...take, id, text: edit.text, created_at: edit.now }],
    current_take_id: id,
  };
}

/** A bot's message with its text changed by a person: the original stays as a take, and so does all that it cost. */
export function withEditedTake(
  row: MessageRow,
  edit: { id: string; text: string; sha256: string; by: string; now: string },
): MessageRow {
  const takes = completeTakes(row);
  const original = takes.find((t) => t.id === row.current_take_id);
  if (!original) return changed(row, { entry: edit.text, length: edit.text.length, sha256: edit.sha256 });
  const { stopped_by: _by, failed: _failed, ...kept } = original;
  const take: Take = {
    ...kept,
    id: edit.id,
    text: edit.text,
    state: "done",
    created_at: edit.now,
    segments: [],
    sha256: edit.sha256,
    edited: { by: edit.by, of: pathOf(original) },
  };
  return showTake({ ...row, takes: [...takes, take] }, take.id);
}
