import { type Actor, emailOf, userIdOf } from "./actors.ts";
import { type Kind, PRIVATE, rowOf, somebody } from "./kind.ts";
import { bot } from "./kinds-content.ts";
import { roomOf, roomRows } from "./kinds-rooms.ts";
import { hexOf, type Insert, like, profileOf } from "./rows.ts";

const persona = rowOf("personas", "user", (id) => ({
  is_default: 0,
  description: `CANARY-persona-${id}`,
  appearance: JSON.stringify({ avatar: null }),
  interaction_preferences: JSON.stringify({ preferred_topics: [], avoid_topics: [] }),
}));

const plain = (id: string): string => id.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
/** Name of an actor's page. */
export const usernameOf = (actor: Actor): string => plain(profileOf(actor));
const theirProfile = (id: string, user: string): Insert => {
  const username = plain(id);
  return like("creator_profiles", { id, user, username, username_key: username });
};

let days = 0;
/** A day nobody else has. */
function anotherDay(): string {
  days += 1;
  return new Date(Date.UTC(2020, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
}

function roleOf(owner: Actor): string {
  if (owner === "platform admin") return "admin";
  return owner === "platform moderator" ? "moderator" : "user";
}

/** What people have of their own. */
export const PEOPLE_KINDS = {
  account: {
    sharing: "account",
    places: ["theirs"],
    single: true,
    make: (id, owner) => [
      like("users", {
        id,
        email: emailOf(owner),
        displayName: `Person ${owner}`,
        bio: `CANARY-bio-${id}`,
        tokenBalance: 5_000_000,
        role: roleOf(owner),
        suspended_at: owner === "suspended" ? "2026-11-01T00:00:00.000Z" : null,
        guest: owner === "guest" ? 1 : 0,
        expires_at: owner === "guest" ? "2199-01-01T00:00:00.000Z" : null,
      }),
    ],
  },
  /** An account nobody of the world has. */
  someone: { sharing: "account", places: ["theirs"], make: (id) => [somebody(id)] },
  profile: {
    sharing: "profile",
    places: ["theirs"],
    single: true,
    make: (id, owner) => [theirProfile(id, userIdOf(owner))],
  },
  media: {
    ...PRIVATE,
    make: rowOf("media", "user", (id) => ({ url: `/media/${id}`, sha256: hexOf(id), r2_key: `CANARY-r2key-${id}` })),
  },
  persona: { ...PRIVATE, make: persona },
  key: {
    ...PRIVATE,
    make: rowOf("api_keys", "user", (id) => ({
      key_encrypted: `v1.CANARY-key-${id}`,
      nickname: `CANARY-nickname-${id}`,
    })),
  },
  block: {
    ...PRIVATE,
    make: (id, owner) => [
      somebody(`${id}-other`),
      like("user_blocks", { id, blocker: userIdOf(owner), blocked: `${id}-other` }),
    ],
  },
  interaction: {
    ...PRIVATE,
    make: (id, owner) => [
      ...bot(`${id}-bot`, owner, "own"),
      like("bot_interactions", { id, user: userIdOf(owner), bot: `${id}-bot` }),
    ],
  },
  follow: {
    ...PRIVATE,
    make: (id, owner) => [
      somebody(`${id}-other`),
      theirProfile(`${id}-page`, `${id}-other`),
      like("creator_follows", { id, follower: userIdOf(owner), following: `${id}-page` }),
    ],
  },
  job: {
    ...PRIVATE,
    make: rowOf("jobs", "user", (id) => ({ status: "done", result: JSON.stringify(`CANARY-job-${id}`) })),
  },
  archive: {
    ...PRIVATE,
    make: rowOf("jobs", "user", (id) => ({
      kind: "export",
      status: "done",
      result: JSON.stringify({ url: `/api/me/export/${hexOf(id)}`, expires_at: "2199-01-01T00:00:00.000Z" }),
    })),
  },
  memory: {
    ...PRIVATE,
    make: (id, owner) => [
      ...bot(`${id}-bot`, owner, "own"),
      like("memories", {
        id,
        user: userIdOf(owner),
        bot: `${id}-bot`,
        conversation: null,
        entry: `CANARY-memory-${id}`,
        converted_to_lore: 0,
        lore_entry: null,
      }),
    ],
  },
  vector: {
    ...PRIVATE,
    make: rowOf("vector_records", "user_id", (id, owner) => ({
      vector_id: `v-${id}`,
      source_id: `${id}-source`,
      tenant_id: userIdOf(owner),
      chunk_text: `CANARY-chunk-${id}`,
    })),
  },
  mood: { ...PRIVATE, make: rowOf("moods", "user", (id) => ({ note: `CANARY-mood-${id}` })) },
  limits: { ...PRIVATE, single: true, make: rowOf("self_moderation") },
  day: { ...PRIVATE, make: rowOf("usage_analytics", "user", () => ({ date: anotherDay() })) },
  insight: {
    ...PRIVATE,
    make: (id, owner) => [
      ...roomRows(roomOf(id), owner, "own"),
      like("memory_insights", { id, user: userIdOf(owner), conversation: roomOf(id) }),
    ],
  },
  figures: {
    ...PRIVATE,
    make: (id, owner) => [
      ...persona(`${id}-persona`, owner, "own"),
      like("persona_analytics", { id, persona: `${id}-persona` }),
    ],
  },
  report: {
    ...PRIVATE,
    make: rowOf("reports", "user", (id) => ({ note: `CANARY-report-${id}`, resource_id: `${id}-bot` })),
  },
} as const satisfies Record<string, Kind>;
