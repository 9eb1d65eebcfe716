import { createHash } from "node:crypto";
import type { LedgerLine } from "./ledger.ts";

/** What the room says of a message when it is asked afterwards. */
export interface Told {
  readonly id: string;
  readonly seq: number;
  readonly entry: string;
  readonly streaming: boolean;
  /** Messages of bots carry them; those of people do not. */
  readonly sha256?: string | undefined;
}

/** Faults by kind. Every list empty means that every promise was kept. */
export interface Verdict {
  /** Acknowledged, and not there as it was acknowledged. */
  readonly lost: string[];
  /** There twice, or acknowledged under two numbers. */
  readonly doubled: string[];
  /** Another number than a device saw, or out of order. */
  readonly renumbered: string[];
  /** One number, two events. */
  readonly forked: string[];
  /** A device was not told the next number, or text began beyond what it had. */
  readonly gaps: string[];
  /** Text a device has shown that the room does not know any more. */
  readonly unwritten: string[];
  /** Text that is not what its length and hash say, or another where it was sent again. */
  readonly mismatched: string[];
  /** A reply that began and never ended. */
  readonly stuck: string[];
  /** D1 holds something else. */
  readonly drift: string[];
}

/**
 * Holds a room, as it tells its whole transcript once all is quiet, against the ledger of its devices. Knows nothing of
 * how either was made: it is written against rooms.md alone.
 *
 * @param inD1 What D1 holds of the room; left out where it was not looked at.
 */
export function checkLedger(lines: readonly LedgerLine[], told: readonly Told[], inD1?: readonly Told[]): Verdict {
  const byDevice = Map.groupBy(lines, (line) => line.device);
  return {
    lost: lostWords(lines, told),
    doubled: doubledWords(lines, told),
    renumbered: renumbered(lines, told),
    forked: forked(lines),
    gaps: [...byDevice.values()].flatMap(gapsOf),
    unwritten: unwritten(lines, told),
    mismatched: [...mismatched(lines), ...[...byDevice.values()].flatMap(overlapsOf), ...wrongHashes(told)],
    stuck: stuck(lines, told),
    drift: inD1 === undefined ? [] : driftBetween(told, inD1),
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
type Of<Op extends LedgerLine["op"]> = Extract<LedgerLine, { op: Op }>;
const only = <Op extends LedgerLine["op"]>(lines: readonly LedgerLine[], op: Op): Of<Op>[] =>
  lines.filter((line): line is Of<Op> => line.op === op);
const twice = (list: readonly string[]): string[] => list.filter((item, at) => list.indexOf(item) !== at);

/** The words acknowledged last of each message, null where it was deleted; undefined where an answer is still owed. */
function acknowledged(lines: readonly LedgerLine[]): Map<string, string | null | undefined> {
  const acks = new Map(only(lines, "ack").map((ack) => [ack.ref, ack]));
  const refused = new Set(only(lines, "nack").map((nack) => nack.ref));
  const words = new Map<string, { seq: number; text: string | null | undefined }>();
  for (const line of lines) {
    if (line.op !== "say" && line.op !== "edit" && line.op !== "delete") continue;
    if (refused.has(line.ref)) continue;
    const ack = acks.get(line.ref);
    const id = line.op === "say" ? (ack?.message_id ?? null) : line.message_id;
    if (id === null) continue;
    const seq = ack?.seq ?? Number.POSITIVE_INFINITY;
    const text = line.op === "delete" ? null : line.text;
    const known = words.get(id);
    if (!known || seq >= known.seq) words.set(id, { seq, text: ack ? text : undefined });
  }
  return new Map([...words].map(([id, { text }]) => [id, text]));
}

function lostWords(lines: readonly LedgerLine[], told: readonly Told[]): string[] {
  const entries = new Map(told.map((row) => [row.id, row.entry]));
  return [...acknowledged(lines)].flatMap(([id, text]) => {
    if (text === undefined) return [];
    return (entries.get(id) ?? null) === text ? [] : [`${id}: ${text ?? "deleted"}`];
  });
}

function doubledWords(lines: readonly LedgerLine[], told: readonly Told[]): string[] {
  const acks = Map.groupBy(only(lines, "ack"), (ack) => ack.ref);
  const torn = [...acks].filter(([, list]) => new Set(list.map((a) => `${a.seq} ${a.message_id}`)).size > 1);
  const said = new Set(only(lines, "say").map((line) => line.text));
  const ids = told.map((row) => row.id);
  return [
    ...twice(ids),
    ...twice(told.map((row) => row.entry).filter((text) => said.has(text))),
    ...torn.map(([ref]) => ref),
  ];
}

function renumbered(lines: readonly LedgerLine[], told: readonly Told[]): string[] {
  const numbers = new Map(told.map((row) => [row.id, row.seq]));
  const moved = only(lines, "opened").filter((line) => (numbers.get(line.message_id) ?? line.seq) !== line.seq);
  const disordered = told.filter((row, at) => at > 0 && row.seq <= (told[at - 1]?.seq ?? 0));
  return [...moved.map((line) => line.message_id), ...disordered.map((row) => row.id)];
}

function forked(lines: readonly LedgerLine[]): string[] {
  const digests = Map.groupBy(only(lines, "event"), (line) => line.seq);
  return [...digests].filter(([, list]) => new Set(list.map((l) => l.digest)).size > 1).map(([seq]) => String(seq));
}

function gapsOf(lines: readonly LedgerLine[]): string[] {
  const gaps: string[] = [];
  const texts = new Map<string, number>();
  let seq = 0;
  for (const line of lines) {
    if (line.op === "welcome" && line.fresh) seq = line.seq;
    if (line.op === "so-far") texts.set(line.take_id, line.text.length);
    if (line.op === "cut") texts.clear();
    if (line.op === "event") {
      if (line.seq !== seq + 1) gaps.push(`${line.device} was told ${line.seq} after ${seq}`);
      seq = line.seq;
    }
    if (line.op !== "delta") continue;
    const have = texts.get(line.take_id) ?? 0;
    if (line.at > have) gaps.push(`${line.device} had ${have} of ${line.take_id} and was told from ${line.at}`);
    texts.set(line.take_id, Math.max(have, line.at + line.text.length));
  }
  return gaps;
}

/** Longest text each device has had of each take, as it put it together. */
function shownTexts(lines: readonly LedgerLine[]): { message_id: string; text: string }[] {
  const shown = new Map<string, { message_id: string; text: string }>();
  for (const line of lines) {
    if (line.op !== "delta" && line.op !== "so-far") continue;
    const key = `${line.device} ${line.take_id}`;
    const had = shown.get(key)?.text ?? "";
    const text = line.op === "so-far" ? line.text : had.slice(0, line.at) + line.text;
    if (text.length >= had.length) shown.set(key, { message_id: line.message_id, text });
  }
  return [...shown.values()];
}

function unwritten(lines: readonly LedgerLine[], told: readonly Told[]): string[] {
  const entries = new Map(told.map((row) => [row.id, row.entry]));
  const gone = new Set(only(lines, "delete").map((line) => line.message_id));
  return shownTexts(lines)
    .filter(({ message_id, text }) => !gone.has(message_id) && !entries.get(message_id)?.startsWith(text))
    .map(({ message_id }) => message_id);
}

/** What is sent again must be what was sent before, to the letter. */
function overlapsOf(lines: readonly LedgerLine[]): string[] {
  const texts = new Map<string, string>();
  return lines.flatMap((line) => {
    if (line.op !== "delta" && line.op !== "so-far") return [];
    const had = texts.get(line.take_id) ?? "";
    const at = line.op === "delta" ? line.at : 0;
    const again = had.slice(at, at + line.text.length);
    const text = had.slice(0, at) + line.text;
    if (text.length > had.length) texts.set(line.take_id, text);
    return line.text.startsWith(again) ? [] : [`${line.device} was told ${line.take_id} in other words`];
  });
}

const mismatched = (lines: readonly LedgerLine[]): string[] =>
  only(lines, "closed")
    .filter(
      ({ text, sha256: claimed, length }) => claimed !== null && (sha256(text) !== claimed || text.length !== length),
    )
    .map((line) => line.message_id);

const wrongHashes = (told: readonly Told[]): string[] =>
  told.filter((row) => row.sha256 !== undefined && sha256(row.entry) !== row.sha256).map((row) => row.id);

function stuck(lines: readonly LedgerLine[], told: readonly Told[]): string[] {
  const opened = new Set(only(lines, "opened").flatMap((line) => (line.streaming ? [line.message_id] : [])));
  const closed = new Set(only(lines, "closed").map((line) => line.message_id));
  const there = new Set(told.map((row) => row.id));
  return [
    ...[...opened].filter((id) => there.has(id) && !closed.has(id)),
    ...told.filter((row) => row.streaming).map((row) => row.id),
  ];
}

function driftBetween(told: readonly Told[], inD1: readonly Told[]): string[] {
  const rows = new Map(inD1.map((row) => [row.id, row]));
  const wrong = told.filter((row) => rows.get(row.id)?.entry !== row.entry || rows.get(row.id)?.seq !== row.seq);
  const known = new Set(told.map((row) => row.id));
  return [...wrong.map((row) => row.id), ...inD1.filter((row) => !known.has(row.id)).map((row) => row.id)];
}
