import type { CardReport } from "./card.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./import-plan.ts";

/** Fields of a card, or of its `extensions`, that are kept for export and change nothing here. */
const KEPT_ONLY: readonly (readonly [field: string, message: string])[] = [
  ["alternate_greetings", "other greetings are kept; only the first message is used"],
  ["group_only_greetings", "greetings for groups are kept and not used"],
  ["post_history_instructions", "instructions after the history are kept and not part of the prompt"],
  ["nickname", "the nickname is kept; {{char}} stands for the name"],
];
const KEPT_ONLY_EXTENSIONS: readonly (readonly [field: string, message: string])[] = [
  ["regex_scripts", "scripts that rewrite text are kept and never run"],
];

/** Reports what the card asks for that will not happen. `extensions.card` keeps all of it. */
export function reportKeptOnly(data: JsonObject, report: CardReport): void {
  const extensions = isJsonObject(data["extensions"]) ? data["extensions"] : {};
  for (const [field, message] of KEPT_ONLY) if (hasContent(data[field])) report(field, message);
  for (const [field, message] of KEPT_ONLY_EXTENSIONS)
    if (hasContent(extensions[field])) report(`extensions.${field}`, message);
  const note = extensions["depth_prompt"];
  if (isJsonObject(note) && hasContent(note["prompt"]))
    report("extensions.depth_prompt", "the character's note is kept and not part of the prompt");
  if (hasContent(extensions["world"]) && !isJsonObject(data["character_book"]))
    report(
      "extensions.world",
      `the card uses the lorebook ${JSON.stringify(extensions["world"])}; import that file too`,
    );
  if (hasForeignAssets(data["assets"]))
    report("assets", "pictures and sounds beside the card's own are kept and not used");
}

function hasContent(value: JsonValue | undefined): boolean {
  if (typeof value === "string") return value.trim() !== "";
  return Array.isArray(value) && value.some((member) => hasContent(member) || isJsonObject(member));
}

/** `ccdefault:` is the card's own picture. */
const hasForeignAssets = (assets: JsonValue | undefined): boolean =>
  Array.isArray(assets) && assets.some((asset) => isJsonObject(asset) && asset["uri"] !== "ccdefault:");
