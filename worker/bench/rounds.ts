/** What is compared: by name, each a measurement that answers one number. */
type Candidates<Name extends string> = Readonly<Record<Name, () => Promise<number>>>;

/**
 * Measures candidates in turns, forwards in one round and backwards in the next, so that a machine that grows slower or
 * warmer does so for all of them. One round before them warms everything up and does not count.
 */
export async function inTurns<Name extends string>(
  rounds: number,
  candidates: Candidates<Name>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(candidates) as Name[];
  const found = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round++)
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const value = await candidates[name]();
      if (round > 0) found[name].push(value);
    }
  return found;
}

/** Ratios round by round: neighbours in time are compared, so what slows both down cancels out. */
export const ratios = (xs: readonly number[], against: readonly number[]): number[] =>
  xs.map((x, at) => x / (against[at] ?? Number.NaN));
