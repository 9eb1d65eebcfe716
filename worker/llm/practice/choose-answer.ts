import type { PracticeScene } from "../../conversation/ports.ts";
import { createDice } from "./dice.ts";

/** Newest speakers that are left out where there are others: who was quiet comes first. */
const JUST_HEARD = 2;

/** One answer of a closed list: whoever the newest line names, else one that was not heard of just now, by lot. */
export function chooseAnswer(
  { lines }: Pick<PracticeScene, "lines">,
  choices: readonly string[],
  seed: string,
): string {
  const newest = lines.at(-1)?.text.toLowerCase() ?? "";
  const named = choices.find((choice) => newest.includes(choice.toLowerCase()));
  const heard = new Set(lines.slice(-JUST_HEARD).map(({ name }) => name));
  const quiet = choices.filter((choice) => !heard.has(choice));
  return named ?? createDice(seed).pick(quiet.length > 0 ? quiet : choices) ?? "";
}
