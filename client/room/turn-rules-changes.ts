import type { RoomBot, TurnTaking } from "../../shared/fields/conversation.ts";
import type { Bots } from "../../shared/protocol/client-messages.ts";

/** The choice of no bot: the room's own model directs. */
export const NO_DIRECTOR = "";

export type LimitName = "max_replies" | "auto_max_turns" | "auto_token_cap" | "wait_for_people_s";
/** Limits as they are written in their fields. */
export type Limits = Readonly<Record<LimitName, string>>;

interface Limit {
  readonly words: { readonly label: string; readonly hint: string };
  /** What the room takes (shared/protocol `set`). */
  readonly min: number;
  readonly max: number;
  /** Empty means that there is no limit. */
  readonly mayBeEmpty?: boolean;
}

export const LIMITS: Readonly<Record<LimitName, Limit>> = {
  max_replies: {
    words: { label: "Replies to one message, at most", hint: "Bots you name answer on top of these." },
    min: 0,
    max: 20,
  },
  auto_max_turns: {
    words: { label: "Turns before they stop", hint: "Then they wait until you let them go on." },
    min: 1,
    max: 50,
  },
  auto_token_cap: {
    words: { label: "Tokens before they stop", hint: "Empty for no such limit." },
    min: 1,
    max: 10_000_000,
    mayBeEmpty: true,
  },
  wait_for_people_s: {
    words: { label: "Seconds they leave for people", hint: "Between two turns, and after someone has typed." },
    min: 0,
    max: 600,
  },
};

export const limitsOf = (rule: TurnTaking): Limits => ({
  max_replies: String(rule.max_replies),
  auto_max_turns: String(rule.auto_max_turns),
  auto_token_cap: rule.auto_token_cap === null ? "" : String(rule.auto_token_cap),
  wait_for_people_s: String(rule.wait_for_people_s),
});

type Asked =
  | { readonly ok: true; readonly changes: Partial<TurnTaking> }
  | { readonly ok: false; readonly problems: Partial<Record<LimitName, string>> };

/** What is to change of the rule, or which numbers it cannot be. */
export function ruleChanges(before: TurnTaking, rule: TurnTaking, limits: Limits): Asked {
  const names: readonly LimitName[] = ["max_replies", "auto_max_turns", "auto_token_cap", "wait_for_people_s"];
  const problems = Object.fromEntries(
    names.filter((name) => numberIn(name, limits) === undefined).map((name) => [name, problemOf(name)]),
  );
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const wanted = { ...rule, ...Object.fromEntries(names.map((name) => [name, numberIn(name, limits)])) };
  const changed = Object.entries(wanted).filter(([name, value]) => value !== before[name as keyof TurnTaking]);
  return { ok: true, changes: Object.fromEntries(changed) };
}

function numberIn(name: LimitName, limits: Limits): number | null | undefined {
  const { min, max, mayBeEmpty } = LIMITS[name];
  const written = limits[name].trim();
  if (written === "") return mayBeEmpty ? null : undefined;
  const number = Number(written);
  return Number.isInteger(number) && number >= min && number <= max ? number : undefined;
}

const problemOf = (name: LimitName): string =>
  `A whole number from ${LIMITS[name].min} to ${LIMITS[name].max.toLocaleString("en")}.`;

type SeatChange = NonNullable<Bots["update"]>;

/** What is to change of each bot: how talkative it is, and whether it directs. */
export function seatChanges(
  seats: readonly RoomBot[],
  talk: ReadonlyMap<string, number>,
  director: string,
): SeatChange[] {
  return seats.flatMap((bot) => {
    const talkativeness = talk.get(bot.bot_id) ?? bot.talkativeness;
    const directs = bot.bot_id === director;
    const update: SeatChange = {
      bot_id: bot.bot_id,
      ...(talkativeness !== bot.talkativeness && { talkativeness }),
      ...(directs && bot.role !== "moderator" && { role: "moderator" as const }),
      ...(!directs && bot.role === "moderator" && { role: "secondary" as const }),
    };
    return Object.keys(update).length > 1 ? [update] : [];
  });
}
