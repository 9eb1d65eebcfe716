import type { Dice } from "./dice.ts";
import type { Heard } from "./heard.ts";
import type { Intent, QuestionKind } from "./intent.ts";
import type { Answer, Fact, Material } from "./material.ts";
import { isSaid, sharedStems } from "./spoken.ts";

/** Small talk that an author's example may answer by its kind alone, whatever its words. */
const KINDS_WITH_ANSWERS: ReadonlySet<Intent> = new Set([
  "who",
  "how_are_you",
  "hello",
  "bye",
  "thanks",
  "praise",
  "insult",
  "feeling",
  "advice",
  "joke",
]);
/** From here on an example counts as answering what was asked. Chosen by reading replies. */
const ANSWERS_FROM = 0.45;
/** Lore woke for this very talk, so its scripts need less to fit. */
const LORE_ANSWERS_FROM = 0.34;
/** The author's answer that fits what was said best, or null when none fits well enough. */
export function fittingAnswer(heard: Heard, material: Material, dice: Dice): Answer | null {
  const rated = material.answers
    .map((answer) => ({ answer, score: answerScore(answer, heard), roll: dice.roll() * 0.1 }))
    .filter(({ answer, score }) => score >= (answer.lore ? LORE_ANSWERS_FROM : ANSWERS_FROM))
    .filter(({ answer }) => !isSaid(answer.beginning, answer.beginningStems, heard.spoken))
    .toSorted((a, b) => b.score + b.roll - (a.score + a.roll));
  return rated[0]?.answer ?? null;
}

function answerScore(answer: Answer, heard: Heard): number {
  const isSameKind = answer.cueIntent === heard.intent && KINDS_WITH_ANSWERS.has(heard.intent);
  const common = sharedStems(answer.cueStems, heard.topics);
  // Much of the cue must be in what was said; a long line that only mentions it in passing asks for something else.
  const cue = common === 0 ? 0 : (common / answer.cueStems.size) * Math.sqrt(common / heard.topics.size);
  const reply = heard.topics.size === 0 ? 0 : sharedStems(answer.stems, heard.topics) / heard.topics.size;
  return cue + (cue > 0 || answer.lore ? 0.2 * reply : 0) + (isSameKind ? 0.8 : 0);
}

/** Marks of sentences that can answer a question of a kind. */
const FITS: Readonly<Partial<Record<QuestionKind, RegExp>>> = {
  who: /(?<=\s)\p{Lu}\p{L}+|\bI\b/u,
  when: /\d|\b(?:night|day|morning|evening|noon|midnight|winter|summer|spring|autumn|year|hour|week|month|before|after|since|until|\p{Lu}\p{L}+day)\b/u,
  where:
    /\b(?:in|at|on|under|behind|over|above|below|inside|near|beside|across) (?:the|a|my|his|her|their)\b|\bbottom\b|\btop\b/u,
  why: /\b(?:because|so that|since|therefore|unless|reason|in order|for fear)\b/u,
  how: /\b(?:by|with|using|without)\b/u,
  how_many:
    /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|every|once|twice|never|always)\b/u,
};

/**
 * Sentences to build a reply from, best first: about what was said, from lore that woke for it, about the bot itself,
 * fit for the question. What somebody has said already is not among them.
 */
export function fittingFacts(heard: Heard, material: Material, dice: Dice): Fact[] {
  const kind = heard.question === null ? undefined : FITS[heard.question];
  const fresh = material.facts.filter((fact) => !isSaid(fact.text, fact.stems, heard.spoken));
  return fresh
    .map((fact) => ({ fact, score: factScore(fact, heard, material, kind), roll: dice.roll() * 0.6 }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score + b.roll - (a.score + a.roll))
    .map(({ fact }) => fact);
}

/** A script or a sentence of the lore that woke, related or not: it woke for something that was said. */
export function wokenLore(heard: Heard, material: Material): { kind: "answer" | "fact"; text: string } | null {
  const answer = material.answers.find(
    (known) => known.lore && !isSaid(known.beginning, known.beginningStems, heard.spoken),
  );
  if (answer !== undefined) return { kind: "answer", text: answer.reply };
  const fact = material.facts.find((known) => known.lore && !isSaid(known.text, known.stems, heard.spoken));
  return fact === undefined ? null : { kind: "fact", text: fact.text };
}

/** Whether a second sentence keeps to the matter of the first: of the same text, or on topic. */
export const staysOnTopic = (fact: Fact, first: Fact, heard: Heard): boolean =>
  (fact.lore && fact.rank === first.rank) || sharedStems(fact.stems, heard.topics) > 0;

/** How well a sentence goes with what was said; 0 for not at all. Weights chosen by reading replies. */
function factScore(fact: Fact, heard: Heard, material: Material, kind: RegExp | undefined): number {
  const said = Math.min(3, sharedStems(fact.stems, heard.topics));
  const fits = kind?.test(fact.text) ? 0.6 : 0;
  const self = fact.own ? 1.2 : 0;
  if (!fact.lore) return isWelcome(fact, said, heard) ? said + self + fits : 0;
  const entry = sharedStems(material.loreStems[fact.rank] ?? new Set(), heard.topics) > 0 ? 1.2 : 0;
  const other = 0.5 * Math.min(2, sharedStems(fact.stems, heard.otherTopics));
  const relation = 1.3 * said + entry + other;
  return relation === 0 ? 0 : relation + self + fits - 0.1 * Math.min(6, fact.rank);
}

/** What an author wrote of a bot sounds odd from its own mouth unless it was asked for. */
function isWelcome(fact: Fact, said: number, heard: Heard): boolean {
  if (heard.intent === "who") return true;
  if (/^I(?:'m| am) \p{Lu}/u.test(fact.text)) return false;
  return said >= (heard.question === "opinion" ? 1 : 2);
}
