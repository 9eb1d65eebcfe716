import type { MessageRow } from "../../../../shared/fields/message.ts";
import { mentionedBots } from "../../../../shared/room/mentions.ts";
import { inThread } from "../message-rows.ts";
import { startTalk } from "../speakers/auto-talk.ts";
import { decideSpeakers, type Speaker } from "../speakers/strategies.ts";
import type { CommandContext, RoomState, Turn, TurnQueue } from "../state.ts";
import { newTurn } from "./new-turn.ts";
import { enqueue } from "./turn-queue.ts";

interface Asking {
  /** Bots to answer, in order; undefined reads the text's `@Name`s. */
  readonly mentions?: readonly string[] | undefined;
  /** What was said last, oldest first: strategies look at who has spoken. */
  readonly recent: readonly MessageRow[];
}

/** Queues whoever answers a person's message (rooms.md §5). An aside is answered by nobody, a whisper by its bot. */
export function askBots(
  state: RoomState,
  message: MessageRow,
  ctx: CommandContext,
  asking: Asking,
): { queue: TurnQueue; ticketIds: string[] } {
  const whisper = message.whisper_to !== null;
  // The message itself gets the next number where it is new.
  const beforeSeq = state.view.room.turn_taking.parallel ? state.view.seq + 2 : null;
  const threadId = message.message_thread.thread_id ?? null;
  const turns = speakersFor(state, message, ctx, asking).map((speaker) =>
    newTurn(ctx, { ...speaker, personaId: message.persona_id, whisper, threadId, beforeSeq }),
  );
  const queue = { ...enqueue(state.queue, turns), ...goesOn(state, message, ctx, turns.length) };
  return { queue, ticketIds: ticketsFor(queue.turns, turns) };
}

/** Where bots keep talking, a person's message sets them going anew; a director decides about one that names nobody. */
function goesOn(
  state: RoomState,
  message: MessageRow,
  ctx: CommandContext,
  named: number,
): Partial<Pick<TurnQueue, "auto" | "pick">> | null {
  const rules = state.view.room.turn_taking;
  const isBeside = message.aside || message.whisper_to !== null || message.message_thread.thread_id !== undefined;
  if (isBeside) return null;
  const by = ctx.actor.userId;
  const { persona_id } = message;
  if (rules.strategy === "auto") return { auto: startTalk({ by, personaId: persona_id, nowMs: ctx.nowMs, rules }) };
  if (rules.strategy !== "director" || named > 0) return null;
  return { pick: { id: message.id, asked_by: by, persona_id, left: rules.max_replies, given: 0 } };
}

function speakersFor(state: RoomState, message: MessageRow, ctx: CommandContext, asking: Asking): Speaker[] {
  if (message.aside) return [];
  if (message.whisper_to !== null)
    return [{ bot_id: message.whisper_to, reason: { code: "mentioned", by: ctx.actor.userId } }];
  const { bots, room } = state.view;
  const { reply_to_id } = message.message_thread;
  return decideSpeakers({
    bots,
    turnTaking: room.turn_taking,
    mentioned: asking.mentions ?? mentionedBots(message.entry, bots),
    repliedTo: reply_to_id === null ? null : (state.message(reply_to_id)?.bot ?? null),
    recent: inThread(asking.recent, message.message_thread.thread_id),
    askedBy: ctx.actor.userId,
    rng: ctx.rng,
  });
}

/** The tickets that stand for the asked turns: their own, or the one their bot already waited with. */
function ticketsFor(queued: readonly Turn[], asked: readonly Turn[]): string[] {
  return asked.flatMap((turn) => {
    const own =
      queued.find((t) => t.id === turn.id) ?? queued.find((t) => t.bot_id === turn.bot_id && t.state !== "speaking");
    return own ? [own.id] : [];
  });
}
