import { type Actor, userIdOf } from "./actors.ts";
import type { Fixture, Fixtures } from "./fixture.ts";
import type { KindName } from "./kinds.ts";
import { RECEIVER } from "./world.ts";

const READER = { door: "anyone", right: "read" } as const;
const EDITOR = { door: "signed in", right: "write" } as const;
const MANAGER = { door: "signed in", right: "admin" } as const;
/** Hashing takes its time: not on everybody's own. */
const LOCKABLE = ["theirs", "locked", "missing", "malformed"] as const;

const password = (of: KindName): Fixtures => {
  const path = of === "tome" ? "/api/knowledge-collections" : "/api/knowledge";
  const rest = { of, places: LOCKABLE } as const;
  return {
    [`PUT ${path}/:id/share-password`]: { ...MANAGER, ...rest, ok: 204, json: () => ({ password: "correct horse" }) },
    [`DELETE ${path}/:id/share-password`]: { ...MANAGER, ...rest, ok: 204 },
  };
};

const HOLDERS: readonly Actor[] = ["owner", "share-admin", "share-write", "share-read"];

const TEXT_FILE = (id: string): FormData => {
  const form = new FormData();
  form.set("file", new File(["The lamp never goes out."], "lamp.txt", { type: "text/plain" }));
  form.set("knowledge_collection", decodeURIComponent(id));
  return form;
};

const heart = (name: "like" | "favorite"): Fixtures => {
  const on: Fixture = { door: "signed in", right: "read", of: "bot", ok: 200 };
  return { [`PUT /api/bots/:id/${name}`]: on, [`DELETE /api/bots/:id/${name}`]: on };
};

export const CONTENT: Fixtures = {
  "GET /api/bots": { door: "asked inside", ok: 200, query: () => "?limit=100" },
  "GET /api/bots # public": { door: "anyone", ok: 200, query: () => "?public=true&limit=100" },
  "POST /api/bots": {
    door: "signed in",
    ok: 201,
    json: ({ nth }) => ({ name: `Made ${nth}`, system_prompt: "Be kind." }),
  },
  "GET /api/bots/:id": { ...READER, of: "bot", ok: 200 },
  "PATCH /api/bots/:id": { ...EDITOR, of: "bot", ok: 200, json: () => ({ greeting: "Changed." }) },
  "DELETE /api/bots/:id": { ...MANAGER, of: "bot", ok: 204 },
  ...heart("like"),
  ...heart("favorite"),

  "GET /api/knowledge-collections": { door: "asked inside", ok: 200, query: () => "?limit=100" },
  "GET /api/knowledge-collections # public": { door: "anyone", ok: 200, query: () => "?public=true&limit=100" },
  "POST /api/knowledge-collections": { door: "signed in", ok: 201, json: ({ nth }) => ({ name: `Tome ${nth}` }) },
  "GET /api/knowledge-collections/:id": { ...READER, of: "tome", ok: 200 },
  "PATCH /api/knowledge-collections/:id": { ...EDITOR, of: "tome", ok: 200, json: () => ({ description: "Changed." }) },
  "DELETE /api/knowledge-collections/:id": { ...MANAGER, of: "tome", ok: 204 },
  ...password("tome"),
  "POST /api/knowledge-collections/:id/unlock": {
    ...READER,
    of: "tome",
    places: LOCKABLE,
    ok: 403,
    json: () => ({ password: "guess" }),
    // Whoever may read it has no use for a password where there is none.
    but: (actor, place) => (place === "theirs" && HOLDERS.includes(actor) ? 409 : undefined),
  },

  "GET /api/knowledge": { door: "asked inside", ok: 200, query: () => "?limit=100" },
  "POST /api/knowledge": {
    ...EDITOR,
    of: "tome",
    ok: 201,
    json: ({ id }) => ({ entry: "New.", knowledge_collection: decodeURIComponent(id) }),
  },
  "GET /api/knowledge/:id": { ...READER, of: "entry", ok: 200 },
  "PATCH /api/knowledge/:id": { ...EDITOR, of: "entry", ok: 200, json: () => ({ title: "Changed." }) },
  "DELETE /api/knowledge/:id": { ...EDITOR, of: "entry", ok: 204 },
  ...password("entry"),
  "POST /api/knowledge/:id/unlock": {
    ...READER,
    of: "entry",
    places: LOCKABLE,
    ok: 409,
    json: () => ({ password: "guess" }),
  },
  "POST /api/knowledge/documents": { ...EDITOR, of: "tome", ok: 201, body: ({ id }) => TEXT_FILE(id) },
  "GET /api/knowledge/:id/file": { ...READER, of: "entry", ok: 200 },

  "GET /api/access-control": { door: "signed in", ok: 200, query: () => "?limit=100" },
  "POST /api/access-control": {
    ...MANAGER,
    of: "bot",
    ok: 201,
    json: ({ id }) => ({
      user: RECEIVER,
      resource_type: "bot",
      resource_id: decodeURIComponent(id),
      permission_type: "read",
      expires_at: "2198-01-01T00:00:00.000Z",
    }),
  },
  "GET /api/access-control/:id": { door: "signed in", right: "read", of: "grant", ok: 200 },
  "PATCH /api/access-control/:id": {
    ...MANAGER,
    of: "grant",
    ok: 200,
    json: () => ({ permission_type: "write" }),
  },
  "DELETE /api/access-control/:id": { door: "signed in", right: "read", of: "grant", ok: 204 },

  "POST /api/lore/evaluate": {
    door: "signed in",
    ok: 200,
    json: () => ({ messages: [{ kind: "user", text: "lamp" }], entries: [] }),
  },
  "GET /api/search": { door: "signed in", ok: 200, query: () => "?q=CANARY&in=messages,knowledge,bots&limit=50" },
  "POST /api/import": {
    door: "signed in",
    ok: 200,
    query: () => "?preview=true",
    headers: { "content-type": "application/json" },
    body: () =>
      JSON.stringify({ spec: "chara_card_v2", spec_version: "2.0", data: { name: "Mara", description: "x" } }),
  },
  "POST /api/reports": {
    door: "signed in",
    right: "read",
    of: "bot",
    ok: 201,
    json: ({ id }) => ({ resource_type: "bot", resource_id: decodeURIComponent(id), reason: "spam" }),
  },
  "POST /api/memories": {
    door: "signed in",
    right: "read",
    of: "bot",
    ok: 201,
    json: ({ id }) => ({ bot: decodeURIComponent(id), entry: "We met." }),
  },
  "POST /api/bot-interactions": {
    door: "signed in",
    right: "read",
    of: "bot",
    ok: 201,
    json: ({ id }) => ({ bot: decodeURIComponent(id), liked: true }),
  },
  "POST /api/memories/:id/convert-to-lore": {
    door: "signed in",
    right: "owner",
    of: "memory",
    ok: 201,
    json: ({ actor }) => ({ knowledge_collection: `tome-own-${userIdOf(actor)}` }),
  },
  "POST /api/conversations": {
    door: "signed in",
    right: "read",
    of: "bot",
    ok: 201,
    json: ({ id }) => ({ bot_ids: [decodeURIComponent(id)] }),
  },
};
