import type { MessageRow, Take } from "../../../shared/fields/message.ts";
import type { DeleteTake } from "../../../shared/protocol/client-messages.ts";
import { changed, isBeingWritten } from "../core/message-rows.ts";
import { mayManage } from "../core/rights.ts";
import { accept, type CommandContext, type Decision, type RoomState, refuse } from "../core/state.ts";
import { completeTakes, pathOf, showTake, withoutSegment } from "../core/takes.ts";

/** Removes a take with what hangs on it, or one stretch of it. A message keeps at least one. Rules TAKE13–TAKE16. */
export function deleteTake(state: RoomState, command: DeleteTake, ctx: CommandContext): Decision {
  const message = state.message(command.message_id);
  if (!message) return refuse("not_found", "that message is gone", "message_id");
  if (!mayManage(ctx.actor, message)) return refuse("forbidden", "only who said it or an owner may delete a take");
  const take = completeTakes(message).find((t) => t.id === command.take_id);
  if (!take) return refuse("not_found", "that take is gone", "take_id");
  if (isBeingWritten(message)) return refuse("conflict", "this message is still being written", "take_id");
  return command.segment_id === undefined
    ? removeTake(state, message, take, ctx)
    : removeSegment(message, take, command.segment_id, ctx);
}

function removeTake(state: RoomState, message: MessageRow, take: Take, ctx: CommandContext): Decision {
  const others = message.takes.filter((t) => t.id !== take.id);
  const next = take.id === message.current_take_id ? neighbour(message.takes, take) : message.current_take_id;
  if (next === null) return refuse("invalid", "a message keeps at least one take", "take_id");
  const isAlone = others.every((t) => pathOf(t) !== pathOf(take));
  const isFollowed = state.isFollowed(message.id);
  if (isAlone && isFollowed && next !== message.current_take_id)
    return refuse("conflict", "what follows hangs on this take: choose another one first", "take_id");
  const shown = showTake(changed(message, { modified_timestamp: ctx.now }), next);
  const after = { ...shown, takes: shown.takes.filter((t) => t.id !== take.id) };
  return accept({
    events: [
      { type: "take.deleted", message_id: message.id, take_id: take.id },
      { type: "message.updated", message: after },
    ],
    ...(isAlone && { path: { type: "drop", messageId: message.id, path: pathOf(take) } }),
    answer: { message_id: message.id },
  });
}

/** The take to show in the place of the current one: on its own path where there is one, then the nearest that says something. */
function neighbour(takes: readonly Take[], take: Take): string | null {
  const at = takes.findIndex((t) => t.id === take.id);
  const near = takes
    .filter((t) => t.id !== take.id && t.text !== "")
    .map((t) => ({ id: t.id, isSame: pathOf(t) === pathOf(take), away: Math.abs(takes.indexOf(t) - at) }))
    .sort((a, b) => Number(b.isSame) - Number(a.isSame) || a.away - b.away);
  return near[0]?.id ?? null;
}

function removeSegment(message: MessageRow, take: Take, segmentId: string, ctx: CommandContext): Decision {
  const segment = take.segments.find((s) => s.id === segmentId);
  if (!segment) return refuse("not_found", "that part of the message is gone", "segment_id");
  const { sha256: _old, ...shorter } = withoutSegment(take, segment);
  if (shorter.text === "") return refuse("invalid", "a take keeps at least one part", "segment_id");
  const kept = { ...shorter, sha256: ctx.sha256(shorter.text) };
  const row = changed(message, { modified_timestamp: ctx.now });
  const takes = row.takes.map((t) => (t.id === take.id ? kept : t));
  const after =
    take.id === row.current_take_id ? showTake({ ...row, ...currentFacts(kept), takes }, take.id) : { ...row, takes };
  return accept({
    events: [{ type: "message.updated", message: after }],
    answer: { message_id: message.id, take_id: take.id },
  });
}

/** What the row says of its current take, as the shorter one has it. */
const currentFacts = ({ text, tokens, sha256 }: Take): Partial<MessageRow> => ({
  entry: text,
  ...(tokens && { token_tracking: tokens }),
  ...(sha256 !== undefined && { sha256 }),
});
