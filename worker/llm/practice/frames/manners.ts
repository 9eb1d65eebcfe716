import type { Manner } from "../voice.ts";
import { EAGER } from "./eager.ts";
import { FORMAL } from "./formal.ts";
import type { Frames } from "./frames.ts";
import { GUARDED } from "./guarded.ts";
import { PLAIN } from "./plain.ts";
import { PLAYFUL } from "./playful.ts";
import { SCEPTIC } from "./sceptic.ts";
import { WARM } from "./warm.ts";

/** The phrases of each manner. */
export const FRAMES: Readonly<Record<Manner, Frames>> = {
  guarded: GUARDED,
  sceptic: SCEPTIC,
  eager: EAGER,
  warm: WARM,
  formal: FORMAL,
  playful: PLAYFUL,
  plain: PLAIN,
};
