/**
 * Runs `steps` in lanes side by side, each lane in its order. A lane that has none left takes the last of another that
 * nobody began, so that no core waits for the longer lane.
 *
 * @param run Is told the lane that runs the step. @returns What the steps came to, in the order in which they ended.
 */
export async function inLanes<Step, Result>(
  lanes: readonly (readonly Step[])[],
  run: (step: Step, lane: number) => Promise<Result>,
): Promise<Result[]> {
  const waiting = lanes.map((steps) => [...steps]);
  const results: Result[] = [];
  const work = async (lane: number): Promise<void> => {
    const longest = (): Step[] => waiting.toSorted((a, b) => b.length - a.length)[0] ?? [];
    const next = (): Step | undefined => waiting[lane]?.shift() ?? longest().pop();
    for (let step = next(); step !== undefined; step = next()) results.push(await run(step, lane));
  };
  await Promise.all(lanes.map((_, lane) => work(lane)));
  return results;
}
