import type { RoomBot, TurnTaking } from "../../../../shared/fields/conversation.ts";
import type { MessageRow } from "../../../../shared/fields/message.ts";
import type { Ticket } from "../../../../shared/protocol/server-messages.ts";

/** A bot that should speak, and why. */
export interface Speaker {
  readonly bot_id: string;
  readonly reason: Ticket["reason"];
}

export interface SpeakerInput {
  readonly bots: readonly RoomBot[];
  readonly turnTaking: TurnTaking;
  /** Bots named in the message, in order. */
  readonly mentioned: readonly string[];
  /** The bot whose message is replied to, or null. */
  readonly repliedTo: string | null;
  /** Newest messages, oldest first; enough to know who spoke last. */
  readonly recent: readonly MessageRow[];
  readonly askedBy: string;
  readonly rng: () => number;
}

/**
 * Who answers a human message, in order, each with its reason (rooms.md §5). Named bots come first and do not count
 * against `max_replies`; muted ones speak only when named. Pure: all chance comes from `rng`.
 */
export function decideSpeakers(input: SpeakerInput): Speaker[] {
  const asked = askedSpeakers(input);
  const others = input.bots.filter((b) => b.is_active && !asked.some((s) => s.bot_id === b.bot_id));
  return [...asked, ...unasked(input, others, asked.length)];
}

function askedSpeakers({ bots, mentioned, repliedTo, askedBy }: SpeakerInput): Speaker[] {
  const here = new Set(bots.map((b) => b.bot_id));
  const named = [...new Set(mentioned)].filter((id) => here.has(id));
  const speakers = named.map((bot_id): Speaker => ({ bot_id, reason: { code: "mentioned", by: askedBy } }));
  if (repliedTo !== null && here.has(repliedTo) && !named.includes(repliedTo))
    speakers.push({ bot_id: repliedTo, reason: { code: "replying", by: askedBy } });
  return speakers;
}

function unasked(input: SpeakerInput, others: readonly RoomBot[], askedCount: number): Speaker[] {
  const { strategy, max_replies } = input.turnTaking;
  if (others.length === 0) return [];
  switch (strategy) {
    case "natural":
      return naturalSpeakers(input, others, askedCount).slice(0, max_replies);
    case "list":
      return others.map((b) => ({ bot_id: b.bot_id, reason: { code: "order" } }));
    case "round_robin":
      return askedCount > 0 ? [] : one(nextInOrder(input, others), "order");
    case "pooled":
      return askedCount > 0 ? [] : pooledSpeaker(input, others);
    case "random":
      return askedCount > 0 ? [] : one(pick(others, input.rng), "random");
    default:
      return [];
  }
}

/** Each bot by its talkativeness, in shuffled order; at least one answers. A bot alone at the table always does. */
function naturalSpeakers(input: SpeakerInput, others: readonly RoomBot[], askedCount: number): Speaker[] {
  const [alone] = input.bots.length === 1 ? others : [];
  if (alone) return one(alone, "order");
  const rolled = shuffled(others, input.rng).map((bot) => ({ bot, roll: input.rng() }));
  const willing = rolled.filter(({ bot, roll }) => roll < bot.talkativeness);
  if (willing.length === 0 && askedCount === 0) {
    const talkers = others.filter((b) => b.talkativeness > 0);
    return one(pick(talkers.length > 0 ? talkers : others, input.rng), "random");
  }
  return willing.map(({ bot, roll }) => ({
    bot_id: bot.bot_id,
    reason: { code: "talkative", roll: round(roll), threshold: bot.talkativeness },
  }));
}

/** Of those who have not spoken since the last human message, any; when all have, anyone but the last speaker. */
function pooledSpeaker(input: SpeakerInput, others: readonly RoomBot[]): Speaker[] {
  const lastHuman = input.recent.findLastIndex((m) => m.bot === null);
  const spoken = new Set(input.recent.slice(lastHuman + 1).map((m) => m.bot));
  const fresh = others.filter((b) => !spoken.has(b.bot_id));
  return fresh.length > 0 ? one(pick(fresh, input.rng), "not_spoken") : one(pick(others, input.rng), "random");
}

/** The bot after the one that spoke last, in the order of the table. */
function nextInOrder(input: SpeakerInput, others: readonly RoomBot[]): RoomBot | undefined {
  const last = input.recent.findLast((m) => m.bot !== null && m.message_attribution.is_ai_generated)?.bot;
  const at = input.bots.findIndex((b) => b.bot_id === last);
  const order = [...input.bots.slice(at + 1), ...input.bots.slice(0, at + 1)];
  return order.find((b) => others.includes(b));
}

const one = (bot: RoomBot | undefined, code: Ticket["reason"]["code"]): Speaker[] =>
  bot ? [{ bot_id: bot.bot_id, reason: { code } }] : [];

const pick = <T>(list: readonly T[], rng: () => number): T | undefined => list[Math.floor(rng() * list.length)];

function shuffled<T>(list: readonly T[], rng: () => number): T[] {
  return list
    .map((item) => ({ item, key: rng() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Rolls travel to people: two decimals say enough. */
const round = (roll: number): number => Math.floor(roll * 100) / 100;
