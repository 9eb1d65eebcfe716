import type { RoomBot, TurnTaking } from "../../../../shared/fields/conversation.ts";
import type { MessageRow } from "../../../../shared/fields/message.ts";
import type { AutoEnd, AutoTalk } from "../../../../shared/protocol/server-messages.ts";
import { isGoingInCircles } from "./loop-guard.ts";
import type { Speaker } from "./strategies.ts";

/** Longest a talk goes on by itself, milliseconds. Chosen: nobody has read along for as long as that. */
const LONGEST_MS = 30 * 60_000;
/** Breath between two turns, milliseconds: time to read a line and get a word in. Chosen. */
const BREATH_MS = 1_500;
/** Failed turns in a row that end the talk. */
const MOST_FAILURES = 2;
/** Failures that the next turn would only meet again. */
const HOPELESS: readonly string[] = [
  "invalid_key",
  "provider_no_credit",
  "balance_empty",
  "limit_reached",
  "forbidden",
];

/** A talk that bots keep going by themselves, from the message of a person on. */
export interface AutoRun {
  /** Who set it going: the turns are theirs. */
  readonly asked_by: string;
  readonly persona_id: string | null;
  /** Turns it was given, counted before they begin so that none is given twice; and tokens they came to. */
  readonly turns: number;
  readonly tokens: number;
  readonly failures: number;
  /** Set where a failure leaves no hope for the next turn. */
  readonly is_hopeless: boolean;
  readonly payer: string | null;
  /** When it began, and when the next turn is due at the earliest, Unix milliseconds. */
  readonly started_ms: number;
  readonly due_ms: number;
  /** Why it is over; null while it goes on. */
  readonly ended: AutoEnd | null;
}

interface Start {
  readonly by: string;
  readonly personaId: string | null;
  readonly nowMs: number;
  readonly rules: Pick<TurnTaking, "wait_for_people_s">;
}

/** A talk that begins now; people get their time before its first turn. */
export const startTalk = ({ by, personaId, nowMs, rules }: Start): AutoRun => ({
  asked_by: by,
  persona_id: personaId,
  turns: 0,
  tokens: 0,
  failures: 0,
  is_hopeless: false,
  payer: null,
  started_ms: nowMs,
  due_ms: nowMs + waitMs(rules),
  ended: null,
});

const waitMs = (rules: Pick<TurnTaking, "wait_for_people_s">): number => rules.wait_for_people_s * 1_000;

/** The talk after a turn: what it cost, and time for people before the next one. */
export function afterTalkTurn(
  run: AutoRun,
  turn: { tokens: number; error: string | null; payer: string },
  rules: Pick<TurnTaking, "wait_for_people_s">,
  nowMs: number,
): AutoRun {
  return {
    ...run,
    tokens: run.tokens + turn.tokens,
    failures: turn.error === null ? 0 : run.failures + 1,
    is_hopeless: turn.error !== null && HOPELESS.includes(turn.error),
    payer: turn.payer,
    due_ms: nowMs + Math.max(BREATH_MS, waitMs(rules)),
  };
}

/** When the next turn may begin: nobody types, and nobody has just typed. Unix milliseconds. */
export const talkDueMs = (run: AutoRun, rules: Pick<TurnTaking, "wait_for_people_s">, typedUntilMs: number): number =>
  typedUntilMs === 0 ? run.due_ms : Math.max(run.due_ms, typedUntilMs + waitMs(rules));

/** The talk as ended; one that was over stays as it ended. */
export const endTalk = (run: AutoRun | null, why: AutoEnd): AutoRun | null =>
  run && run.ended === null ? { ...run, ended: why } : run;

interface Table {
  readonly bots: readonly RoomBot[];
  /** Newest messages, oldest first. */
  readonly recent: readonly MessageRow[];
}

/** Why the talk ends before its next turn, or null where it goes on. */
export function talkEnd(run: AutoRun, rules: TurnTaking, table: Table, nowMs: number): AutoEnd | null {
  if (run.turns >= rules.auto_max_turns) return "turns";
  if (rules.auto_token_cap !== null && run.tokens >= rules.auto_token_cap) return "tokens";
  if (nowMs - run.started_ms >= LONGEST_MS) return "time";
  if (run.is_hopeless || run.failures >= MOST_FAILURES) return "failed";
  if (isGoingInCircles(table.recent)) return "repeating";
  return talkers(table).length === 0 ? "alone" : null;
}

/** Anyone but who spoke last, the talkative ones more often. */
export function nextTalker(run: AutoRun, table: Table, rng: () => number): Speaker | null {
  const candidates = talkers(table);
  const weights = candidates.map((bot) => bot.talkativeness);
  const sum = weights.reduce((a, b) => a + b, 0);
  let left = rng() * (sum || candidates.length);
  const drawn = candidates.find((_, at) => {
    left -= sum === 0 ? 1 : (weights[at] ?? 0);
    return left < 0;
  });
  const bot = drawn ?? candidates.at(-1);
  return bot ? { bot_id: bot.bot_id, reason: { code: "auto", by: run.asked_by } } : null;
}

function talkers({ bots, recent }: Table): RoomBot[] {
  const last = recent.findLast((m) => !m.aside)?.bot ?? null;
  return bots.filter((bot) => bot.is_active && bot.bot_id !== last);
}

/** What everyone sees of a talk. */
export const talkShown = ({ turns, ended }: AutoRun, rules: TurnTaking, isPaused: boolean): AutoTalk => ({
  turns,
  most: rules.auto_max_turns,
  ended,
  ...(isPaused && ended === null && { paused: true }),
});
