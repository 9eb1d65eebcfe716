import type { RoomBot } from "../../../shared/fields/conversation.ts";
import type { Bots } from "../../../shared/protocol/client-messages.ts";
import { MAX_BOTS } from "../../../shared/protocol/limits.ts";
import type { NewEvent } from "../../../shared/room/events.ts";
import { away, back } from "../core/absences.ts";
import { conversationType } from "../core/conversation-type.ts";
import {
  accept,
  type CommandContext,
  type Decision,
  type Effect,
  type Refusal,
  type RoomState,
  refuse,
  type TurnQueue,
} from "../core/state.ts";
import { isWaiting } from "../core/turns/turn-queue.ts";

type Bot = readonly RoomBot[];
type Update = NonNullable<Bots["update"]>;

/** Adds, removes or changes bots; `conversation_type` follows. Rules CMD23–CMD27. */
export function changeBots(state: RoomState, command: Bots, ctx: CommandContext): Decision {
  const refusal = checkBots(state, command, ctx);
  if (refusal) return refusal;
  const events: NewEvent[] = [];
  let bots: Bot = state.view.bots;
  for (const id of command.add ?? []) {
    const bot = joining(id, state, ctx);
    if (!bot || bots.some((b) => b.bot_id === id)) continue;
    bots = [...bots, bot];
    events.push({ type: "bot.joined", bot });
  }
  for (const bot of bots.filter((b) => command.remove?.includes(b.bot_id))) {
    bots = bots.filter((b) => b !== bot);
    events.push({ type: "bot.left", bot });
  }
  for (const bot of updated(bots, command.update, state.view.seq + 1)) {
    bots = bots.map((b) => (b.bot_id === bot.bot_id ? bot : b));
    events.push({ type: "bot.updated", bot });
  }
  const heir = newPrimary(bots, command.update?.bot_id);
  if (heir) events.push({ type: "bot.updated", bot: heir });
  const type = conversationType(bots.length, state.view.members.length);
  if (type !== state.view.room.conversation_type) events.push({ type: "room.updated", conversation_type: type });
  return accept({ events, ...turnsWithout(state.queue, command.remove ?? []) });
}

function checkBots(state: RoomState, command: Bots, ctx: CommandContext): Refusal | null {
  const here = state.view.bots.map((b) => b.bot_id);
  const unknown = (command.add ?? []).find((id) => !here.includes(id) && !ctx.bots.get(id));
  if (unknown !== undefined) return refuse("not_found", "there is no such bot, or it is not yours to invite", "add");
  const absent = (command.remove ?? []).find((id) => !here.includes(id));
  if (absent !== undefined) return refuse("not_found", "that bot is not in the room", "remove");
  if (command.update && !here.includes(command.update.bot_id))
    return refuse("not_found", "that bot is not in the room", "update.bot_id");
  if (command.update?.api_key_id && !ctx.ownsKey)
    return refuse("not_found", "you have no such key", "update.api_key_id");
  const after = new Set([...here, ...(command.add ?? [])].filter((id) => !command.remove?.includes(id)));
  if (after.size === 0) return refuse("invalid", "a room keeps at least one bot", "remove");
  if (after.size > MAX_BOTS) return refuse("invalid", `a room has at most ${MAX_BOTS} bots`, "add");
  return null;
}

/** A bot that comes into a talk has not heard what was said before. */
function joining(id: string, { view }: RoomState, ctx: CommandContext): RoomBot | null {
  const facts = ctx.bots.get(id);
  if (!facts) return null;
  const model = { api_key_id: null, provider: null, model: null };
  const isLate = view.has_more || view.messages.some((m) => m.bot === null);
  return {
    ...facts,
    ...model,
    joined_at: ctx.now,
    role: "secondary",
    is_active: true,
    ...(isLate && { absences: [{ from: 0, to: view.seq + 1 }] }),
  };
}

/** The bot as the command wants it. Where it is to be the primary one, whoever was is no longer. */
function updated(bots: Bot, update: Bots["update"], seq: number): RoomBot[] {
  const bot = bots.find((b) => b.bot_id === update?.bot_id);
  if (!bot || !update) return [];
  const { caught_up, ...given } = update;
  const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const before = update.role === "primary" ? bots.filter((b) => b !== bot && b.role === "primary") : [];
  return [
    ...before.map((b): RoomBot => ({ ...b, role: "secondary" })),
    { ...bot, ...fields, ...absent(bot, update, seq) },
  ];
}

/** Muted it hears nothing; once told, nothing is missing. */
function absent(bot: RoomBot, { is_active = bot.is_active, caught_up }: Update, seq: number): Partial<RoomBot> {
  const known = caught_up ? [] : (bot.absences ?? []);
  const absences = is_active ? back(known, seq) : away(known, seq);
  return bot.absences === undefined && absences.length === 0 ? {} : { absences: [...absences] };
}

/** A room has a primary bot: where there is none any more, the first of the others takes its place. */
function newPrimary(bots: Bot, lessWanted?: string): RoomBot | null {
  if (bots.some((b) => b.role === "primary")) return null;
  const heir = bots.find((b) => b.bot_id !== lessWanted) ?? bots[0];
  return heir ? { ...heir, role: "primary" } : null;
}

/** A bot that left neither waits nor speaks: its turns go, and its running reply is stopped. */
function turnsWithout(queue: TurnQueue, removed: readonly string[]): { queue: TurnQueue; effects: Effect[] } {
  const gone = queue.turns.filter((t) => removed.includes(t.bot_id));
  const turns = queue.turns.filter((t) => !gone.includes(t) || !isWaiting(t));
  const effects = gone.filter((t) => !isWaiting(t)).map((t): Effect => ({ type: "stop-reply", turnId: t.id }));
  return { queue: { ...queue, turns }, effects };
}
