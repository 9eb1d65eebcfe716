import type { CompiledLore } from "./compile.ts";
import type { Considered } from "./consider.ts";
import { hasKeyIn, scanEntry } from "./scan.ts";
import type { LoreView } from "./view.ts";

/** How far windows widen where a collection sets no maximum: the largest scan depth of an entry. */
const DEFAULT_MAX_SCAN_DEPTH = 20;

/** Fires by its own keys, budget aside: a full budget is no reason to look further back. */
const firesByKey = ({ isEligible, probability, match }: Considered): boolean =>
  isEligible && probability.passed && match?.result === "match";

/** Scans an entry one message further; true when that made its keys match. */
function widen(considered: Considered, view: LoreView, depth: number): boolean {
  const { entry, match } = considered;
  const window = view.window(entry.kinds);
  const next = window[depth - 1];
  if (match === null || match.result === "match" || next === undefined) return false;
  // Without a key in the new message the answer cannot turn into a match.
  if (!hasKeyIn(entry, view, next)) return false;
  const wider = scanEntry(entry, view, window, depth);
  considered.match = wider;
  return wider.result === "match";
}

function widenCollection(members: readonly Considered[], view: LoreView, minimum: number, maxDepth: number): void {
  let firing = members.filter(firesByKey).length;
  for (let extra = 1; extra < maxDepth && firing < minimum; extra++) {
    for (const member of members) {
      const depth = member.entry.source.activation_settings.scan_depth + extra;
      if (depth <= maxDepth && widen(member, view, depth) && firesByKey(member)) firing++;
    }
  }
}

/**
 * Minimum activations (activation.md §8): where fewer entries of a collection fire by keyword than it asks for, the
 * windows of the others widen one message at a time up to the collection's maximum depth. What has matched stays.
 */
export function widenForMinimum(all: readonly Considered[], lore: CompiledLore, view: LoreView): void {
  for (const [id, settings] of lore.collections) {
    if (settings.min_activations === 0) continue;
    const members = all.filter(({ entry }) => entry.source.knowledge_collection === id);
    widenCollection(members, view, settings.min_activations, settings.max_scan_depth ?? DEFAULT_MAX_SCAN_DEPTH);
  }
}
