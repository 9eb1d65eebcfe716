import type { ActivationSettings } from "../fields/knowledge.ts";

export type KeywordsLogic = ActivationSettings["keywords_logic"];

/** How many keys of a list there are, blank ones included, and how many different ones were found. */
export interface KeyCount {
  readonly keys: number;
  readonly hits: number;
}

/** `no_match` when the primary keys already decide against it, `secondary_logic` when the secondary ones do. */
export type LogicResult = "match" | "no_match" | "secondary_logic";

const hasAll = ({ keys, hits }: KeyCount): boolean => hits === keys;

/** The four whose secondary keys only restrict what a primary key has let in. */
function decideRestricted(primary: KeyCount, secondary: KeyCount, agrees: boolean): LogicResult {
  if (primary.hits === 0) return "no_match";
  return secondary.keys === 0 || agrees ? "match" : "secondary_logic";
}

/**
 * The truth tables of activation.md §5. An empty list is satisfied where the table asks for "every", and takes no part
 * where it asks for anything else; an entry without any key never matches.
 */
export function decideLogic(logic: KeywordsLogic, primary: KeyCount, secondary: KeyCount): LogicResult {
  if (primary.keys + secondary.keys === 0) return "no_match";
  switch (logic) {
    case "AND_ANY":
      return primary.hits + secondary.hits > 0 ? "match" : "no_match";
    case "AND_ALL":
      if (!hasAll(primary)) return "no_match";
      return hasAll(secondary) ? "match" : "secondary_logic";
    case "NOT_ALL":
      return decideRestricted(primary, secondary, !hasAll(secondary));
    case "NOT_ANY":
      return decideRestricted(primary, secondary, secondary.hits === 0);
    case "SELECTIVE_ANY":
      return decideRestricted(primary, secondary, secondary.hits > 0);
    case "SELECTIVE_ALL":
      return decideRestricted(primary, secondary, hasAll(secondary));
    default:
      return logic satisfies never;
  }
}

/** 2 for every primary and 1 for every secondary key found, each counted once. */
export const keywordScore = (primary: KeyCount, secondary: KeyCount): number => 2 * primary.hits + secondary.hits;
