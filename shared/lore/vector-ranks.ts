import type { Considered } from "./consider.ts";

/** What the vector search says of one entry. */
export interface VectorVerdict {
  /** Of its best chunk; null when the search did not find it or did not run. */
  readonly similarity: number | null;
  readonly result: "match" | "below_threshold" | "outside_top_k" | "vector_unavailable";
}

interface Passing {
  readonly id: string;
  readonly similarity: number;
}

const isAhead = (a: Passing, b: Passing): boolean =>
  a.similarity > b.similarity || (a.similarity === b.similarity && a.id < b.id);

function verdictOf({ entry }: Considered, similarity: number | null, ranked: readonly Passing[]): VectorVerdict {
  const { vector_similarity_threshold: threshold, max_vector_results: most } = entry.source.activation_settings;
  if (similarity === null || similarity < threshold) return { similarity, result: "below_threshold" };
  const self = { id: entry.source.id, similarity };
  const ahead = ranked.filter((other) => isAhead(other, self)).length;
  return { similarity, result: ahead < most ? "match" : "outside_top_k" };
}

const usesVectors = ({ entry }: Considered): boolean => {
  const mode = entry.source.activation_settings.activation_mode;
  return mode === "vector" || mode === "hybrid";
};

/**
 * Judges vector and hybrid entries by their similarities (activation.md §6): at least the entry's own threshold, and
 * within its `max_vector_results` among the entries that pass theirs. Entries an early gate stops take no rank.
 *
 * @param similarities By entry id, the best chunk's; null when the search failed, was late or does not exist.
 * @returns By entry id, for vector and hybrid entries only.
 */
export function rankVectors(
  all: readonly Considered[],
  similarities: ReadonlyMap<string, number> | null,
): ReadonlyMap<string, VectorVerdict> {
  const searched = all.filter(usesVectors);
  if (similarities === null)
    return new Map(
      searched.map(({ entry }) => [entry.source.id, { similarity: null, result: "vector_unavailable" as const }]),
    );
  const ranked = searched.flatMap(({ entry, isEligible }) => {
    const similarity = similarities.get(entry.source.id);
    const passes =
      similarity !== undefined && similarity >= entry.source.activation_settings.vector_similarity_threshold;
    return isEligible && passes ? [{ id: entry.source.id, similarity }] : [];
  });
  return new Map(
    searched.map((one) => [one.entry.source.id, verdictOf(one, similarities.get(one.entry.source.id) ?? null, ranked)]),
  );
}
