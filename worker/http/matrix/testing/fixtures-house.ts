import type { Fixture, Fixtures } from "./fixture.ts";
import type { KindName } from "./kinds.ts";

const REASON = "Keeping the house in order.";
const BECAUSE = `?reason=${encodeURIComponent(REASON)}`;

/** What the house publishes: everyone reads it, admins write it and say why. */
const published = (
  collection: string,
  of: KindName,
  fields: (nth: number) => object,
  readers: "anyone" | "admin" = "anyone",
): Fixtures => {
  const write = { door: "admin", right: "owner" } as const;
  return {
    [`GET /api/${collection}`]: { door: readers, ok: 200, query: () => "?limit=100" },
    [`GET /api/${collection}/:id`]: { door: readers, right: "read", of, ok: 200 },
    [`POST /api/${collection}`]: { door: "admin", ok: 201, json: ({ nth }) => ({ ...fields(nth), reason: REASON }) },
    [`PATCH /api/${collection}/:id`]: { ...write, of, ok: 200, json: () => ({ is_active: false, reason: REASON }) },
    [`DELETE /api/${collection}/:id`]: { ...write, of, ok: 204, query: () => BECAUSE },
  };
};

const unpublish = (fixtures: Fixtures, path: string): Fixtures => ({
  ...fixtures,
  [path]: { ...(fixtures[path] as Fixture), json: () => ({ is_published: false, reason: REASON }) },
});

/** A collection as staff see it: who looks, who changes what. */
type Staffed = readonly [
  collection: string,
  of: KindName,
  door: "staff" | "admin",
  change?: object,
  changer?: "staff" | "admin",
];

const STAFFED: readonly Staffed[] = [
  ["users", "account", "staff", { displayName: "Changed" }],
  ["personas", "persona", "admin"],
  ["api-keys", "key", "admin", { is_active: false }],
  ["access-control", "grant", "admin", { permission_type: "write" }],
  ["bots", "bot", "staff", { name: "Changed" }],
  ["bot-interactions", "interaction", "admin"],
  ["knowledge-collections", "tome", "staff", { name: "Changed" }],
  ["knowledge", "entry", "staff", { title: "Changed" }],
  ["creator-profiles", "profile", "staff", { bio: "Changed." }],
  ["creator-follows", "follow", "admin"],
  ["media", "media", "staff", { alt: "Changed." }],
  ["conversations", "thread", "admin"],
  ["messages", "message", "staff"],
  ["memories", "memory", "admin"],
  ["knowledge-activation-log", "firing", "admin"],
  ["vector-records", "vector", "admin"],
  ["usage-analytics", "day", "admin"],
  ["memory-insights", "insight", "admin"],
  ["persona-analytics", "figures", "admin"],
  ["token-gifts", "gift", "admin"],
  ["subscription-payments", "payment", "admin"],
  ["ledger", "movement", "admin"],
  ["subscription-tiers", "tier", "admin"],
  ["token-packages", "package", "admin"],
  ["moods", "mood", "admin"],
  ["self-moderation", "limits", "admin"],
  ["legal-documents", "legal", "admin"],
  ["user-agreements", "agreement", "admin"],
  ["documentation", "article", "admin"],
  ["tutorials", "tutorial", "admin"],
  ["prompt-sections", "section", "admin"],
  ["reports", "report", "staff", { status: "claimed" }],
];
/** Rows everyone may see anyway: nobody says why they look. */
const OPEN = [
  "creator-profiles",
  "subscription-tiers",
  "token-packages",
  "legal-documents",
  "documentation",
  "tutorials",
  "prompt-sections",
];

/** Staff see everything alike, whoever's it is. */
const PLACES = ["theirs", "missing", "malformed"] as const;

const staffed = ([collection, of, door, change]: Staffed): Fixtures => {
  const why = OPEN.includes(collection) ? {} : { query: () => BECAUSE };
  const reads: Fixtures = {
    [`GET /api/admin/${collection}`]: { door, ok: 200, ...why },
    [`GET /api/admin/${collection}/:id`]: { door, right: "read", of, places: PLACES, ok: 200, ...why },
  };
  if (change === undefined) return reads;
  return {
    ...reads,
    [`PATCH /api/admin/${collection}/:id`]: {
      door,
      right: "write",
      of,
      places: PLACES,
      ok: 200,
      json: () => ({ ...change, reason: REASON }),
    },
  };
};

/** What staff end: somebody's account, a bot, a tome, a room. */
const ends = (collection: string, of: KindName, door: "staff" | "admin", ok = 204): Fixtures => ({
  [`DELETE /api/admin/${collection}/:id`]: {
    door,
    right: "owner",
    of,
    places: PLACES,
    ok,
    json: () => ({ reason: REASON }),
  },
});

export const BACKEND: Fixtures = {
  ...Object.assign({}, ...STAFFED.map(staffed)),
  // An account always ends as a job.
  ...ends("users", "someone", "admin", 202),
  ...ends("bots", "bot", "staff"),
  ...ends("knowledge-collections", "tome", "staff"),
  ...ends("conversations", "room", "admin"),
  "GET /api/audit-log": { door: "admin", ok: 200 },
  "GET /api/audit-log/check": { door: "admin", ok: 200 },
};

const LEGAL_TEXTS = published("legal-documents", "legal", (nth) => ({
  title: "Terms",
  type: "terms",
  content: "Be kind.",
  version: `v${nth}`,
  effective_date: "2026-12-01T00:00:00.000Z",
}));
const LEGAL: Fixtures = {
  ...LEGAL_TEXTS,
  "DELETE /api/legal-documents/:id": {
    ...(LEGAL_TEXTS["DELETE /api/legal-documents/:id"] as Fixture),
    // What was published stays: people agreed to it.
    but: (_, place) => (place === "theirs" ? 409 : undefined),
  },
};

export const HOUSE: Fixtures = {
  "GET /api/health": { door: "anyone", ok: 200 },
  "GET /api/openapi.json": { door: "anyone", ok: 200 },
  "GET /help/api.css": { door: "anyone", ok: 200 },
  "GET /help/api": { door: "anyone", ok: 200 },
  "GET /api/session": { door: "anyone", ok: 200 },
  // Its answer is a session: whoever may sign in here may be anyone (embedded mode).
  "POST /api/dev/session": { door: "anyone", ok: 200, json: ({ nth }) => ({ email: `new-${nth}@elsewhere.test` }) },
  // Without Clerk there are no pages of its to go to.
  "GET /api/session/clerk": { door: "anyone", ok: 404 },
  "POST /api/session/renew": { door: "signed in", ok: 200 },
  "POST /api/guest": { door: "anyone", ok: 200, json: () => ({}) },
  // Nobody signed these.
  "POST /api/webhooks/clerk": { door: "anyone", ok: 503, body: () => "{}" },
  "POST /api/webhooks/stripe": { door: "anyone", ok: 503, body: () => "{}" },

  ...published("subscription-tiers", "tier", (nth) => ({
    name: `Tier ${nth}`,
    price_monthly: 500,
    price_yearly: 5_000,
    token_allowance: 1,
  })),
  ...published("token-packages", "package", (nth) => ({ name: `Pack ${nth}`, amount: 1_000_000, price: 500 })),
  ...LEGAL,
  ...published("prompt-sections", "section", () => ({ type: "intro", text: "You sit in a cafe." }), "admin"),
  ...unpublish(
    published("documentation", "article", (nth) => ({
      title: "Rooms",
      slug: `rooms-${nth}`,
      content: "Sit.",
      category: "features",
    })),
    "PATCH /api/documentation/:id",
  ),
  ...unpublish(
    published("tutorials", "tutorial", () => ({ title: "First", category: "features" })),
    "PATCH /api/tutorials/:id",
  ),
};

/** Ends the session it is called with, so it comes after everything else. */
export const LAST: Fixtures = {
  "POST /api/logout": { door: "anyone", ok: 204 },
};
