import { fittingAnswer, fittingFacts, staysOnTopic, wokenLore } from "./choose-material.ts";
import type { Intent } from "./intent.ts";
import type { Fact } from "./material.ts";
import { sentencesOf } from "./sentences.ts";
import { isSaid, spokenOf } from "./spoken.ts";
import type { Stage } from "./stage.ts";
import { topicStems } from "./words.ts";

/** A piece of a reply. The author's own answers keep their markup; everything else is plain speech. */
export interface Part {
  readonly text: string;
  readonly kind: "phrase" | "fact" | "answer" | "signature";
}

const KNOWLEDGE = { "very-limited": 1, limited: 1, balanced: 2, generous: 2, "very-generous": 3 } as const;
/** Answered by a phrase of their own; facts come in only where lore woke. */
const SMALL_TALK: ReadonlySet<Intent> = new Set<Intent>([
  "hello",
  "bye",
  "thanks",
  "how_are_you",
  "praise",
  "insult",
  "feeling",
  "advice",
  "joke",
  "ack",
  "emote",
  "foreign",
  "silence",
  "go_on",
]);
/** Small talk that bears a signature phrase behind it; grief does not. */
const LIGHT: ReadonlySet<Intent> = new Set<Intent>(["hello", "praise", "insult", "ack", "emote", "silence"]);
const SIGNATURE = 0.32;
const AFTER = 0.45;
const HAND_OVER = 0.2;
const OPENER = 0.7;
/** How often lore that woke without a word in common with the line is told all the same. */
const ASIDE = 0.7;
/** How often the bot that spoke last is answered as well. Always would make every room a quarrel. */
const STANCE = 0.85;

/** What the bot says, piece by piece, in order. Never empty. */
export function planReply(stage: Stage): Part[] {
  const { intent } = stage.heard;
  const parts = stage.voice.english ? englishParts(stage, intent) : ownWords(stage);
  return parts.length > 0 ? parts : [lastResort(stage)];
}

function englishParts(stage: Stage, intent: Intent): Part[] {
  if (intent === "ai") return phrases(stage.phrase("ai"));
  if (intent === "who") return introduction(stage);
  return SMALL_TALK.has(intent) ? smallTalk(stage, intent) : knowledge(stage);
}

/** What a card in another language can say: its author's sentences and the lore, nothing of ours. */
function ownWords(stage: Stage): Part[] {
  const { heard, material, dice, voice } = stage;
  const answer = fittingAnswer(heard, material, dice);
  const related = factParts(stage, voice.sentences[1] > 2 ? 2 : 1);
  const aside = answer === null && related.length === 0 ? wokenLore(heard, material) : null;
  const facts = aside === null ? related : [aside];
  const own = answer === null ? [] : [part("answer", answer.reply)];
  if (own.length + facts.length > 0) return [...own, ...facts, ...signature(stage, SIGNATURE)];
  const unsaid = material.ownTexts.flatMap(sentencesOf).filter((text) => !isSaid(text, topicStems(text), heard.spoken));
  return [...unsaid.slice(0, 2).map((text) => part("answer", text)), ...signature(stage, 1)];
}

function introduction(stage: Stage): Part[] {
  const { heard, material, dice, voice } = stage;
  const answer = fittingAnswer(heard, material, dice);
  if (answer !== null) return [part("answer", answer.reply), ...signature(stage, SIGNATURE)];
  const self = fittingFacts(heard, material, dice).filter((fact) => fact.own);
  const names = self.some((fact) => /^I(?:'m| am)\b/u.test(fact.text));
  const first = names ? [] : phrases(stage.phrase("who"));
  const ordered = self.toSorted((a, b) => Number(isName(b)) - Number(isName(a)));
  const room = Math.max(1, voice.sentences[1] - first.length);
  return [...first, ...ordered.slice(0, room).map((fact) => part("fact", fact.text))];
}

const isName = (fact: Fact) => /^I(?:'m| am)\b/u.test(fact.text);

function smallTalk(stage: Stage, intent: Intent): Part[] {
  const { heard, material, dice } = stage;
  const answer = fittingAnswer(heard, material, dice);
  const move = intent as Exclude<Intent, "question" | "statement" | "story" | "ai" | "who">;
  const first = answer === null ? phrases(stage.phrase(move)) : [part("answer", answer.reply)];
  const facts = factParts(stage, 1);
  const said = [...first, ...facts];
  const canSign = LIGHT.has(intent) && sentencesLeft(stage, said) > 0;
  return canSign ? [...said, ...signature(stage, SIGNATURE)] : said;
}

/** Questions, remarks, stories: turn to who spoke, say what is known, end well. */
function knowledge(stage: Stage): Part[] {
  const { heard, material, dice, voice } = stage;
  const [least, most] = voice.sentences;
  const answer = fittingAnswer(heard, material, dice);
  const own = answer === null ? [] : [part("answer", answer.reply)];
  const related = factParts(stage, 1).length > 0;
  const aside = own.length === 0 && !related && dice.chance(ASIDE) ? wokenLore(heard, material) : null;
  const hasMore = own.length > 0 || related || aside !== null;
  const opener = most > 1 || !hasMore ? openerFor(stage, hasMore) : [];
  const facts = factParts(stage, own.length > 0 ? 1 : factsWanted(stage, opener));
  const known = [...own, ...facts, ...(aside === null ? [] : [aside])];
  const body = [...opener, ...(hasMore ? known : withoutFacts(stage, opener))];
  const room = least === most ? 0 : Math.max(0, sentencesLeft(stage, body));
  return atLeast(stage, least, [...body, ...closing(stage, room, known.length > 0)]);
}

/** Adds a last word where a reply would be shorter than the bot talks. */
function atLeast(stage: Stage, least: number, parts: readonly Part[]): Part[] {
  const isShort = stage.voice.sentences[1] - sentencesLeft(stage, parts) < least;
  if (!isShort) return [...parts];
  const hasFact = parts.some(({ kind }) => kind !== "phrase");
  const more = hasFact ? phrases(stage.phrase("after")) : signature(stage, 0.5);
  return [...parts, ...(more.length > 0 ? more : phrases(stage.voice.english ? stage.phrase("ask_back") : null))];
}

/** As many facts as the bot shares, with room left for a last word; one more where nothing stands before them. */
function factsWanted(stage: Stage, opener: readonly Part[]): number {
  const shares = KNOWLEDGE[stage.scene.bot.behavior_settings.knowledge_sharing ?? "balanced"];
  const room = stage.voice.sentences[1] - opener.length;
  if (stage.heard.intent === "story") return Math.max(1, room);
  return Math.max(1, Math.min(shares + (opener.length === 0 ? 1 : 0), room - 1));
}

/** Turns to whoever must be turned to; otherwise takes up what was said, not every time. */
function openerFor(stage: Stage, hasMore: boolean): Part[] {
  const { heard, dice, voice } = stage;
  if (heard.other !== null && dice.chance(STANCE)) {
    const chance = voice.disagrees.get(heard.other) ?? voice.disagrees.get("*") ?? 0;
    return phrases(stage.phrase(dice.chance(chance) ? "disagree" : "agree"));
  }
  if (heard.meantFor !== null) return phrases(stage.phrase("interject"));
  if (heard.intent === "story" && hasMore) return phrases(stage.phrase("story"));
  if (hasMore && !dice.chance(OPENER)) return [];
  if (heard.intent === "statement") return phrases(stage.phrase("tell"));
  return hasMore ? phrases(stage.phrase("ask")) : [];
}

/** A question nobody gave the bot an answer to, or a remark it knows nothing about. */
function withoutFacts(stage: Stage, opener: readonly Part[]): Part[] {
  const { heard } = stage;
  if (heard.question === "opinion") return phrases(stage.phrase("opine"));
  if (heard.question !== null || heard.intent === "story") return phrases(stage.phrase("unknown"));
  return opener.length > 0 ? [] : phrases(stage.phrase("tell"));
}

function closing(stage: Stage, room: number, hasFact: boolean): Part[] {
  const { dice, voice } = stage;
  if (room <= 0) return [];
  if (dice.chance(voice.asksBack)) return phrases(stage.phrase("ask_back"));
  const phrase = signature(stage, SIGNATURE);
  if (phrase.length > 0) return phrase;
  if (hasFact && dice.chance(AFTER)) return phrases(stage.phrase("after"));
  return dice.chance(HAND_OVER) ? phrases(stage.phrase("hand_over")) : [];
}

/** One of the author's signature phrases that was not said lately. */
export function signature(stage: Stage, chance: number): Part[] {
  const fresh = stage.voice.phrases.filter((phrase) => !stage.heard.ownLines.some((line) => line.includes(phrase)));
  if (!stage.dice.chance(chance)) return [];
  const chosen = stage.dice.pick(fresh);
  return chosen === undefined ? [] : [part("signature", chosen)];
}

/** The best facts, no two alike. */
export function factParts(stage: Stage, most: number): Part[] {
  const chosen: Fact[] = [];
  for (const fact of fittingFacts(stage.heard, stage.material, stage.dice)) {
    if (chosen.length >= most) break;
    const known = spokenOf(chosen.map(({ text }) => text));
    const [first = fact] = chosen;
    if (!isSaid(fact.text, fact.stems, known) && staysOnTopic(fact, first, stage.heard)) chosen.push(fact);
  }
  return chosen.map((fact) => part("fact", fact.text));
}

const part = (kind: Part["kind"], text: string): Part => ({ kind, text });
const phrases = (text: string | null): Part[] => (text === null ? [] : [part("phrase", text)]);

const sentencesLeft = (stage: Stage, parts: readonly Part[]) =>
  stage.voice.sentences[1] - parts.reduce((sum, { text }) => sum + sentencesOf(text).length, 0);

/** Even when every phrase is used up there is something to say. */
function lastResort(stage: Stage): Part {
  const { dice, material, heard, voice, frames } = stage;
  const last = heard.ownLines.at(-1) ?? "";
  const old = material.ownTexts.flatMap(sentencesOf).filter((text) => !last.includes(text));
  const [again] = [
    ...signature(stage, 1),
    ...phrases(voice.english ? (dice.pick(frames.ack) ?? null) : null),
    ...old.slice(0, 1).map((text) => part("answer", text)),
  ];
  return again ?? part("phrase", "…");
}
