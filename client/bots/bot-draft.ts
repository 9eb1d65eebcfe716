import type { EditedBot } from "./bot-answers.ts";

/** A bot as its form holds it: all fields flat, what is not chosen is "". */
export interface BotDraft {
  readonly name: string;
  readonly slug: string;
  readonly description: string;
  readonly system_prompt: string;
  readonly greeting: string;
  readonly speech_examples: readonly string[];
  readonly gender: string;
  readonly age: string;
  readonly tags: readonly string[];
  readonly tone: string;
  readonly formality_level: string;
  readonly humor_style: string;
  readonly communication_style: string;
  readonly response_length: string;
  readonly creativity_level: string;
  readonly knowledge_sharing: string;
  readonly signature_phrases: readonly string[];
  readonly knowledge_collections: readonly string[];
  readonly picture: string;
  readonly sharing_visibility: string;
}
export type BotField = keyof BotDraft;

export const EMPTY_DRAFT: BotDraft = {
  name: "",
  slug: "",
  description: "",
  system_prompt: "",
  greeting: "",
  speech_examples: [],
  gender: "",
  age: "",
  tags: [],
  tone: "",
  formality_level: "",
  humor_style: "",
  communication_style: "",
  response_length: "",
  creativity_level: "",
  knowledge_sharing: "",
  signature_phrases: [],
  knowledge_collections: [],
  picture: "",
  sharing_visibility: "private",
};
export const BOT_FIELDS = Object.keys(EMPTY_DRAFT) as readonly BotField[];

/** Tabs of the editor, by the last part of the address (ux §2.2). */
export const BOT_TABS = ["persona", "behaviour", "lore", "looks", "sharing", "try", "stats"] as const;
export type BotTab = (typeof BOT_TABS)[number];

/** On which tab a field stands. */
export const TAB_OF: Readonly<Record<BotField, BotTab>> = {
  name: "persona",
  slug: "persona",
  description: "persona",
  system_prompt: "persona",
  greeting: "persona",
  speech_examples: "persona",
  gender: "persona",
  age: "persona",
  tags: "persona",
  tone: "behaviour",
  formality_level: "behaviour",
  humor_style: "behaviour",
  communication_style: "behaviour",
  response_length: "behaviour",
  creativity_level: "behaviour",
  knowledge_sharing: "behaviour",
  signature_phrases: "behaviour",
  knowledge_collections: "lore",
  picture: "looks",
  sharing_visibility: "sharing",
};

const GROUP_OF: Partial<Record<BotField, "personality_traits" | "behavior_settings">> = {
  tone: "personality_traits",
  formality_level: "personality_traits",
  humor_style: "personality_traits",
  communication_style: "personality_traits",
  response_length: "behavior_settings",
  creativity_level: "behavior_settings",
  knowledge_sharing: "behavior_settings",
};

export function draftOf(bot: EditedBot): BotDraft {
  const { personality_traits: traits, behavior_settings: behavior } = bot;
  return {
    name: bot.name,
    slug: bot.slug,
    description: bot.description,
    system_prompt: bot.system_prompt ?? "",
    greeting: bot.greeting,
    speech_examples: bot.speech_examples.map(({ example }) => example),
    gender: bot.gender ?? "",
    age: bot.age === null ? "" : String(bot.age),
    tags: bot.tags.map(({ tag }) => tag),
    tone: traits.tone ?? "",
    formality_level: traits.formality_level ?? "",
    humor_style: traits.humor_style ?? "",
    communication_style: traits.communication_style ?? "",
    response_length: behavior.response_length ?? "",
    creativity_level: behavior.creativity_level ?? "",
    knowledge_sharing: behavior.knowledge_sharing ?? "",
    signature_phrases: bot.signature_phrases.map(({ phrase }) => phrase),
    knowledge_collections: bot.knowledge_collections ?? [],
    picture: bot.picture ?? "",
    sharing_visibility: bot.sharing_visibility,
  };
}

/** Whether two values of one field say the same. */
const isSame = (a: BotDraft[BotField], b: BotDraft[BotField]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The fields in which `draft` is not `base`. */
export const changedFields = (draft: BotDraft, base: BotDraft): BotField[] =>
  BOT_FIELDS.filter((field) => !isSame(draft[field], base[field]));

/** Only `fields` of `draft`. */
export const partOf = (draft: BotDraft, fields: readonly BotField[]): Partial<BotDraft> =>
  Object.fromEntries(fields.map((field) => [field, draft[field]]));

/**
 * `fields` of `draft` as the API takes them. Of a bot that is yet to be made, what is empty is left out and becomes what
 * it is for everyone; of one that exists, it is taken away.
 */
export function bodyOf(draft: BotDraft, fields: readonly BotField[], isNew: boolean): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = wireValue(field, draft[field]);
    if (isNew && (value === null || value === "")) continue;
    const group = GROUP_OF[field];
    if (group === undefined) body[field] = value;
    else body[group] = { ...(body[group] as object | undefined), [field]: value };
  }
  return body;
}

/** Fields where nothing is null and not "". */
const NULLABLE: ReadonlySet<BotField> = new Set<BotField>([
  "gender",
  "picture",
  ...(Object.keys(GROUP_OF) as BotField[]),
]);

function wireValue(field: BotField, value: BotDraft[BotField]): unknown {
  if (typeof value !== "string") return wireList(field, value);
  if (field === "age") return value.trim() === "" ? null : Number(value);
  return NULLABLE.has(field) ? value || null : value;
}

const ITEM_OF: Partial<Record<BotField, string>> = {
  speech_examples: "example",
  signature_phrases: "phrase",
  tags: "tag",
};

function wireList(field: BotField, values: readonly string[]): unknown {
  const item = ITEM_OF[field];
  const written = values.filter((value) => value.trim() !== "");
  return item === undefined ? written : written.map((value) => ({ [item]: value }));
}

/** The field a problem is about: `personality_traits.tone` is `tone`, `tags.3.tag` is `tags`; null for what the form lacks. */
export function fieldOfPath(path: string): BotField | null {
  const [first = "", second = ""] = path.split(".");
  const name = first === "personality_traits" || first === "behavior_settings" ? second : first;
  return BOT_FIELDS.find((field) => field === name) ?? null;
}

/** A field that both sides changed, each in their own way. */
export interface Clash {
  readonly field: BotField;
  readonly mine: BotDraft[BotField];
  readonly theirs: BotDraft[BotField];
}

/** Where `mine` and `theirs`, both come from `base`, cannot both stand. */
export const clashesOf = (base: BotDraft, mine: BotDraft, theirs: BotDraft): Clash[] =>
  changedFields(mine, base)
    .filter((field) => !isSame(theirs[field], base[field]) && !isSame(theirs[field], mine[field]))
    .map((field) => ({ field, mine: mine[field], theirs: theirs[field] }));
