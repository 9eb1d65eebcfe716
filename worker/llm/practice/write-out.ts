import { speaksForAnother } from "./material.ts";
import type { Part } from "./plan-reply.ts";
import { joined, sentencesOf } from "./sentences.ts";
import type { Stage } from "./stage.ts";
import { wordCount } from "./words.ts";

/** Words an author's long answer is cut to, per sentence the bot may say. Chosen: a long sentence. */
const WORDS_A_SENTENCE = 16;
/** Longest action that still reads as a gesture, UTF-16 units. */
const ACTION_CHARS = { min: 8, max: 150 } as const;
/** Parts of a paragraph in long replies. */
const PARAGRAPH = 4;
const MARKED = /[*"“]/u;
const PIECES = /\*[^*]*\*|"[^"]*"|“[^”]*”|[^*"“]+|[*"“]/gu;

/** The parts as the bot writes them: its author's markup kept, its habits of actions and quotation marks followed. */
export function writtenOut(parts: readonly Part[], stage: Stage): string {
  const others = stage.scene.otherBots;
  const kept = parts
    .map((part) => ({ ...part, text: fitted(part, stage) }))
    .filter((part) => part.text !== "" && !speaksForAnother(part.text, [...others, stage.scene.userName]));
  const spoken =
    stage.voice.acts || stage.voice.quotes ? asPlay(kept, stage) : paragraphs(kept.map((part) => part.text));
  return spoken.replace(/[ \t]+/gu, " ").trim();
}

/** An author's answer cut to the length the bot may have; never inside a sentence or a gesture. */
function fitted(part: Part, stage: Stage): string {
  const most = stage.voice.sentences[1];
  if (part.kind !== "answer") return part.text.trim();
  if (MARKED.test(part.text)) return cutPlay(part.text, most * WORDS_A_SENTENCE);
  return joined(sentencesOf(part.text).slice(0, most + 1));
}

function cutPlay(text: string, words: number): string {
  let left = words;
  const kept: string[] = [];
  for (const piece of text.replace(/\s*\n+\s*/gu, " ").match(PIECES) ?? []) {
    const isFirstSpeech = !/^\*/u.test(piece) && !kept.some((known) => !/^\*/u.test(known) && known.trim() !== "");
    if (left <= 0 && !isFirstSpeech) break;
    kept.push(piece);
    left -= wordCount(piece);
  }
  return kept.join("").trim();
}

/** Speech in quotation marks if the bot's author does so, with a gesture of its own in front. */
function asPlay(parts: readonly Part[], stage: Stage): string {
  const { voice, dice } = stage;
  const pieces: string[] = [];
  let speech: string[] = [];
  const flush = () => {
    if (speech.length > 0) pieces.push(voice.quotes ? `"${joined(speech)}"` : joined(speech));
    speech = [];
  };
  for (const part of parts) {
    if (!MARKED.test(part.text) || part.kind !== "answer") {
      speech.push(part.text.replaceAll('"', "'"));
      continue;
    }
    flush();
    pieces.push(part.text);
  }
  flush();
  const hasGesture = pieces.some((piece) => piece.startsWith("*"));
  const gesture = voice.acts && !hasGesture ? dice.pick(gestures(stage)) : undefined;
  return [...(gesture === undefined ? [] : [`*${gesture}*`]), ...pieces].join(" ");
}

/** Gestures of the bot in its author's words, those not made lately. */
function gestures(stage: Stage): string[] {
  return stage.material.ownTexts
    .flatMap((text) => [...text.matchAll(/\*([^*\n]+)\*/gu)].map(([, gesture = ""]) => sentencesOf(gesture)[0] ?? ""))
    .filter((gesture) => gesture.length >= ACTION_CHARS.min && gesture.length <= ACTION_CHARS.max)
    .filter((gesture) => !/^you\b/iu.test(gesture) && !stage.heard.ownLines.some((line) => line.includes(gesture)));
}

function paragraphs(texts: readonly string[]): string {
  if (texts.length <= PARAGRAPH + 1) return joined(texts);
  const blocks: string[] = [];
  for (let at = 0; at < texts.length; at += PARAGRAPH) blocks.push(joined(texts.slice(at, at + PARAGRAPH)));
  return blocks.join("\n\n");
}
