import { expect, test } from "vitest";
import { EXAMPLE_MESSAGE } from "../../shared/room/event-examples.ts";
import { checkLedgers, type DeviceLedger } from "./ledger-check.ts";

const row = (id: string, seq: number, entry: string, facts = {}) => ({
  ...EXAMPLE_MESSAGE,
  id,
  seq,
  entry,
  streaming: false,
  ...facts,
});
const GOOD = [row("a", 1, "one"), row("b", 2, "two"), row("c", 3, "a reply cut sh")];
const LEDGER: DeviceLedger = {
  acked: [
    { ref: "r1", message_id: "a", text: "one" },
    { ref: "r2", message_id: "b", text: "two" },
  ],
  shown: new Map([["c", "a reply cut"]]),
};
const NUMBERS = new Map([
  ["a", 1],
  ["b", 2],
]);
const bad = (verdict: ReturnType<typeof checkLedgers>) =>
  Object.entries(verdict).flatMap(([k, v]) => (v.length ? [k] : []));

test("a true history has no fault", () => {
  expect(bad(checkLedgers(GOOD, [LEDGER], NUMBERS))).toEqual([]);
});

test.each([
  ["lost", [GOOD[0], GOOD[2]]],
  ["lost", [row("a", 1, "one"), row("b", 2, "other words"), GOOD[2]]],
  ["doubled", [...GOOD, row("d", 4, "two")]],
  ["renumbered", [row("a", 1, "one"), row("b", 5, "two"), row("c", 6, "a reply cut sh")]],
  ["renumbered", [GOOD[1], GOOD[0], GOOD[2]]],
  ["unwritten", [GOOD[0], GOOD[1], row("c", 3, "a rep")]],
  ["stuck", [GOOD[0], GOOD[1], row("c", 3, "a reply cut sh", { streaming: true })]],
])("a history with something %s is caught", (fault, transcript) => {
  expect(
    bad(
      checkLedgers(
        transcript.flatMap((m) => m ?? []),
        [LEDGER],
        NUMBERS,
      ),
    ),
  ).toContain(fault);
});
