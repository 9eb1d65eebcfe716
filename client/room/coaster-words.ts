import type { ActivationCounts } from "../../shared/fields/message.ts";

/** What a coaster is called: "3 entries, 1 cut". It begins with the number that stands in it, also where that is 0. */
export function coasterWords({ included, cut }: ActivationCounts): string {
  const woke = included === 1 ? "1 entry" : `${included} entries`;
  return cut > 0 ? `${woke}, ${cut} cut` : woke;
}

/** What the first coaster says beside itself: "2 entries woke." */
export const coasterHint = ({ included }: ActivationCounts): string =>
  included === 1 ? "1 entry woke." : `${included} entries woke.`;
