import type { CompiledEntry } from "./compile.ts";
import { type MappedText, originalRange } from "./fold.ts";
import type { CompiledKey } from "./keys.ts";
import { decideLogic, type KeyCount, keywordScore, type LogicResult } from "./logic.ts";
import type { MatchedKeyword } from "./trace.ts";
import type { LoreView, ScanText } from "./view.ts";
import { standsAlone } from "./whole-words.ts";

/** Places kept per key and text, and per entry. Chosen: enough to highlight, bounded to store. */
const MOST_PLACES = 8;
const MOST_HITS = 64;

/** What an entry's keys found. */
export interface KeywordMatch {
  readonly result: LogicResult;
  readonly score: number;
  /** By key as listed, then newest message first, then by place. */
  readonly hits: readonly MatchedKeyword[];
  /** Messages looked back. */
  readonly depth: number;
}

type Place = readonly [start: number, end: number];

/** Every place of a literal, not overlapping, at most {@link MOST_PLACES}. */
function findLiteral(text: string, key: string, isWholeWords: boolean): readonly Place[] {
  let at = text.indexOf(key);
  if (at < 0) return NOWHERE;
  const places: Place[] = [];
  while (at >= 0 && places.length < MOST_PLACES) {
    const isHit = !isWholeWords || standsAlone(text, at, at + key.length);
    if (isHit) places.push([at, at + key.length]);
    at = text.indexOf(key, isHit ? at + key.length : at + 1);
  }
  return places;
}
const NOWHERE: readonly Place[] = [];

/** Where one key stands in one text, in the offsets of `mapped`. */
function findKey(
  key: CompiledKey,
  text: ScanText,
  entry: CompiledEntry,
): { mapped: MappedText; places: readonly Place[] } {
  const { case_sensitive: isCaseSensitive, match_whole_words: isWholeWords } = entry.source.activation_settings;
  if (key.kind === "literal") {
    const mapped = isCaseSensitive ? text.normal : text.folded;
    return { mapped, places: findLiteral(mapped.text, key.text, isWholeWords) };
  }
  if (key.kind !== "regex") return { mapped: text.normal, places: NOWHERE };
  const { needs, find } = key.program;
  const isPossible = needs === null || needs.some((needed) => text.folded.text.includes(needed));
  return { mapped: text.normal, places: isPossible ? find(text.normal.text) : NOWHERE };
}

const ready = (key: CompiledKey, view: LoreView): CompiledKey => (key.kind === "named" ? key.prepare(view.names) : key);

/** Adds a key's places in `texts` to `hits`; true when there are any, also past {@link MOST_HITS}. */
function collectHits(
  key: CompiledKey,
  texts: readonly ScanText[],
  entry: CompiledEntry,
  hits: MatchedKeyword[],
): boolean {
  let isFound = false;
  for (const text of texts) {
    const { mapped, places } = findKey(key, text, entry);
    if (places.length === 0) continue;
    isFound = true;
    for (const [from, to] of places.slice(0, MOST_HITS - hits.length))
      hits.push({ keyword: key.keyword, message: text.id, ...originalRange(mapped, from, to) });
  }
  return isFound;
}

/** Looks for all keys of a list, counts those found, and adds their places to `hits`. */
function scanKeys(
  keys: readonly CompiledKey[],
  texts: readonly ScanText[],
  entry: CompiledEntry,
  view: LoreView,
  hits: MatchedKeyword[],
): KeyCount {
  let found = 0;
  for (const key of keys) if (collectHits(ready(key, view), texts, entry, hits)) found++;
  return { keys: keys.length, hits: found };
}

/** The texts an entry reads: `depth` messages of `window`, then what else it asks for. */
function textsFor(
  entry: CompiledEntry,
  view: LoreView,
  window: readonly ScanText[],
  depth: number,
): readonly ScanText[] {
  const extras = view.extras(entry.source);
  if (extras.length === 0 && window.length <= depth) return window;
  return [...window.slice(0, depth), ...extras];
}

/**
 * Looks for an entry's keys in the newest `depth` messages of the kinds it asks for, and in its extra texts, each text
 * by itself (activation.md §5). Linear in keys × texts; never throws.
 *
 * @param window All messages of those kinds, newest first.
 */
export function scanEntry(
  entry: CompiledEntry,
  view: LoreView,
  window: readonly ScanText[],
  depth: number = entry.source.activation_settings.scan_depth,
): KeywordMatch {
  const texts = textsFor(entry, view, window, depth);
  const hits: MatchedKeyword[] = [];
  const primary = scanKeys(entry.primary, texts, entry, view, hits);
  const secondary = scanKeys(entry.secondary, texts, entry, view, hits);
  const result = decideLogic(entry.source.activation_settings.keywords_logic, primary, secondary);
  return { result, score: keywordScore(primary, secondary), hits, depth };
}

/** Whether any key of the entry stands in `text`. */
export function hasKeyIn(entry: CompiledEntry, view: LoreView, text: ScanText): boolean {
  const stands = (key: CompiledKey) => findKey(ready(key, view), text, entry).places.length > 0;
  return entry.primary.some(stands) || entry.secondary.some(stands);
}
