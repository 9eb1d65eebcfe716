import type { ActivationSettings } from "../fields/knowledge.ts";
import { hasNameMacro, type MacroNames, resolveNames } from "../text/macros.ts";
import { foldKey } from "./fold.ts";
import {
  compileRegex,
  MAX_PATTERN_CHARS,
  quoteRegex,
  type RegexProblem,
  type RegexProgram,
  readRegexKey,
} from "./regex.ts";

/** A key made ready once. `keyword` is what the author wrote. */
export type CompiledKey =
  /** Never matches: nothing is left of it after trimming. */
  | { readonly kind: "blank"; readonly keyword: string }
  /** `text` is comparable as it stands: normalised, and folded unless case counts. */
  | { readonly kind: "literal"; readonly keyword: string; readonly text: string }
  | { readonly kind: "regex"; readonly keyword: string; readonly program: RegexProgram }
  /** Has names in it, so it is made ready once for each pair of names. */
  | { readonly kind: "named"; readonly keyword: string; readonly prepare: (names: MacroNames) => CompiledKey };

/** A key that cannot be compiled. */
export interface KeyProblem extends RegexProblem {
  /** Dotted path from the entry, such as `activation_settings.primary_keys.0.keyword`. */
  readonly field: string;
}

type Settings = Pick<ActivationSettings, "case_sensitive" | "use_regex" | "primary_keys" | "secondary_keys">;

/** Room for names put into a pattern, on top of what a person may write. */
const NAMED_PATTERN_CHARS = MAX_PATTERN_CHARS + 2_000;
/** Pairs of names remembered per key: the bots of a room times its personas. Chosen. */
const MOST_NAMES = 64;

function compileLiteral(keyword: string, text: string, isCaseSensitive: boolean): CompiledKey {
  const trimmed = text.trim();
  if (trimmed === "") return { kind: "blank", keyword };
  return { kind: "literal", keyword, text: isCaseSensitive ? trimmed.normalize("NFC") : foldKey(trimmed) };
}

/** Remembers the last results by the names that led to them. */
function perNames(keyword: string, prepare: (names: MacroNames) => CompiledKey): CompiledKey {
  const known = new Map<string, CompiledKey>();
  return {
    kind: "named",
    keyword,
    prepare: (names) => {
      const id = `${names.char}\u0000${names.user}`;
      const key = known.get(id) ?? prepare(names);
      if (known.size >= MOST_NAMES) known.clear();
      known.set(id, key);
      return key;
    },
  };
}

function compilePattern(keyword: string, isCaseSensitive: boolean): CompiledKey | RegexProblem {
  const trimmed = keyword.trim();
  if (trimmed === "") return { kind: "blank", keyword };
  const { pattern, flags, offset } = readRegexKey(trimmed, isCaseSensitive ? "" : "i");
  // Names are checked with a stand-in of one letter; what is saved does not depend on who speaks.
  const compiled = compileRegex(resolveNames(pattern, { char: "x", user: "x" }), flags);
  if ("problem" in compiled) {
    const { construct, position } = compiled.problem;
    const shifted = position + offset + keyword.indexOf(trimmed);
    return {
      construct,
      position: shifted,
      message: compiled.problem.message.replace(`position ${position}:`, `position ${shifted}:`),
    };
  }
  if (!hasNameMacro(pattern)) return { kind: "regex", keyword, program: compiled.program };
  return perNames(keyword, (names) => {
    const named = compileRegex(resolveNames(pattern, names, quoteRegex), flags, NAMED_PATTERN_CHARS);
    return "program" in named ? { kind: "regex", keyword, program: named.program } : { kind: "blank", keyword };
  });
}

function compileOne(keyword: string, settings: Settings): CompiledKey | RegexProblem {
  if (settings.use_regex) return compilePattern(keyword, settings.case_sensitive);
  if (!hasNameMacro(keyword)) return compileLiteral(keyword, keyword, settings.case_sensitive);
  return perNames(keyword, (names) => compileLiteral(keyword, resolveNames(keyword, names), settings.case_sensitive));
}

/** What makes two keys the same one: written twice, a key still counts once. */
const identityOf = (key: CompiledKey): string =>
  key.kind === "literal" ? `literal ${key.text}` : `${key.kind} ${key.keyword}`;

function withoutRepeats(keys: readonly CompiledKey[]): readonly CompiledKey[] {
  if (keys.length < 2) return keys;
  const seen = new Set<string>();
  return keys.filter((key) => {
    const identity = identityOf(key);
    return !seen.has(identity) && seen.add(identity);
  });
}

/** Both key lists of an entry, ready to scan with, or its first key that cannot be compiled. Never throws. */
export function compileKeys(
  settings: Settings,
):
  | { readonly primary: readonly CompiledKey[]; readonly secondary: readonly CompiledKey[] }
  | { readonly problem: KeyProblem } {
  const lists: Record<"primary_keys" | "secondary_keys", CompiledKey[]> = { primary_keys: [], secondary_keys: [] };
  for (const list of ["primary_keys", "secondary_keys"] as const) {
    for (const [index, { keyword }] of settings[list].entries()) {
      const key = compileOne(keyword, settings);
      if (!("kind" in key)) return { problem: { ...key, field: `activation_settings.${list}.${index}.keyword` } };
      lists[list].push(key);
    }
  }
  return { primary: withoutRepeats(lists.primary_keys), secondary: withoutRepeats(lists.secondary_keys) };
}

/** What a person must change in an entry's keys before it can be saved; null when nothing. */
export function findKeyProblem(settings: Settings): KeyProblem | null {
  const compiled = compileKeys(settings);
  return "problem" in compiled ? compiled.problem : null;
}
