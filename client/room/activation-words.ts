import type { ActivationLogRow } from "../../shared/fields/knowledge-activation-log.ts";
import type { ActivationCounts } from "../../shared/fields/message.ts";

/** What became of an entry: it woke and was read, it woke but did not fit, or a gate held it back. */
export type ActivationOutcome = "woke" | "cut" | "held";

export function outcomeOf(row: ActivationLogRow): ActivationOutcome {
  if (row.was_included) return "woke";
  return row.exclusion_reason === "budget_exceeded" ? "cut" : "held";
}

/** Keys and vector agreed: said as one method of its own (ux §2.10). */
export type ShownMethod = ActivationLogRow["activation_method"] | "both";

export function shownMethod(row: ActivationLogRow): ShownMethod {
  const isBoth = row.activation_method === "keyword" && row.vector_similarity !== null;
  return isBoth ? "both" : row.activation_method;
}

export const METHOD_WORDS: Record<ShownMethod, string> = {
  keyword: "keyword",
  vector: "vector",
  both: "keyword and vector",
  constant: "always on",
  manual: "by hand",
};

/** The reason chip of a row, in the closed vocabulary of ux §4.5. */
export function reasonChip(row: ActivationLogRow): string {
  switch (row.exclusion_reason) {
    case "budget_exceeded":
      return "room budget";
    case "cooldown_active":
      return "cooldown";
    case "delay_not_met":
      return "delay";
    case "probability_failed":
      return "chance";
    case "filter_excluded":
      return "bot filter";
    case null:
      return wokeChip(row);
    default:
      return row.exclusion_reason satisfies never;
  }
}

function wokeChip(row: ActivationLogRow): string {
  if (row.sticky) return "sticky";
  switch (shownMethod(row)) {
    case "keyword":
      return keyWords(row);
    case "both":
      return "both";
    case "vector":
      return `vector ${(row.vector_similarity ?? row.activation_score).toFixed(2)}`;
    case "constant":
      return "always";
    case "manual":
      return "pinned";
    default:
      return "woke";
  }
}

function keyWords({ matched_keywords }: ActivationLogRow): string {
  const [first, ...more] = matched_keywords;
  if (!first) return "key";
  return more.length > 0 ? `key “${first.keyword}” and ${more.length} more` : `key “${first.keyword}”`;
}

/** The head of a turn in the Why pane: "3 woke · 1 cut · 488 / 600 tokens"; the limit where it is known. */
export function turnWords(
  { included, cut, held_back }: ActivationCounts,
  tokens: number | { readonly used: number; readonly limit: number },
): string {
  const parts = [`${included} woke`];
  if (cut > 0) parts.push(`${cut} cut`);
  if (held_back > 0) parts.push(`${held_back} held back`);
  if (typeof tokens !== "number") parts.push(`${number(tokens.used)} / ${number(tokens.limit)} tokens`);
  else if (tokens > 0) parts.push(`${number(tokens)} tokens`);
  return parts.join(" · ");
}

const format = new Intl.NumberFormat();
const number = (value: number): string => format.format(value);

/** What others in the room may see of it and the reader may not. */
export const privateWords = (count: number): string => `private lore (${count})`;
