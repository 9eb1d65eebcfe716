import type { z } from "zod";
import { KnowledgeInput } from "../fields/knowledge.ts";
import { KnowledgeCollectionInput } from "../fields/knowledge-collections.ts";
import { IVY_ID, MARA_ID, TOBIAS_ID } from "./table.ts";

export const GREY_HARBOUR_ID = "0192f0c4-5b00-7b00-8b00-677265790100";
const entryId = (number: number) =>
  `0192f0c4-5b${String(number).padStart(2, "0")}-7b00-8b00-67726579e${String(number).padStart(3, "0")}`;

type Entry = Omit<z.input<typeof KnowledgeInput>, "knowledge_collection">;
type Activation = NonNullable<Entry["activation_settings"]>;

/** Entries wake on whole words: `ring` must not wake in `bring`, nor `light` in `delight`. */
const keys = (words: string, more: Partial<Activation> = {}): Activation => ({
  primary_keys: words.split(", ").map((keyword) => ({ keyword })),
  match_whole_words: true,
  ...more,
});

const prose = (...sentences: readonly string[]) => sentences.join(" ");

const ENTRIES: readonly Entry[] = [
  {
    title: "House rules of the table",
    entry: prose(
      "House rules of the corner table: everyone speaks only for themselves, and nobody is talked over.",
      "Claims may be doubted, people may not.",
      "Leave the newcomer an opening.",
    ),
    activation_settings: { activation_mode: "constant" },
    positioning: { position: "before_character", order: 10 },
  },
  {
    title: "The lamp",
    entry: prose(
      "The lamp of Grey Harbour has to be lit before the first star.",
      "Mara lights the lamp herself and has missed no night in thirty-one years.",
      "Last Tuesday the lamp was already burning when Mara reached the top of the stairs.",
      "Ivy was on the gallery that evening and swears she touched nothing.",
      "Tobias saw the beam from his oven door and says it turned the wrong way round.",
    ),
    activation_settings: keys("lamp, light, lit, lantern, beam, glow, glowing", { scan_depth: 3 }),
    positioning: { order: 120 },
  },
  {
    title: "The brass key",
    entry: prose(
      "There is one key to the lamp room, brass, as long as a hand.",
      "Mara wears the key on a cord and takes it off for nobody.",
      "The board in the hall has two hooks for one key, and both are worn bright.",
      "Ivy found candle wax in the teeth of the key and kept a flake of it in her notebook.",
      "Tobias holds that anyone with wax and a quiet afternoon can copy a key.",
    ),
    activation_settings: keys("key, keys, lock, locked, unlocked, lamp room"),
    positioning: { order: 115 },
  },
  {
    title: "The lens",
    entry: prose(
      "The lens is nine hundred and four pieces of French glass, ground in 1868.",
      "One prism is missing, and the gap throws a thin blue line across the harbour.",
      "Mara polishes the lens with linen every Sunday and lets nobody else breathe on it.",
      "Ivy counts the prisms when she cannot sleep.",
      "Tobias calls the lens an expensive way of warning ships about a rock they already know.",
    ),
    activation_settings: keys("lens, glass, prism, prisms, mirror, blue"),
    positioning: { order: 100 },
  },
  {
    title: "The storm of 1911",
    entry: prose(
      "The storm of 1911 took eleven boats, the chapel roof and the keeper, Josiah Quill.",
      "The lamp burned all that night, though nobody was left to tend it.",
      "Mara is the great-niece of Josiah Quill and does not go out in boats.",
      "Ivy has read every account of that storm and finds that no two of them agree on the hour.",
      "Tobias puts the whole legend down to wet gunpowder and dry gin.",
    ),
    activation_settings: keys("storm, storms, 1911, gale, wreck, shipwreck, Josiah", { scan_depth: 4 }),
    positioning: { order: 110 },
    advanced_activation: { sticky: 3, cooldown: 4, timing_unit: "message" },
  },
  {
    title: "Josiah's log",
    entry: prose(
      "The last page of the 1911 log is dated the morning after Josiah Quill drowned.",
      "It says only: lamp trimmed, visitor fed, wind dropping.",
      "Ivy copied that page and saw that the last line is in another hand.",
      "Mara keeps the log in the flour bin at the bakery, where nobody would look for it.",
      "Tobias has never opened the log and complains that it takes up room for two sacks.",
    ),
    activation_settings: keys("log, logbook, diary, journal", {
      secondary_keys: ["page", "pages", "last", "night", "1911", "Josiah", "keeper"].map((keyword) => ({ keyword })),
      keywords_logic: "SELECTIVE_ANY",
    }),
    positioning: { order: 105 },
  },
  {
    title: "Tobias's bread",
    entry: prose(
      "Tobias bakes forty loaves a night and is done by four.",
      "Every evening Tobias leaves one rye loaf on the ferry steps, and every morning it is gone.",
      "Mara buys the heel of Monday's rye and pays in lamp oil.",
      "Ivy followed the loaf once and lost it in the fog at the third bollard.",
    ),
    activation_settings: keys("bread, loaf, loaves, rye, bake, baker, bakery, oven, dough, flour"),
    positioning: { order: 100 },
  },
  {
    title: "The ferryman",
    entry: prose(
      "The ferry crosses to the skerries at seven and at five, and once more when nobody asked for it.",
      "The ferryman takes bread for a fare and has never been seen to eat.",
      "Mara signals the ferry with three short turns of the beam.",
      "Tobias has owed the ferryman a favour since a winter he does not discuss.",
      "Ivy paid the ferryman with a biscuit and got change.",
    ),
    activation_settings: keys("ferry, ferryman, boat, boats, crossing, skerries"),
    positioning: { position: "at_depth", depth: 2, role: "system", order: 100 },
  },
  {
    title: "Fog",
    entry: prose(
      "Fog in Grey Harbour comes from the land and not from the sea.",
      "Somebody whistles in the fog, always the same four notes.",
      "Mara counts out loud in fog and never says what she is counting.",
      "Tobias shuts his windows in fog because it gets into the dough.",
      "Ivy whistled back into the fog once and heard a fifth note.",
    ),
    activation_settings: keys("fog, foggy, mist, haze, whistle, whistling", { probability: 80 }),
    positioning: { order: 90 },
  },
  {
    title: "The bell under the harbour",
    entry: prose(
      "The chapel bell has lain at the bottom of the harbour since 1911.",
      "The bell rings at slack water, eleven strokes and never twelve.",
      "Mara writes down every stroke and burns the list at the end of the year.",
      "Tobias hears pipes, loose ones, and has offered to pay for a plumber.",
      "Ivy timed the bell and found it four minutes slow.",
    ),
    activation_settings: keys("bell, bells, ring, rings, rang, ringing, chapel"),
    positioning: { order: 95 },
    advanced_activation: { cooldown: 2 },
  },
  {
    title: "Grey Harbour",
    entry: prose(
      "Grey Harbour has two hundred people, one street and four words for rain.",
      "The lighthouse stands on the Tooth, a rock that is an island twice a day.",
      "There are a hundred and twelve steps to the top, and on some nights a hundred and thirteen.",
      "Tobias was born over the bakery and has been away once, for a weekend, which was enough.",
      "Ivy came on the ferry in October with one suitcase and a letter of recommendation.",
    ),
    activation_settings: keys("harbour, harbor, village, town, lighthouse, tower, steps, stairs, island"),
    positioning: { position: "before_character", order: 80 },
  },
  {
    title: "What Mara heard",
    entry: prose(
      "Mara heard the lamp room door close above her on Tuesday, gently, the way one closes a door on a sleeping child.",
      "Mara has told nobody about the door, because nobody asked about a door.",
    ),
    activation_settings: keys("secret, truth, hide, hiding, afraid, scared, frightened, Tuesday"),
    positioning: { position: "system_bottom", order: 150 },
    filtering: { filter_by_bots: true, allowed_bot_ids: [{ bot_id: MARA_ID }] },
  },
  {
    title: "The letter",
    entry: prose(
      "This week the ferry brought a letter for the keeper of the light, addressed in brown ink and posted in 1911.",
      "Mara has put the letter behind the clock and has not opened it.",
      "Ivy held the letter against the lamp and could read one word of it, Thursday.",
      "Tobias suspects the post office, which has done worse.",
    ),
    activation_settings: keys("letter, post, envelope, ink, ferry, Thursday", { scan_depth: 4 }),
    positioning: { order: 85 },
    // Later in the evening only: the table has to have talked a while.
    advanced_activation: { delay: 8, sticky: 2 },
  },
];

/** The tome of the sample room. */
export const sampleTome = (): { readonly id: string; readonly input: KnowledgeCollectionInput } => ({
  id: GREY_HARBOUR_ID,
  input: KnowledgeCollectionInput.parse({
    name: "Grey Harbour",
    bot: [MARA_ID, TOBIAS_ID, IVY_ID],
    description: "A lighthouse, a bakery, a ferry that comes too often, and what happened in 1911.",
    sharing_settings: { sharing_level: "public", is_public: true },
    collection_metadata: { collection_category: "worldbuilding", tags: [{ tag: "sample" }] },
    lore_settings: { scan_depth: 2 },
  }),
});

/** An entry of the sample tome, ready to be stored under its fixed id. */
export interface SampleEntry {
  readonly id: string;
  readonly input: KnowledgeInput;
}

/** The entries of the sample tome with every field filled in. */
export const sampleEntries = (): SampleEntry[] =>
  ENTRIES.map((entry, index) => ({
    id: entryId(index + 1),
    input: KnowledgeInput.parse({
      tags: [{ tag: "sample" }],
      privacy_settings: { privacy_level: "public" },
      ...entry,
      knowledge_collection: GREY_HARBOUR_ID,
    }),
  }));
