import { resolveMacros } from "../text/macros.ts";
import type { CompiledEntry } from "./compile.ts";
import type { EvaluateInput } from "./evaluate.ts";
import { type CutText, truncateToTokens } from "./truncate.ts";

const cut = (entry: CompiledEntry, text: string, countTokens: EvaluateInput["countTokens"]): CutText =>
  truncateToTokens(text, entry.source.budget_control.max_tokens, countTokens);

/** The entry's text as written, cut to its `max_tokens`. Counted once per counter, so pass the same function each time. */
export function writtenText(entry: CompiledEntry, countTokens: EvaluateInput["countTokens"]): CutText {
  const known = entry.cuts.get(countTokens);
  if (known !== undefined) return known;
  const text = cut(entry, entry.source.entry, countTokens);
  entry.cuts.set(countTokens, text);
  return text;
}

/**
 * The entry's text as the prompt gets it: macros resolved once, then cut to its `max_tokens`.
 *
 * @param seed See `seedText`; what a `{{pick}}` is keyed by is the part before the slash, the conversation.
 */
export function insertedText(entry: CompiledEntry, input: EvaluateInput, seed: string): CutText {
  if (!entry.hasMacros) return writtenText(entry, input.countTokens);
  const { speaker, persona, userName } = input;
  const fields = {
    description: speaker.description,
    personality: speaker.personality,
    ...(persona !== null && persona.description !== "" && { persona: persona.description }),
  };
  const [conversation = ""] = seed.split("/", 1);
  const text = resolveMacros(entry.source.entry, {
    char: speaker.name,
    user: userName,
    fields,
    seed: `${seed}\u0000${entry.source.id}`,
    stableSeed: `${conversation}\u0000${entry.source.id}`,
  });
  return cut(entry, text, input.countTokens);
}
