import type { Absence, RoomBot } from "../../../shared/fields/conversation.ts";
import type { MessageRow } from "../../../shared/fields/message.ts";

/** Most stretches kept of one bot; older ones become one, with what lies between them. Chosen: muted once an evening. */
const MOST = 30;

/** A bot that goes out before the event `seq`: muted, or not here yet. */
export const away = (absences: readonly Absence[], seq: number): readonly Absence[] =>
  absences.at(-1)?.to === null ? absences : merged([...absences, { from: seq, to: null }]);

/** It is back before the event `seq`. A stretch in which nothing could be said leaves no trace. */
export const back = (absences: readonly Absence[], seq: number): readonly Absence[] =>
  absences.map((a) => (a.to === null ? { ...a, to: seq } : a)).filter(({ from, to }) => from !== to);

function merged(absences: readonly Absence[]): readonly Absence[] {
  const [first, second, ...rest] = absences;
  return first && second && absences.length > MOST ? [{ from: first.from, to: second.to }, ...rest] : absences;
}

/** Whether a bot was there when something was said. Its own words it always knows. */
export const wasThere = ({ bot_id, absences = [] }: Pick<RoomBot, "bot_id" | "absences">, row: MessageRow): boolean =>
  row.bot === bot_id || !absences.some(({ from, to }) => row.seq >= from && (to === null || row.seq < to));
