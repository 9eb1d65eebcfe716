import type { ActivationSettings, LoreEntry } from "../fields/knowledge.ts";
import type { LoreSettings } from "../fields/knowledge-collections.ts";
import { hasMacros } from "../text/macros.ts";
import { hash32 } from "../text/string-hash.ts";
import { type CompiledKey, compileKeys, type KeyProblem } from "./keys.ts";
import type { CutText } from "./truncate.ts";

/** Most keys of one collection (reliability.md S-17); entries beyond, by id, are invalid. */
export const MAX_REGEX_KEYS = 1_000;
export const MAX_LITERAL_KEYS = 50_000;

/** The part of a knowledge collection the engine reads. */
export interface LoreCollection {
  readonly id: string;
  readonly lore_settings: LoreSettings;
}

/** One entry made ready once, for any number of evaluations. */
export interface CompiledEntry {
  readonly source: LoreEntry;
  readonly primary: readonly CompiledKey[];
  readonly secondary: readonly CompiledKey[];
  /** Why its keys cannot be used; it then has none. */
  readonly problem: KeyProblem | null;
  /** The kinds of messages it reads, as bits of {@link KIND_BITS}. */
  readonly kinds: number;
  /** Hash of the id, for its die. */
  readonly idHash: number;
  /** Its text depends on who speaks. */
  readonly hasMacros: boolean;
  /** Its text cut to `max_tokens`, remembered per counter; used only where the text has no macros. */
  readonly cuts: WeakMap<(text: string) => number, CutText>;
}

/** Everything `evaluate` needs to know of the lore itself. Built once per version of the collections. */
export interface CompiledLore {
  /** By id, ascending, each id once: no result depends on the order of rows. */
  readonly entries: readonly CompiledEntry[];
  readonly collections: ReadonlyMap<string, LoreSettings>;
  /** Entries with keys that cannot be used, for the workbench. */
  readonly problems: readonly LoreProblem[];
}

export interface LoreProblem extends KeyProblem {
  readonly entry_id: string;
}

export const KIND_BITS = { user: 1, bot: 2, system: 4 } as const;

const kindsOf = (settings: ActivationSettings): number =>
  (settings.match_in_user_messages ? KIND_BITS.user : 0) |
  (settings.match_in_bot_messages ? KIND_BITS.bot : 0) |
  (settings.match_in_system_prompts ? KIND_BITS.system : 0);

function compileEntry(source: LoreEntry): CompiledEntry {
  const keys = compileKeys(source.activation_settings);
  return {
    source,
    primary: "problem" in keys ? [] : keys.primary,
    secondary: "problem" in keys ? [] : keys.secondary,
    problem: "problem" in keys ? keys.problem : null,
    kinds: kindsOf(source.activation_settings),
    idHash: hash32(source.id),
    hasMacros: hasMacros(source.entry),
    cuts: new WeakMap(),
  };
}

/** Counts keys per collection and says when an entry's do not fit any more. */
class KeyAllowance {
  readonly #used = new Map<string, { regex: number; literal: number }>();

  take(source: LoreEntry): KeyProblem | null {
    const { use_regex: isRegex, primary_keys: primary, secondary_keys: secondary } = source.activation_settings;
    const used = this.#used.get(source.knowledge_collection) ?? { regex: 0, literal: 0 };
    this.#used.set(source.knowledge_collection, used);
    const kind = isRegex ? "regex" : "literal";
    const most = isRegex ? MAX_REGEX_KEYS : MAX_LITERAL_KEYS;
    const total = used[kind] + primary.length + secondary.length;
    if (total > most) return overLimit(isRegex, most);
    used[kind] = total;
    return null;
  }
}

function overLimit(isRegex: boolean, most: number): KeyProblem {
  const message = `the collection has more than ${most} ${isRegex ? "regex" : "plain"} keys`;
  return { construct: "", position: 0, field: "activation_settings.primary_keys", message };
}

const byId = (a: LoreEntry, b: LoreEntry): number => (a.id < b.id ? -1 : Number(a.id > b.id));

/**
 * Makes a set of entries ready to be evaluated: folds keys, compiles patterns, finds out what cannot be used. Order and
 * repetition of the rows make no difference; an entry whose collection is not given has default collection settings.
 *
 * Cost: about 1 µs a plain key and 50 µs a pattern. Never throws: what cannot be compiled is in `problems`.
 */
export function compileLore(entries: readonly LoreEntry[], collections: readonly LoreCollection[]): CompiledLore {
  const sources = [...new Map(entries.map((entry) => [entry.id, entry])).values()].sort(byId);
  const allowance = new KeyAllowance();
  const compiled = sources.map((source) => {
    const problem = allowance.take(source);
    return problem === null ? compileEntry(source) : { ...compileEntry(withoutKeys(source)), source, problem };
  });
  return {
    entries: compiled,
    collections: new Map(collections.map(({ id, lore_settings }) => [id, lore_settings])),
    problems: compiled.flatMap(({ source, problem }) =>
      problem === null ? [] : [{ ...problem, entry_id: source.id }],
    ),
  };
}

const withoutKeys = (source: LoreEntry): LoreEntry => ({
  ...source,
  activation_settings: { ...source.activation_settings, primary_keys: [], secondary_keys: [] },
});
