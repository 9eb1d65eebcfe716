import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { LedgerEntry, LedgerLine } from "./ledger.ts";
import { checkLedger, type Told } from "./ledger-check.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const REPLY = "a reply cut sh";

/** A true history: two messages, one of them edited, a third deleted, a reply that two devices saw grow. */
const TOLD: Told[] = [
  { id: "a", seq: 1, entry: "one", streaming: false },
  { id: "b", seq: 2, entry: "two, put right", streaming: false },
  { id: "r", seq: 4, entry: REPLY, streaming: false, sha256: sha256(REPLY) },
];
const HEARD: LedgerEntry[] = [
  { op: "welcome", seq: 0, fresh: true },
  { op: "event", seq: 1, digest: "one" },
  { op: "opened", message_id: "a", seq: 1, streaming: false },
  { op: "event", seq: 2, digest: "two" },
  { op: "event", seq: 3, digest: "three" },
  { op: "event", seq: 4, digest: "reply" },
  { op: "opened", message_id: "r", seq: 4, streaming: true },
  { op: "delta", message_id: "r", take_id: "t", at: 0, text: "a reply" },
  { op: "cut", code: 1006 },
  { op: "welcome", seq: 6, fresh: false },
  { op: "so-far", message_id: "r", take_id: "t", text: "a reply cut" },
  { op: "event", seq: 5, digest: "edit" },
  { op: "event", seq: 6, digest: "delete" },
  { op: "delta", message_id: "r", take_id: "t", at: 11, text: " sh" },
  { op: "event", seq: 7, digest: "closed" },
  { op: "closed", message_id: "r", text: REPLY, sha256: sha256(REPLY), length: REPLY.length, interrupted: true },
];
const SAID: LedgerEntry[] = [
  { op: "say", ref: "r1", text: "one" },
  { op: "ack", ref: "r1", seq: 1, message_id: "a" },
  { op: "say", ref: "r2", text: "two" },
  { op: "ack", ref: "r2", seq: 2, message_id: "b" },
  { op: "say", ref: "r3", text: "three" },
  { op: "ack", ref: "r3", seq: 3, message_id: "c" },
  { op: "edit", ref: "r4", message_id: "b", text: "two, put right" },
  { op: "ack", ref: "r4", seq: 5, message_id: "b" },
  { op: "delete", ref: "r5", message_id: "c" },
  { op: "ack", ref: "r5", seq: 6, message_id: "c" },
  { op: "say", ref: "r6", text: "never answered" },
];
const by = (device: string, entries: readonly LedgerEntry[]): LedgerLine[] =>
  entries.map((entry) => ({ device, at_ms: 0, ...entry }));
const LINES = [...by("desk", SAID), ...by("desk", HEARD), ...by("phone", HEARD)];

const found = (verdict: ReturnType<typeof checkLedger>) =>
  Object.entries(verdict).flatMap(([kind, list]) => (list.length > 0 ? [kind] : []));
/** The phone's lines with one exchanged for others. */
const phone = (at: number, ...entries: LedgerEntry[]) => [
  ...by("desk", [...SAID, ...HEARD]),
  ...by("phone", HEARD.toSpliced(at, 1, ...entries)),
];
const told = (id: string, facts: Partial<Told>) => TOLD.map((row) => (row.id === id ? { ...row, ...facts } : row));

test("[TORT1] a true history has no fault", () => {
  expect(found(checkLedger(LINES, TOLD, TOLD))).toEqual([]);
});

test.each<[string, string, LedgerLine[], Told[]]>([
  ["a message is gone", "lost", LINES, TOLD.slice(1)],
  ["a message has other words", "lost", LINES, told("a", { entry: "other words" })],
  ["an edit is gone", "lost", LINES, told("b", { entry: "two" })],
  ["a deleted message is back", "lost", LINES, [...TOLD, { id: "c", seq: 9, entry: "three", streaming: false }]],
  ["a message stands twice", "doubled", LINES, [...TOLD, { id: "d", seq: 9, entry: "one", streaming: false }]],
  [
    "an answer names two numbers",
    "doubled",
    [...LINES, ...by("phone", [{ op: "ack", ref: "r1", seq: 2, message_id: "a" }])],
    TOLD,
  ],
  ["a message has another number", "renumbered", LINES, told("a", { seq: 0 })],
  ["messages changed places", "renumbered", LINES, [TOLD[1]!, TOLD[0]!, TOLD[2]!]],
  ["one number carries two events", "forked", phone(3, { op: "event", seq: 2, digest: "other" }), TOLD],
  ["a number is left out", "gaps", phone(3), TOLD],
  ["a number comes twice", "gaps", phone(3, HEARD[3]!, HEARD[3]!), TOLD],
  ["text begins too late", "gaps", phone(13, { op: "delta", message_id: "r", take_id: "t", at: 12, text: "sh" }), TOLD],
  ["shown text is gone", "unwritten", LINES, told("r", { entry: "a rep", sha256: sha256("a rep") })],
  ["shown text of a vanished reply", "unwritten", LINES, TOLD.slice(0, 2)],
  [
    "text is sent again in other words",
    "mismatched",
    phone(10, { op: "so-far", message_id: "r", take_id: "t", text: "a reqly cut" }),
    TOLD,
  ],
  [
    "a closing hash is wrong",
    "mismatched",
    phone(15, {
      op: "closed",
      message_id: "r",
      text: REPLY,
      sha256: sha256("x"),
      length: REPLY.length,
      interrupted: true,
    }),
    TOLD,
  ],
  [
    "a closing length is wrong",
    "mismatched",
    phone(15, { op: "closed", message_id: "r", text: REPLY, sha256: sha256(REPLY), length: 1, interrupted: true }),
    TOLD,
  ],
  ["a stored hash is wrong", "mismatched", LINES, told("r", { sha256: sha256("x") })],
  ["a reply never ends", "stuck", LINES.filter((line) => line.op !== "closed"), TOLD],
  ["a reply still runs", "stuck", LINES, told("r", { streaming: true })],
])("[TORT1] that %s is found as %s", (_what, fault, lines, transcript) => {
  expect(found(checkLedger(lines, transcript))).toContain(fault);
});

test.each<[string, Told[]]>([
  ["lacks a row", TOLD.slice(1)],
  ["has a row too many", [...TOLD, { id: "c", seq: 3, entry: "three", streaming: false }]],
  ["has an old text", told("b", { entry: "two" })],
  ["has another number", told("b", { seq: 3 })],
])("[TORT1] that D1 %s is found as drift", (_what, inD1) => {
  expect(found(checkLedger(LINES, TOLD, inD1))).toEqual(["drift"]);
});
