import type { Kept } from "../state/preferences-store.ts";
import type { Combo } from "./key-combo.ts";

/** The name under which a person's own keys are kept: an object of combinations by what they do. */
export const OWN_KEYS = "keys";

/** What a person gave other keys to. An older or newer page may have written anything. */
export function ownKeysOf(kept: Kept): Readonly<Record<string, Combo>> {
  const own = kept[OWN_KEYS];
  if (typeof own !== "object" || own === null) return {};
  return Object.fromEntries(Object.entries(own).filter(([, combo]) => typeof combo === "string" && combo !== ""));
}

/** `standard` with what a person put in its place. */
export function keysFor<Id extends string>(standard: Readonly<Record<Id, Combo>>, kept: Kept): Record<Id, Combo> {
  const own = ownKeysOf(kept);
  const keys: Record<Id, Combo> = { ...standard };
  for (const id in standard) keys[id] = own[id] ?? standard[id];
  return keys;
}
