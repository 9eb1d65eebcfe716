import { userIdOf } from "./actors.ts";
import { type Kind, PRIVATE, rowOf, somebody } from "./kind.ts";
import type { Place } from "./oracle.ts";
import { like } from "./rows.ts";

const OF_HOUSE = { sharing: "house", places: ["theirs", "draft"] } as const;
const isOut = (place: Place): number => (place === "draft" ? 0 : 1);

let sections = 100;
const sectionVersion = (): number => {
  // The house counts on from the newest: those it makes meanwhile must not meet ours.
  sections += 1_000;
  return sections;
};

/** Money, and what the house writes. */
export const HOUSE_KINDS = {
  gift: {
    ...PRIVATE,
    make: (id, owner) => [
      somebody(`${id}-other`),
      like("token_gifts", {
        id,
        sender: userIdOf(owner),
        recipient: `${id}-other`,
        related_bot: null,
        message: `CANARY-gift-${id}`,
      }),
    ],
  },
  movement: { ...PRIVATE, make: rowOf("ledger", "user", (id) => ({ ref: `CANARY-ref-${id}` })) },
  payment: {
    ...PRIVATE,
    make: (id, owner) => [
      like("subscription_tiers", { id: `${id}-tier`, is_active: 0 }),
      like("subscription_payments", {
        id,
        user: userIdOf(owner),
        tier: `${id}-tier`,
        stripe_payment_id: `CANARY-pay-${id}`,
      }),
    ],
  },
  agreement: {
    ...PRIVATE,
    make: (id, owner) => [
      like("legal_documents", { id: `${id}-text`, is_active: 0, version: `${id}-text`.slice(0, 40) }),
      like("user_agreements", { id, user: userIdOf(owner), document: `${id}-text`, ip_address: `CANARY-ip-${id}` }),
    ],
  },
  tier: { ...OF_HOUSE, make: (id, _, place) => [like("subscription_tiers", { id, is_active: isOut(place) })] },
  package: { ...OF_HOUSE, make: (id, _, place) => [like("token_packages", { id, is_active: isOut(place) })] },
  legal: {
    ...OF_HOUSE,
    make: (id, _, place) => [
      like("legal_documents", {
        id,
        version: id.slice(0, 40),
        is_active: 0,
        published_at: place === "draft" ? null : "2026-11-01T00:00:00.000Z",
      }),
    ],
  },
  article: {
    ...OF_HOUSE,
    make: (id, _, place) => [like("documentation", { id, slug: id, is_published: isOut(place) })],
  },
  tutorial: { ...OF_HOUSE, make: (id, _, place) => [like("tutorials", { id, is_published: isOut(place) })] },
  section: {
    sharing: "house",
    places: ["theirs"],
    make: (id) => [like("prompt_sections", { id, version: sectionVersion(), is_active: 0, published_at: null })],
  },
} as const satisfies Record<string, Kind>;
