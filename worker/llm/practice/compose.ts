import type { PracticeScene } from "../../conversation/ports.ts";
import type { Frames } from "./frames/frames.ts";
import { filled } from "./phrases.ts";
import { factParts, type Part, planReply, signature } from "./plan-reply.ts";
import { sentencesOf } from "./sentences.ts";
import { type Stage, setStage } from "./stage.ts";
import { writtenOut } from "./write-out.ts";

const ENDS = /[.!?…。！？*"”’)\]]\s*$/u;

/**
 * What a bot of the practice model says: its author's sentences, the lore that woke and phrases of its manner, chosen
 * by what was said and by the seed. Speaks for nobody else, repeats nobody's last lines, needs nothing but its
 * arguments. Of a reply that is continued, only what is new (rules MODEL20 to MODEL27 in ../SPEC.md).
 *
 * @param seed Another seed, another choice; the same seed, the same text.
 * @returns Never empty.
 */
export function composeReply(scene: PracticeScene, seed: string): string {
  const stage = setStage(scene, seed);
  return scene.prefix.trim() === "" ? writtenOut(planReply(stage), stage) || "…" : continued(stage, seed);
}

function continued(stage: Stage, seed: string): string {
  const { prefix } = stage.scene;
  if (ENDS.test(prefix)) return `${/\s$/u.test(prefix) ? "" : " "}${more(stage)}`;
  const rest = restOfSentence(stage, prefix);
  if (rest === null) return `… ${more(stage)}`;
  const isLongEnough = sentencesOf(prefix + rest).length >= stage.voice.sentences[0];
  if (isLongEnough) return rest;
  return `${rest} ${more(setStage({ ...stage.scene, prefix: prefix + rest }, `${seed}+`))}`;
}

/** Something to add to what stands already: what is still unsaid of the facts, or of the bot's own phrases. */
function more(stage: Stage): string {
  const facts = factParts(stage, 1);
  const opening: Part[] = stage.dice.chance(0.5) ? goingOn(stage) : [];
  const parts = facts.length > 0 ? [...opening, ...facts] : [...goingOn(stage), ...signature(stage, 1)];
  const text = writtenOut(parts, stage);
  return text === "" ? writtenOut(planReply(stage), stage) || "…" : text;
}

function goingOn(stage: Stage): Part[] {
  const text = stage.voice.english ? stage.phrase("go_on") : null;
  return text === null ? [] : [{ kind: "phrase", text }];
}

/** The rest of the sentence a reply was cut off in, if it was one the bot could have said. */
function restOfSentence(stage: Stage, prefix: string): string | null {
  const begun =
    sentencesOf(prefix)
      .at(-1)
      ?.replace(/^["“*]+/u, "") ?? "";
  if (begun.length < 2) return null;
  const known = [
    ...stage.material.facts.map((fact) => fact.text),
    ...stage.material.answers.map((answer) => answer.reply),
    ...stage.voice.phrases,
    ...framesOf(stage.frames, stage),
  ].flatMap(sentencesOf);
  const whole = known.find((sentence) => sentence.startsWith(begun) && sentence.length > begun.length);
  const rest = whole?.slice(begun.length) ?? null;
  return /\s$/u.test(prefix) ? (rest?.trimStart() ?? null) : rest;
}

const framesOf = (frames: Frames, stage: Stage) =>
  Object.values(frames).flatMap((list) => list.flatMap((template) => filled(template, stage.slots) ?? []));
