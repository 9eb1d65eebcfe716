import { expect, test } from "vitest";
import { BotInput } from "../fields/bot.ts";
import { KnowledgeInput } from "../fields/knowledge.ts";
import { KnowledgeCollectionInput } from "../fields/knowledge-collections.ts";
import { evaluate } from "../lore/evaluate.ts";
import { collection, input, talk } from "../lore/testing/lore-room.ts";
import { sampleBots } from "./bots.ts";
import { IVY_ID, MARA_ID, SAMPLE_ROOM, SAMPLE_SEATS } from "./table.ts";
import { GREY_HARBOUR_ID, sampleEntries, sampleTome } from "./tome.ts";

const BOTS = sampleBots();
const ENTRIES = sampleEntries();
const TOME = sampleTome();
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("[SAMPLE1] every row is valid, under an id of its own that never changes", () => {
  for (const { input: bot } of BOTS) expect(BotInput.parse(bot)).toEqual(bot);
  for (const { input: entry } of ENTRIES) expect(KnowledgeInput.parse(entry)).toEqual(entry);
  expect(KnowledgeCollectionInput.parse(TOME.input)).toEqual(TOME.input);
  const ids = [...BOTS, ...ENTRIES, TOME].map(({ id }) => id);
  for (const id of ids) expect(id).toMatch(UUID_V7);
  expect(new Set(ids).size).toBe(ids.length);
  expect(sampleEntries().map(({ id }) => id)).toEqual(ENTRIES.map(({ id }) => id));
  expect(BOTS.every(({ input: bot }) => bot.knowledge_collections.includes(GREY_HARBOUR_ID))).toBe(true);
});

test("[SAMPLE3] starters wake lore, the first for everyone", () => {
  const entries = ENTRIES.map(({ id, input: entry }) => ({ ...entry, id }));
  const collections = [collection(GREY_HARBOUR_ID, TOME.input.lore_settings)];
  const wokenBy = (text: string, seat: (typeof SAMPLE_SEATS)[number]) => {
    const speaker = { id: seat.id, name: seat.name, description: "", personality: "" };
    const made = input(entries, talk("bot: Sit.", `user: ${text}`), { collections, speaker, seed: "a" });
    const trace = evaluate(made);
    return trace.entries.filter((entry) => entry.included && entry.method === "keyword").map((entry) => entry.title);
  };
  const [first, ...others] = SAMPLE_ROOM.starters;
  for (const seat of SAMPLE_SEATS)
    expect(wokenBy(first, seat)).toEqual(expect.arrayContaining(["The lamp", "The brass key"]));
  for (const starter of others)
    expect(Math.max(...SAMPLE_SEATS.map((seat) => wokenBy(starter, seat).length)), starter).toBeGreaterThanOrEqual(2);
  const [mara, ivy] = [MARA_ID, IVY_ID].map((id) => SAMPLE_SEATS.find((seat) => seat.id === id)!);
  expect(wokenBy(first, mara!)).toContain("What Mara heard");
  expect(wokenBy(first, ivy!)).not.toContain("What Mara heard");
});

test("[SAMPLE4] the tome shows what lore can do", () => {
  const rows = ENTRIES.map(({ input: entry }) => entry);
  expect(rows.length).toBeGreaterThanOrEqual(12);
  const has = (what: (entry: KnowledgeInput) => boolean) => rows.some(what);
  expect(has((entry) => entry.activation_settings.activation_mode === "constant")).toBe(true);
  expect(has((entry) => entry.activation_settings.keywords_logic === "SELECTIVE_ANY")).toBe(true);
  expect(has(({ advanced_activation: timed }) => timed.sticky > 0 && timed.cooldown > 0)).toBe(true);
  expect(has((entry) => entry.activation_settings.probability < 100)).toBe(true);
  expect(has((entry) => entry.advanced_activation.delay > 0)).toBe(true);
  expect(has((entry) => entry.positioning.position === "at_depth")).toBe(true);
  expect(has((entry) => entry.filtering.filter_by_bots)).toBe(true);
});

test("[SAMPLE5] three voices", () => {
  const cards = BOTS.map(({ input: bot }) => bot);
  for (const { speech_examples, signature_phrases } of cards) {
    expect(speech_examples.length).toBeGreaterThanOrEqual(4);
    expect(signature_phrases.length).toBeGreaterThanOrEqual(4);
  }
  const distinct = (texts: readonly string[]) => expect(new Set(texts).size).toBe(texts.length);
  distinct(cards.flatMap((card) => card.signature_phrases.map(({ phrase }) => phrase)));
  distinct(cards.flatMap((card) => card.speech_examples.map(({ example }) => example)));
  distinct(cards.map((card) => card.personality_traits.communication_style ?? ""));
});
