import { MAX_PROMPT_TEXT } from "../fields/bot.ts";
import type { Card, CardReport, ReadCardText } from "./card.ts";
import { readExamples, readTags } from "./card-lists.ts";
import { buildSystemPrompt } from "./card-prompt.ts";
import { reportKeptOnly } from "./card-unobeyed.ts";
import { importCharacterBook, withoutEntries } from "./character-book.ts";
import { cleanPrompt, cleanText, cutText } from "./clean-text.ts";
import { type BotValue, type ImportedBot, isJsonObject, type JsonObject, type JsonValue } from "./import-plan.ts";
import { keepOriginal, MAX_KEPT_BYTES } from "./kept-original.ts";
import type { Warn } from "./warning-log.ts";

const MAX_NAME = 100;
/** Chosen: flat copies of a large card; they only repeat what `data` says. */
const MAX_BESIDE_BYTES = 250_000;
/** Chosen: two lines of a catalogue card. */
const MAX_FIRST_SENTENCE = 280;

/**
 * The bot a card describes. `description`, `personality` and `scenario` of a card are prompt text, so they go into
 * `system_prompt`; our `description` is the catalogue's line and comes from the creator's notes. The whole card, but
 * for its book's entries, is kept in `extensions.card`, so it can be written back.
 */
export function botFromCard(card: Card, fallbackName: string, picture: Uint8Array | null, warn: Warn): ImportedBot {
  const report = (field: string, message: string) => warn(-1, field, message);
  const read = (field: string) => textOf(card, field);
  const name = readName(read("name"), fallbackName, report);
  const prompt = (field: string) => cutReported(cleanPrompt(read(field)), MAX_PROMPT_TEXT, field, report);
  const value: BotValue = {
    name,
    description: catalogueLine(read, name),
    gender: null,
    age: null,
    system_prompt: cutReported(buildSystemPrompt(read, report), MAX_PROMPT_TEXT, "system_prompt", report),
    greeting: prompt("first_mes"),
    speech_examples: readExamples(read("mes_example"), report),
    personality_traits: {},
    behavior_settings: {},
    signature_phrases: [],
    tags: readTags(card.data["tags"] ?? card.beside["tags"], report),
    sharing_visibility: "private",
    extensions: { card: keepCard(card, report) },
  };
  reportKeptOnly(card.data, report);
  const tome = importCharacterBook(card.data["character_book"], name, card.format, warn);
  return { value, talkativeness: readTalkativeness(card), picture, tome };
}

/** SillyTavern writes each V1 field twice; the flat copy stands in where `data` lacks it. */
function textOf({ data, beside }: Card, field: string): string {
  const value = [data[field], beside[field]].find((found) => typeof found === "string" || typeof found === "number");
  return value === undefined ? "" : String(value);
}

function readName(written: string, fallbackName: string, report: CardReport): string {
  const name = cleanText(written).replaceAll(/\s+/g, " ");
  if (name !== "") return cutReported(name, MAX_NAME, "name", report);
  report("name", `the card has no name; it is called ${fallbackName}`);
  return cutText(fallbackName, MAX_NAME);
}

function cutReported(text: string, max: number, field: string, report: CardReport): string {
  if (text.length > max) report(field, `has ${text.length} characters and is cut to ${max}`);
  return cutText(text, max);
}

function catalogueLine(read: ReadCardText, name: string): string {
  const notes = cutText(cleanText(read("creator_notes") || read("creatorcomment")), MAX_PROMPT_TEXT);
  if (notes !== "") return notes;
  const [line = ""] = cleanPrompt(read("description")).split("\n", 1);
  const sentence = /^.*?(?:[.!?](?=\s|$)|[。！？])/u.exec(line.slice(0, 4 * MAX_FIRST_SENTENCE))?.[0] ?? line;
  const plain = sentence.replaceAll(/\{\{char\}\}/gi, () => name).replaceAll(/\{\{user\}\}/gi, "you");
  return cutText(plain, MAX_FIRST_SENTENCE);
}

/** Everything but the book's entries, each half within its share of the column. */
function keepCard({ spec, specVersion, data, beside }: Card, report: CardReport): JsonObject {
  const own = keepOriginal(withoutEntries(data), MAX_KEPT_BYTES - MAX_BESIDE_BYTES);
  const other = keepOriginal(beside, MAX_BESIDE_BYTES);
  for (const field of [...own.dropped, ...other.dropped]) report(field, "is too large to be kept for export");
  return { ...other.kept, spec, spec_version: specVersion, data: own.kept };
}

/** 0 to 1, in SillyTavern's extension or, in older cards, beside the other fields; often written as text. */
function readTalkativeness({ data, beside }: Card): number | null {
  const extensions = isJsonObject(data["extensions"]) ? data["extensions"] : {};
  const found: JsonValue = extensions["talkativeness"] ?? data["talkativeness"] ?? beside["talkativeness"] ?? null;
  const isNumeric = typeof found === "number" || (typeof found === "string" && found.trim() !== "");
  const number = isNumeric ? Number(found) : Number.NaN;
  return Number.isNaN(number) ? null : Math.min(Math.max(number, 0), 1);
}
