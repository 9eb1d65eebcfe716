import { sampleLegalTexts } from "../../../../shared/sample/legal.ts";
import type { Actor } from "./actors.ts";
import type { Asked, Fixture, Fixtures } from "./fixture.ts";
import type { KindName } from "./kinds.ts";
import { usernameOf } from "./kinds-people.ts";
import type { Place } from "./oracle.ts";
import { hexOf } from "./rows.ts";

const SIGNED_IN = { door: "signed in" } as const;
const OWN = { door: "signed in", right: "owner" } as const;
const PIXEL = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (char) => char.charCodeAt(0),
);

/** List and read of what is one person's alone. */
const reads = (collection: string, of: KindName): Fixtures => ({
  [`GET /api/${collection}`]: { ...SIGNED_IN, ok: 200, query: () => "?limit=100" },
  [`GET /api/${collection}/:id`]: { ...OWN, of, ok: 200 },
});

const change = (of: KindName, json: unknown): Fixture => ({ ...OWN, of, ok: 200, json: () => json });
const remove = (of: KindName): Fixture => ({ ...OWN, of, ok: 204 });

/** Guests give and receive nothing. */
const notGuests = (actor: Actor): number | undefined => (actor === "guest" ? 403 : undefined);

/** For what is there for everyone, or for nobody. */
const notThere = (_: Actor, place: Place | null): number | undefined => (place === "missing" ? 404 : undefined);
const whom = ({ id }: Asked) => ({ user: decodeURIComponent(id) });
/** The text of the house that holds. */
const TERMS = sampleLegalTexts("2026-11-01T00:00:00.000Z")[0]?.id ?? "";

export const OF_PEOPLE: Fixtures = {
  "GET /api/me": { ...SIGNED_IN, ok: 200 },
  "PATCH /api/me": { ...SIGNED_IN, ok: 200, json: () => ({ nickname: "Captain" }) },
  // What is confirmed is not one's own address: nobody of the world is deleted here.
  "DELETE /api/me": { ...SIGNED_IN, ok: 400, json: () => ({ confirm: "somebody@else.test" }) },
  "GET /api/me/export": { ...SIGNED_IN, ok: 202 },
  "GET /api/me/export/:archive": {
    ...OWN,
    of: "archive",
    ok: 200,
    path: ({ id }) => ({ archive: id.includes("%") ? id : hexOf(id) }),
  },
  "GET /api/users": { door: "staff", ok: 200, query: () => "?limit=100" },
  "GET /api/users/:id": { ...SIGNED_IN, of: "account", right: "read", ok: 200 },
  "PATCH /api/users/:id": change("account", { nickname: "Captain" }),

  ...reads("personas", "persona"),
  "POST /api/personas": { ...SIGNED_IN, ok: 201, json: () => ({ name: "Wren", description: "A bird." }) },
  "PATCH /api/personas/:id": change("persona", { name: "Changed" }),
  "DELETE /api/personas/:id": remove("persona"),
  "GET /api/personas/:id/knowledge-collections": { ...OWN, of: "persona", ok: 200 },
  "PUT /api/personas/:id/knowledge-collections": change("persona", { knowledge_collections: [] }),

  ...reads("api-keys", "key"),
  "POST /api/api-keys": {
    ...SIGNED_IN,
    ok: 201,
    json: () => ({ provider: "openai", key: "sk-CANARY-key-of-somebody-1234" }),
  },
  "PATCH /api/api-keys/:id": change("key", { nickname: "Changed" }),
  "DELETE /api/api-keys/:id": remove("key"),

  "GET /api/creator-profiles": { door: "anyone", ok: 200, query: () => "?limit=100" },
  "POST /api/creator-profiles": {
    ...SIGNED_IN,
    // Everyone of the world has one already.
    ok: 409,
    json: ({ nth }) => ({ username: `made-${nth}`, display_name: "Made", bio: "Hi." }),
  },
  "GET /api/creator-profiles/:id": { door: "anyone", of: "profile", right: "read", ok: 200 },
  "PATCH /api/creator-profiles/:id": change("profile", { bio: "Changed." }),
  // Everyone of the world has bots, and a page stays while they do.
  "DELETE /api/creator-profiles/:id": { ...OWN, of: "profile", ok: 409 },
  "PUT /api/creator-profiles/:id/follow": {
    ...SIGNED_IN,
    right: "read",
    of: "profile",
    ok: 200,
    // Nobody follows themselves.
    but: (actor, place) => (place === "own" || (place === "theirs" && actor === "owner") ? 403 : undefined),
  },
  "DELETE /api/creator-profiles/:id/follow": {
    ...SIGNED_IN,
    right: "read",
    of: "profile",
    ok: 200,
    but: (actor, place) => (place === "own" || (place === "theirs" && actor === "owner") ? 403 : undefined),
  },

  ...reads("media", "media"),
  "POST /api/media": {
    ...SIGNED_IN,
    ok: 201,
    body: () => {
      const form = new FormData();
      form.set("file", new File([PIXEL], "pixel.png", { type: "image/png" }));
      return form;
    },
  },
  "PATCH /api/media/:id": change("media", { alt: "Changed." }),
  "DELETE /api/media/:id": remove("media"),
  // Whoever has a picture's address may see it.
  "GET /media/:id": { door: "anyone", of: "media", ok: 200, but: notThere },

  ...reads("bot-interactions", "interaction"),
  "PATCH /api/bot-interactions/:id": change("interaction", { liked: false }),
  "DELETE /api/bot-interactions/:id": remove("interaction"),
  ...reads("creator-follows", "follow"),
  "POST /api/creator-follows": {
    ...SIGNED_IN,
    right: "read",
    of: "profile",
    ok: 201,
    json: ({ id }) => ({ following: decodeURIComponent(id) }),
    but: (actor, place) => (place === "own" || (place === "theirs" && actor === "owner") ? 403 : undefined),
  },
  "DELETE /api/creator-follows/:id": remove("follow"),
  ...reads("blocks", "block"),
  "POST /api/blocks": {
    ...SIGNED_IN,
    of: "someone",
    places: ["theirs", "missing"],
    ok: 201,
    json: whom,
    but: notThere,
  },
  "POST /api/blocks # oneself": { ...SIGNED_IN, of: "account", places: ["own"], ok: 400, json: whom },
  "DELETE /api/blocks/:id": remove("block"),

  ...reads("jobs", "job"),
  "PATCH /api/jobs/:id": { ...change("job", { paused: true }), ok: 409 },
  "DELETE /api/jobs/:id": { ...OWN, of: "job", ok: 409 },

  ...reads("memories", "memory"),
  "PATCH /api/memories/:id": change("memory", { importance: 7 }),
  "DELETE /api/memories/:id": remove("memory"),
  ...reads("vector-records", "vector"),
  "GET /api/vector-records/check": { ...SIGNED_IN, ok: 200 },
  "DELETE /api/vector-records/:id": {
    door: "admin",
    right: "owner",
    of: "vector",
    ok: 204,
    json: () => ({ reason: "A stray row." }),
  },

  ...reads("moods", "mood"),
  "GET /api/moods/stats": { ...SIGNED_IN, ok: 200 },
  "POST /api/moods": { ...SIGNED_IN, ok: 201, json: () => ({ mood: "happy" }) },
  "PATCH /api/moods/:id": change("mood", { intensity: 1 }),
  "DELETE /api/moods/:id": remove("mood"),
  ...reads("self-moderation", "limits"),
  "PATCH /api/self-moderation": { ...SIGNED_IN, ok: 200, json: () => ({ daily_limit: 60 }) },
  "PATCH /api/self-moderation/:id": change("limits", { daily_limit: 60 }),
  ...reads("usage-analytics", "day"),
  ...reads("memory-insights", "insight"),
  ...reads("persona-analytics", "figures"),
  ...reads("reports", "report"),

  ...reads("token-gifts", "gift"),
  "POST /api/token-gifts": {
    ...SIGNED_IN,
    ok: 201,
    json: ({ actor }) => ({ recipient: usernameOf(actor === "stranger" ? "viewer" : "stranger"), amount: 1 }),
    but: notGuests,
  },
  ...reads("ledger", "movement"),
  "GET /api/ledger/check": { door: "admin", ok: 200 },
  ...reads("subscription-payments", "payment"),
  "POST /api/checkout": { ...SIGNED_IN, ok: 503, json: () => ({ package: "package-theirs" }) },
  ...reads("user-agreements", "agreement"),
  "GET /api/user-agreements/missing": { ...SIGNED_IN, ok: 200 },
  "POST /api/user-agreements": { ...SIGNED_IN, ok: 201, json: () => ({ document: TERMS }) },
  "POST /api/user-agreements # once": { ...SIGNED_IN, ok: 409, json: () => ({ document: TERMS }) },
  "POST /api/user-agreements # one that holds no more": {
    ...SIGNED_IN,
    right: "read",
    of: "legal",
    ok: 409,
    json: ({ id }) => ({ document: decodeURIComponent(id) }),
    // A draft is agreed to by nobody, not even by who may read it.
    but: (_, place) => (place === "draft" ? 404 : undefined),
  },
};
