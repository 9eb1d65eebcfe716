import type { PracticeScene } from "../../conversation/ports.ts";
import { type Intent, intentOf, type QuestionKind, questionOf } from "./intent.ts";
import { firstName, placesOf } from "./names.ts";
import { nounPhrase } from "./noun-phrase.ts";
import { clausesOf } from "./sentences.ts";
import { type Spoken, spokenOf } from "./spoken.ts";
import { isFunctionWord, topicStems, wordsOf } from "./words.ts";

type SceneLine = PracticeScene["lines"][number];

/** What the room has just said, as the bot takes it. */
export interface Heard {
  readonly intent: Intent;
  readonly question: QuestionKind | null;
  /** Topic stems of the line to answer. */
  readonly topics: ReadonlySet<string>;
  /** Topic stems of the bot that spoke last; empty when it was a person. */
  readonly otherTopics: ReadonlySet<string>;
  /** `the lamp`: what the line is about, in words that can be said back, or null. */
  readonly thing: string | null;
  /** First name of the person to answer, where they have one worth saying. */
  readonly you: string | null;
  /** First name of the other bot that spoke last, or null. */
  readonly other: string | null;
  /** A few words of that bot, to be taken up. */
  readonly quote: string | null;
  /** First name of another bot that the line was meant for, or null. */
  readonly meantFor: string | null;
  /** Own earlier lines, newest last. */
  readonly ownLines: readonly string[];
  /** All lines of bots. */
  readonly spoken: Spoken;
}

/** Names that stand for nobody in particular: said aloud they sound like a form. */
const NO_NAME = /^(?:guest|user|you|anon|anonymous|someone|somebody|person|player|me)\b/iu;
const QUOTE_WORDS = { min: 3, max: 7 } as const;

/** Reads the scene: which line waits for an answer, what it wants, and whom to turn to. */
export function hear(scene: PracticeScene): Heard {
  const lines = scene.lines.filter((line) => line.kind !== "system" && line.text.trim() !== "");
  const isOwn = (line: SceneLine) => line.kind === "bot" && line.name === scene.bot.name;
  const waiting = lines.slice(lines.findLastIndex(isOwn) + 1);
  const task = waiting.findLast((line) => line.kind === "user") ?? waiting.at(-1);
  const newest = waiting.at(-1);
  const other = newest?.kind === "bot" ? newest : undefined;
  const prefix = scene.prefix === "" ? [] : [scene.prefix];
  const text = withoutAddress(task?.text ?? "", scene);
  return {
    intent: task === undefined ? emptyIntent(lines) : intentOf(text),
    question: questionOf(text),
    topics: topicStems(text),
    otherTopics: topicStems(other?.text ?? ""),
    thing: nounPhrase(text),
    you: usableName(scene.userName),
    other: other === undefined ? null : firstName(other.name),
    quote: other === undefined ? null : quoteOf(other.text, topicStems(text)),
    meantFor: meantFor(task?.text ?? "", scene),
    ownLines: [...lines.filter(isOwn).map((line) => line.text), ...prefix],
    // A reply that is continued has been said as well.
    spoken: spokenOf([...lines.filter((line) => line.kind === "bot").map((line) => line.text), ...prefix]),
  };
}

const emptyIntent = (lines: readonly SceneLine[]): Intent => (lines.length === 0 ? "silence" : "go_on");

function usableName(name: string): string | null {
  const first = firstName(name);
  return first === "" || NO_NAME.test(first) || /\d/u.test(first) ? null : first;
}

/** A line without the name it begins with: `Mara, who are you?` → `who are you?`. */
function withoutAddress(text: string, scene: PracticeScene): string {
  const names = [scene.bot.name, ...scene.otherBots].flatMap((name) => [name, firstName(name)]);
  const trimmed = text.replace(/^\s*@/u, "").trimStart();
  const name = names.find((candidate) => trimmed.toLowerCase().startsWith(candidate.toLowerCase()));
  return name === undefined ? text : trimmed.slice(name.length).replace(/^[\s,:;–—-]+/u, "");
}

/** Another bot whose name opens the line or stands behind an @, unless this bot is named as well. */
function meantFor(text: string, scene: PracticeScene): string | null {
  const low = text.toLowerCase();
  const names = (name: string) => [name.toLowerCase(), firstName(name).toLowerCase()].filter((form) => form !== "");
  const opens = (at: number) => !/[\p{L}\p{N}]/u.test(low.slice(0, at)) || low[at - 1] === "@";
  const isCalled = (name: string) => names(name).some((form) => placesOf(low, form).some(opens));
  if (names(scene.bot.name).some((form) => low.includes(form))) return null;
  const called = scene.otherBots.find(isCalled);
  return called === undefined ? null : firstName(called);
}

/** The clause nearest to the topic that is short enough to be said back, without anything that is not plain words. */
function quoteOf(text: string, topics: ReadonlySet<string>): string | null {
  const spoken = text.replace(/\*[^*]*\*/gu, ".");
  const clauses = clausesOf(spoken).filter((clause) => {
    const words = wordsOf(clause);
    const fits = words.length >= QUOTE_WORDS.min && words.length <= QUOTE_WORDS.max;
    const isPlain = /^[\p{L}\p{N}'’\s-]+$/u.test(clause);
    const startsWell = !/^(?:and|but|or|so|because|that|which|who|if|then|than)\b/iu.test(clause);
    return fits && isPlain && startsWell && words.some((word) => !isFunctionWord(word));
  });
  const onTopic = (clause: string) => [...topicStems(clause)].filter((word) => topics.has(word)).length;
  return clauses.toSorted((a, b) => onTopic(a) - onTopic(b)).at(-1) ?? null;
}
