import { resolveMacros } from "../../../shared/text/macros.ts";
import type { PracticeScene } from "../../conversation/ports.ts";
import { exchangesOf, isScript } from "./dialogue.ts";
import { firstPerson, type Speaker } from "./first-person.ts";
import { type Intent, intentOf } from "./intent.ts";
import { firstName } from "./names.ts";
import { joined, sentencesOf } from "./sentences.ts";
import { isEnglish, topicStems, wordCount } from "./words.ts";

/** A sentence or two the bot may say as its own. */
export interface Fact {
  readonly text: string;
  readonly stems: ReadonlySet<string>;
  /** It is about the bot itself. */
  readonly own: boolean;
  /** From lore that woke for this turn; the rest comes from the card. */
  readonly lore: boolean;
  /** Place of its text among the lore, most important first. */
  readonly rank: number;
}

/** An answer the author wrote, with what it answers. */
export interface Answer {
  readonly reply: string;
  /** Enough of it to know it by: long ones are cut when they are said. */
  readonly beginning: string;
  readonly beginningStems: ReadonlySet<string>;
  readonly cueStems: ReadonlySet<string>;
  readonly stems: ReadonlySet<string>;
  readonly cueIntent: Intent | null;
  readonly lore: boolean;
}

/** Everything of the card and the lore that can be said aloud. */
export interface Material {
  readonly facts: readonly Fact[];
  readonly answers: readonly Answer[];
  /** Topic stems of each text of lore, by rank. */
  readonly loreStems: readonly ReadonlySet<string>[];
  /** All of the author's texts in the bot's own voice, macros resolved. */
  readonly ownTexts: readonly string[];
}

/** Longest sentence worth saying in a chat, and the shortest that says anything. UTF-16 units. Chosen. */
const FACT_CHARS = { min: 8, max: 240 } as const;
/** Words that begin an order to the model, not a fact. */
const ORDER =
  /^(?:(?:please|and|also)\s)?(?:keep|never|always|do not|don't|avoid|stay|write|respond|reply|answer|remember|use|make sure|speak|act|be|let|leave|describe|include|ensure|play|roleplay|portray|refer|end|begin|start|continue|note|important|stick|embody|follow)\b/iu;
const ABOUT_THE_MODEL =
  /\b(?:repl(?:y|ies)|response|roleplay|role-play|the user|the model|the ai|\{\{|prompt|in character|out of character|ooc|this chat|this conversation|markdown|asterisks?|nsfw|speak for|scenario|the character|break character|(?:must|should) (?:never|always|not))\b/iu;
/** Lists, attributes and code are no sentences. */
const NOT_PROSE = /[[\]{}<>|=+#_\\/]|["“][^"”]*["”]\s*,\s*["“]|:\s*$|^\W*[-•\d]+[.)]?\s|https?:/u;
/** Opens on a word that points at the sentence before it. */
const LEANS =
  /^(?:(?:\p{L}+,? ){1,3}(?:it|them)|it|its|they|their|this|that|these|those|such|so|but|and|then|there,|here,|he|she|his|her|both|neither)\b/iu;

/** Gathers what the bot can say from its card and from the lore that woke. Linear in the texts. */
export function gather(scene: PracticeScene): Material {
  const { bot, userName } = scene;
  const resolve = (text: string) => resolveMacros(text, { char: bot.name, user: userName });
  const speaker: Speaker = { name: bot.name, others: scene.otherBots };
  const lore = scene.lore.map(resolve);
  const examples = bot.speech_examples.map(({ example }) => resolve(example));
  const card = [resolve(bot.system_prompt), resolve(bot.description)];
  // What an author wrote about the bot can be turned into its own words only in a language we know.
  const cardFacts = isEnglish(card.join(" ")) ? card : [];
  const scripted = [...examples, ...card.filter((text) => isScript(text, bot.name, userName))];
  const greeting = resolve(bot.greeting);
  return {
    facts: [
      ...lore.flatMap((text, rank) => factsOf(text, speaker, userName, { lore: true, rank })),
      ...cardFacts.flatMap((text) => factsOf(text, speaker, userName, { lore: false, rank: lore.length })),
    ],
    answers: [
      ...lore
        .filter((text) => isScript(text, bot.name, userName))
        .flatMap((text) => answersOf(text, bot.name, userName, true)),
      ...scripted.flatMap((text) => answersOf(text, bot.name, userName, false)),
      ...introductions(greeting),
    ],
    loreStems: lore.map(topicStems),
    ownTexts: [
      greeting,
      ...examples.flatMap((text) => exchangesOf(text, bot.name, userName).map(({ reply }) => reply)),
    ],
  };
}

const INTRODUCES = /\b(?:I am|I'm|my name(?:'s| is)|the name(?:'s| is)|call me) (?=\p{L})/iu;

/** Sentences of the greeting in which the bot says who it is: they answer that question later as well. */
function introductions(greeting: string): Answer[] {
  const spoken = greeting.replace(/\*[^*]*\*/gu, " ").replace(/["“”]/gu, " ");
  return sentencesOf(spoken)
    .filter((sentence) => INTRODUCES.test(sentence))
    .slice(0, 1)
    .map((reply) => ({ ...answer("", reply, false), cueIntent: "who" }));
}

function answersOf(text: string, self: string, user: string, lore: boolean): Answer[] {
  return exchangesOf(text, self, user).map(({ cue, reply }) => answer(cue, reply, lore));
}

const BEGINNING_CHARS = 160;

function answer(cue: string, reply: string, lore: boolean): Answer {
  const beginning = reply.slice(0, BEGINNING_CHARS);
  return {
    reply,
    beginning,
    beginningStems: topicStems(beginning),
    cueStems: topicStems(cue),
    stems: topicStems(reply),
    cueIntent: cue === "" ? null : intentOf(cue),
    lore,
  };
}

function factsOf(text: string, speaker: Speaker, user: string, origin: Pick<Fact, "lore" | "rank">): Fact[] {
  if (isScript(text, speaker.name, user)) return [];
  const facts: Fact[] = [];
  for (const sentence of sentencesOf(text)) addFact(facts, sentence, speaker, origin);
  return facts;
}

/** Adds a sentence, or joins it to the one before it where it cannot stand alone. */
function addFact(facts: Fact[], written: string, speaker: Speaker, origin: Pick<Fact, "lore" | "rank">): void {
  const previous = facts.at(-1);
  // After a sentence about the bot, `She …` goes on about it.
  const sentence = previous?.own ? written.replace(/^(?:he|she)(?=\s)/iu, speaker.name) : written;
  const said = isProse(sentence) ? firstPerson(sentence, speaker) : null;
  if (said === null || said.length > FACT_CHARS.max) return;
  if (!LEANS.test(sentence)) facts.push(fact(said, said !== sentence, origin));
  else if (previous !== undefined && previous.text.length + said.length < FACT_CHARS.max)
    facts[facts.length - 1] = fact(joined([previous.text, said]), previous.own, origin);
}

const fact = (text: string, own: boolean, origin: Pick<Fact, "lore" | "rank">): Fact => ({
  text,
  own,
  stems: topicStems(text),
  ...origin,
});

function isProse(sentence: string): boolean {
  if (sentence.length < FACT_CHARS.min || wordCount(sentence) < 3) return false;
  return !(ORDER.test(sentence) || ABOUT_THE_MODEL.test(sentence) || NOT_PROSE.test(sentence));
}

/** Whether a text names someone as the speaker of a line; nobody's words may be put in another's mouth. */
export const speaksForAnother = (text: string, others: readonly string[]): boolean =>
  others.some((name) => [name, firstName(name)].some((form) => text.toLowerCase().includes(`${form.toLowerCase()}:`)));
