import { hash32, mix32 } from "../../../shared/text/string-hash.ts";

/** Seeded chance: the same seed rolls the same, so a turn can be replayed. */
export interface Dice {
  /** Uniform in [0, 1). */
  roll(): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the options, or undefined when there are none. */
  pick<T>(options: readonly T[]): T | undefined;
  /** The options in another order. */
  shuffled<T>(options: readonly T[]): T[];
}

/** @source A counter through MurmurHash3's finaliser (`mix32`): ample for choosing words, useless for secrets. */
export function createDice(seed: string): Dice {
  let state = hash32(seed);
  const roll = () => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix32(state) / 2 ** 32;
  };
  return {
    roll,
    chance: (probability) => roll() < probability,
    pick: (options) => options[Math.floor(roll() * options.length)],
    shuffled: (options) =>
      options
        .map((option) => ({ option, key: roll() }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ option }) => option),
  };
}
