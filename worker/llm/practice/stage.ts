import type { PracticeScene } from "../../conversation/ports.ts";
import { createDice, type Dice } from "./dice.ts";
import type { Frames, Move } from "./frames/frames.ts";
import { FRAMES } from "./frames/manners.ts";
import { type Heard, hear } from "./heard.ts";
import { gather, type Material } from "./material.ts";
import { firstName } from "./names.ts";
import { phraseFor, type Slots, slotsOf } from "./phrases.ts";
import { type Voice, voiceOf } from "./voice.ts";

/** Everything one reply is composed from. */
export interface Stage {
  readonly scene: PracticeScene;
  readonly heard: Heard;
  readonly material: Material;
  readonly voice: Voice;
  readonly frames: Frames;
  readonly slots: Slots;
  readonly dice: Dice;
  /** A phrase for a move, or null when there is none left to say. */
  readonly phrase: (move: Move) => string | null;
}

/** Reads scene and card once. */
export function setStage(scene: PracticeScene, seed: string): Stage {
  const dice = createDice(seed);
  const heard = hear(scene);
  const material = gather(scene);
  const voice = voiceOf(scene.bot, scene.otherBots, material.ownTexts);
  const frames = FRAMES[voice.manner];
  const slots = slotsOf(heard, scene.bot.name, peerOf(scene, heard, dice));
  const phrase = (move: Move) => phraseFor(move, frames, slots, heard.spoken.lines, dice);
  return { scene, heard, material, voice, frames, slots, dice, phrase };
}

/** Another bot to hand over to: not the one that has just spoken. */
function peerOf(scene: PracticeScene, heard: Heard, dice: Dice): string | null {
  const peers = scene.otherBots.map(firstName).filter((name) => name !== heard.other && name !== heard.meantFor);
  return dice.pick(peers) ?? null;
}
