import type { z } from "zod";
import type { AdvancedActivation } from "../fields/knowledge.ts";
import { type EntryRow, readInteger } from "./entry-row.ts";

/** As `AdvancedActivation` has them. */
const MAX_STICKY = 50;
const MAX_COOLDOWN = 50;
const MAX_DELAY = 100;

/**
 * SillyTavern counts the message that activates an entry as the first sticky one, and blocks one message less than a
 * lone cooldown says; after a sticky entry it blocks all of them (activation.md §7). Absent, null and 0 mean none.
 */
export function importTiming(row: EntryRow): z.infer<typeof AdvancedActivation> {
  const sticky = readInteger(row, "sticky", { min: 0, max: MAX_STICKY + 1, fallback: 0 });
  const freeLength = sticky > 0 ? 0 : 1;
  const cooldown = readInteger(row, "cooldown", { min: 0, max: MAX_COOLDOWN + freeLength, fallback: 0 });
  return {
    sticky: Math.max(sticky - 1, 0),
    cooldown: Math.max(cooldown - freeLength, 0),
    delay: readInteger(row, "delay", { min: 0, max: MAX_DELAY, fallback: 0 }),
    timing_unit: "message",
  };
}
