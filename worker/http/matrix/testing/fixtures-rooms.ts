import { explainedIn } from "./explained.ts";
import type { Fixture, Fixtures } from "./fixture.ts";
import { linkInto } from "./world.ts";

const MEMBER = { door: "signed in", right: "read" } as const;
const OWNER = { door: "signed in", right: "owner" } as const;

/** The room itself knows its owner alone: D1 was told of the others by the world, not by the room. */
const unknownToTheRoom: Fixture["but"] = (actor, place) =>
  (actor === "viewer" || actor === "member") && place === "theirs" ? 403 : undefined;

/** Whoever has the code is let in, but those whom the owner has blocked; what is no code is nobody's. */
const BY_LINK = {
  of: "room",
  places: ["theirs", "missing"],
  ok: 200,
  path: ({ id }) => ({ code: linkInto(id).code }),
  but: (actor, place) => (actor === "blocked" || place === "missing" ? 404 : undefined),
} as const satisfies Partial<Fixture>;

/** Conversations, most of them asked of the room itself. */
export const ROOMS: Fixtures = {
  "GET /api/conversations": { door: "signed in", ok: 200, query: () => "?limit=100" },
  "GET /api/conversations/:id": { ...MEMBER, of: "thread", ok: 200 },
  "PATCH /api/conversations/:id": { ...OWNER, of: "room", ok: 200, json: () => ({ knowledge_collections: [] }) },
  "PATCH /api/conversations/:id # my own status": {
    ...MEMBER,
    of: "room",
    ok: 200,
    json: () => ({ status: "active" }),
  },
  "DELETE /api/conversations/:id": { ...OWNER, of: "room", ok: 204 },
  "GET /api/conversations/:id/messages": { ...MEMBER, of: "room", ok: 200 },
  "GET /api/conversations/:id/export": { ...MEMBER, of: "room", ok: 200, query: () => "?format=jsonl" },
  // Of a message that is not there nobody goes on.
  "POST /api/conversations/:id/branch": {
    ...MEMBER,
    of: "room",
    ok: 404,
    json: () => ({ message_id: "none" }),
    but: unknownToTheRoom,
  },
  "GET /api/conversations/:id/messages/:message_id/trace": {
    ...MEMBER,
    of: "room",
    ok: 200,
    path: ({ id }) => ({ message_id: explainedIn(id) }),
  },
  "GET /api/conversations/:id/messages/:message_id/prompt": {
    ...MEMBER,
    of: "room",
    ok: 200,
    path: ({ id }) => ({ message_id: explainedIn(id) }),
  },

  // Of a message that is not there nothing is shown.
  "GET /api/conversations/:id/messages/:message_id/media/:media_id": {
    ...MEMBER,
    of: "room",
    ok: 404,
    path: () => ({ message_id: "none", media_id: "none" }),
  },

  "POST /api/conversations/:id/invitations": { ...OWNER, of: "room", ok: 201, json: () => ({ role: "member" }) },
  "GET /api/conversations/:id/invitations": { ...OWNER, of: "room", ok: 200 },
  "DELETE /api/conversations/:id/invitations/:invitation_id": {
    ...OWNER,
    of: "room",
    ok: 204,
    path: ({ id }) => ({ invitation_id: linkInto(id).id }),
  },
  "GET /api/invitations/:code": { door: "anyone", ...BY_LINK },
  "POST /api/invitations/:code/accept": { door: "signed in", ...BY_LINK },

  "GET /api/messages": { door: "signed in", ok: 200, query: () => "?limit=100" },
  "GET /api/messages/:id": { ...MEMBER, of: "message", ok: 200 },
  "GET /api/messages/:id # a whisper": { ...OWNER, of: "whisper", ok: 200 },
  "POST /api/messages": {
    ...MEMBER,
    of: "room",
    ok: 201,
    json: ({ id }) => ({ conversation: decodeURIComponent(id), entry: "Hello." }),
    but: unknownToTheRoom,
  },
  "POST /api/tickets": {
    ...MEMBER,
    of: "room",
    ok: 200,
    json: ({ id }) => ({ party: "conversation", room: decodeURIComponent(id) }),
  },

  "GET /api/knowledge-activation-log": { door: "signed in", ok: 200, query: () => "?limit=100" },
  "GET /api/knowledge-activation-log/:id": { ...MEMBER, of: "firing", ok: 200 },
  "GET /api/knowledge-activation-log/:id # of a whisper": { ...OWNER, of: "muffled", ok: 200 },
  "DELETE /api/knowledge-activation-log/:id": { ...OWNER, of: "firing", ok: 204 },
};
