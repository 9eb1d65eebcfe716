import { type LoreEntry, POSITIONS } from "../fields/knowledge.ts";
import type { LoreSettings } from "../fields/knowledge-collections.ts";
import type { Insertion } from "./trace.ts";

/** An included entry with the text the prompt gets. */
export interface Included {
  readonly source: LoreEntry;
  readonly text: string;
}

/** Where an entry stands among those of its position: the first number that differs decides, the smaller one first. */
function placeOf({ id, positioning, knowledge_collection }: LoreEntry, collections: ReadonlyMap<string, LoreSettings>) {
  const { position, depth, order } = positioning;
  const isLowFirst = collections.get(knowledge_collection)?.placement === "low_first";
  return {
    id,
    ranks: [
      POSITIONS.indexOf(position),
      position === "at_depth" ? -depth : 0,
      isLowFirst ? 1 : 0,
      isLowFirst ? order : -order,
    ],
  };
}

type Place = ReturnType<typeof placeOf>;

function comparePlaces(a: Place, b: Place): number {
  for (const [i, rank] of a.ranks.entries()) {
    const difference = rank - (b.ranks[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

function toInsertion({ source, text }: Included): Insertion {
  const { position, depth, role } = source.positioning;
  if (position !== "at_depth") return { position, entry: source.id, text };
  return { position, depth, role, entry: source.id, text };
}

/**
 * The lore of a turn in prompt order (activation.md §10): by position; at depth, the deepest (earliest) first; within
 * a position higher `order` first. Collections placed `low_first` follow the others with their high orders last, so
 * that each kind keeps its strongest lore at its own end. Texts with nothing but white space are left out.
 */
export function orderInsertions(
  included: readonly Included[],
  collections: ReadonlyMap<string, LoreSettings>,
): Insertion[] {
  return included
    .filter(({ text }) => text.trim() !== "")
    .map((one) => ({ one, place: placeOf(one.source, collections) }))
    .sort((a, b) => comparePlaces(a.place, b.place))
    .map(({ one }) => toInsertion(one));
}
