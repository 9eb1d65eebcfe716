import type { BotInput } from "../fields/bot.ts";
import type { KnowledgeInput } from "../fields/knowledge.ts";
import type { KnowledgeCollectionInput } from "../fields/knowledge-collections.ts";

/** Any value `JSON.parse` gives, finite numbers only. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Why a file was not read: words for a person that name the thing and what to do about it. */
export interface ImportRefusal {
  readonly code: "invalid" | "too_large" | "unsupported_media_type";
  readonly message: string;
  /** Where in the file: a dotted JSON path, or the name of a PNG chunk. */
  readonly path?: string;
}

/** One thing an import changed, skipped or can not obey yet. */
export interface ImportWarning {
  /** 0-based position of the entry in its source; -1 for the card or the book itself. */
  readonly row: number;
  /** As the file spells it. */
  readonly field: string;
  readonly message: string;
}

/** A Knowledge row to be written once its tome has an id. */
export type EntryValue = Omit<KnowledgeInput, "knowledge_collection">;
/** A KnowledgeCollections row to be written once its bots have ids. */
export type TomeValue = Omit<KnowledgeCollectionInput, "bot">;
/** A Bot row to be written once its picture and its tome have ids. */
export type BotValue = Omit<BotInput, "picture" | "knowledge_collections">;

export interface ImportedEntry {
  /** For lists: the entry's own title, else its first key, else its number. */
  readonly title: string;
  readonly value: EntryValue;
}

export interface ImportedTome {
  readonly name: string;
  readonly description: string;
  readonly value: TomeValue;
  readonly entries: readonly ImportedEntry[];
}

export interface ImportedBot {
  readonly value: BotValue;
  /** How readily the character speaks unasked, 0 to 1; null when the card does not say. Belongs to the room, not to the bot's row. */
  readonly talkativeness: number | null;
  /** The card's PNG without any text chunk; null when the card came as JSON. */
  readonly picture: Uint8Array | null;
  readonly tome: ImportedTome | null;
}

/** What an import would make. Every value parses under its schema in `shared/fields` once the missing ids are added. */
export interface ImportPlan {
  readonly format: ImportFormat;
  readonly bots: readonly ImportedBot[];
  /** Books that came without a card. A card's own book is its bot's `tome`. */
  readonly tomes: readonly ImportedTome[];
  readonly warnings: readonly ImportWarning[];
}

export type ImportFormat =
  | "chara_card_v1"
  | "chara_card_v2"
  | "chara_card_v3"
  | "world_info"
  | "character_book"
  | "lorebook_v3";

/** A step that may refuse. Nothing in this folder throws. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: ImportRefusal };

export const refuse = (code: ImportRefusal["code"], message: string, path?: string): Read<never> => ({
  ok: false,
  refusal: path === undefined ? { code, message } : { code, message, path },
});

export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
