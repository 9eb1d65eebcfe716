import { positive } from "../run/script-options.ts";

/** How often everything is measured unless `--rounds` says otherwise. */
export const ROUNDS = 5;
/** How long the page is watched unless `--minutes` says otherwise. */
export const MINUTES = 7;

/** A dose that `npm run bench` has handed on, or that stands behind the name of the program. @throws Refusal. */
export function doseOf(name: "rounds" | "minutes"): number {
  const at = process.argv.indexOf(`--${name}`);
  if (at >= 0) return positive(name, process.argv[at + 1]);
  return name === "rounds" ? ROUNDS : MINUTES;
}
