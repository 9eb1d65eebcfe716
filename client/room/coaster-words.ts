import type { ActivationCounts } from "../../shared/fields/message.ts";

/** What a coaster is called: "3 entries, 1 cut". */
export function coasterWords({ included, cut }: ActivationCounts): string {
  const woke = included === 1 ? "1 entry" : `${included} entries`;
  const name = included === 0 ? "No entries" : woke;
  return cut > 0 ? `${name}, ${cut} cut` : name;
}

/** What the first coaster says beside itself: "2 entries woke." */
export const coasterHint = ({ included }: ActivationCounts): string =>
  included === 1 ? "1 entry woke." : `${included} entries woke.`;
