import type { MessageRow } from "../../shared/fields/message.ts";

/** What one device was told and has shown, kept outside the server. */
export interface DeviceLedger {
  /** Acknowledged messages: the id and number the room gave them. */
  readonly acked: readonly { ref: string; message_id: string; text: string }[];
  /** The longest text it showed of each message. */
  readonly shown: ReadonlyMap<string, string>;
}

/** What a transcript owes to the ledgers of its devices. Empty lists mean the promises were kept. */
export interface Verdict {
  readonly lost: string[];
  readonly doubled: string[];
  readonly renumbered: string[];
  readonly unwritten: string[];
  readonly stuck: string[];
}

/**
 * Holds a room's transcript against what its devices know: acknowledged messages stand once, in the order of their
 * numbers, with the numbers devices saw; no text that was shown is gone; nothing is left running.
 *
 * @param numbers The `seq` devices saw of each message.
 */
export function checkLedgers(
  transcript: readonly MessageRow[],
  ledgers: readonly DeviceLedger[],
  numbers: ReadonlyMap<string, number>,
): Verdict {
  const byId = new Map(transcript.map((m) => [m.id, m]));
  const acked = new Map(ledgers.flatMap((l) => l.acked.map((a) => [a.ref, a] as const)));
  const texts = transcript.map((m) => m.entry);
  const ids = transcript.map((m) => m.id);
  return {
    lost: [...acked.values()].filter((a) => byId.get(a.message_id)?.entry !== a.text).map((a) => a.text),
    doubled: [
      ...ids.filter((id, i) => ids.indexOf(id) !== i),
      ...[...acked.values()].filter((a) => texts.indexOf(a.text) !== texts.lastIndexOf(a.text)).map((a) => a.text),
    ],
    renumbered: [
      ...transcript.filter((m) => numbers.has(m.id) && numbers.get(m.id) !== m.seq).map((m) => m.id),
      ...transcript.filter((m, i) => i > 0 && m.seq <= (transcript[i - 1]?.seq ?? 0)).map((m) => m.id),
    ],
    unwritten: ledgers.flatMap((l) =>
      [...l.shown].filter(([id, text]) => !byId.get(id)?.entry.startsWith(text)).map(([id]) => id),
    ),
    stuck: transcript.filter((m) => m.streaming).map((m) => m.id),
  };
}
