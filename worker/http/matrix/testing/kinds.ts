import { DEFAULT_SETTINGS, DEFAULT_TURN_TAKING } from "../../../../shared/fields/conversation.ts";
import type { MessageRow } from "../../../../shared/fields/message.ts";
import { sampleMessage } from "../../../testing/d1-rows.ts";
import type { Actor } from "./actors.ts";
import { emailOf, userIdOf } from "./actors.ts";
import type { Place, Thing } from "./oracle.ts";
import { hexOf, type Insert, like, profileOf } from "./rows.ts";

/** What ids of calls name. */
export interface Kind {
  readonly sharing: Thing["kind"];
  /** Places a row of this kind is put in, besides each person's own. */
  readonly places: readonly Exclude<Place, "own" | "missing" | "malformed">[];
  /** The row and what it needs to stand on. `place` is `own` for a row nobody else was given anything of. */
  readonly make: (id: string, owner: Actor, place: Place) => readonly Insert[];
  /** The type that grants on it are of. */
  readonly grants?: "bot" | "knowledgeCollection";
  /** The row whose grants count, where it is another. */
  readonly grantsOn?: (id: string) => string;
  /** A person has one, so that no throw-away can be made beside it. */
  readonly single?: true;
  /** Made by the room's object, which writes the rows itself. */
  readonly room?: true;
}

/** The hash of the password of everything locked; cheap to compute, and of a password that nobody knows. */
const LOCK_HASH = "scrypt$2$8$1$CANARYSALTCANARYSALTCA==$CANARYHASHCANARYHASHCANARYHASHCANARYHASHCA=";

const bot: Kind["make"] = (id, owner, place) => [
  like("bots", {
    id,
    slug: id.toLowerCase().slice(0, 60),
    name: `Bot ${id}`,
    user: userIdOf(owner),
    creator_profile: profileOf(owner),
    picture: null,
    system_prompt: `CANARY-prompt-${id}`,
    extensions: JSON.stringify({ kept: `CANARY-kept-${id}` }),
    sharing_visibility: place === "public" ? "public" : "private",
  }),
];

const SHARING: Partial<Record<Place, object>> = {
  public: { sharing_level: "public", is_public: true },
  locked: { sharing_level: "shared", is_public: false },
};
const tome: Kind["make"] = (id, owner, place) => [
  like("knowledge_collections", {
    id,
    name: `Tome ${id}`,
    user: userIdOf(owner),
    sharing_settings: JSON.stringify(SHARING[place] ?? { sharing_level: "private", is_public: false }),
    ...(place === "locked" ? { share_password_hash: LOCK_HASH, share_version: 2 } : {}),
  }),
];

/** An entry lies in a tome of its own, so that one may be thrown away alone. */
const tomeOfEntry = (id: string): string => `${id}-tome`;
const entry: Kind["make"] = (id, owner, place) => [
  ...tome(tomeOfEntry(id), owner, place),
  like("knowledge", {
    id,
    user: userIdOf(owner),
    knowledge_collection: tomeOfEntry(id),
    entry: `CANARY-entry-${id}`,
    source_memory_id: null,
    r2_file_key: `CANARY-file-${id}`,
  }),
];

/** A row of a table that belongs to one person alone; `column` names them. */
const rowOf =
  (table: string, column = "user", more: (id: string, owner: Actor) => Insert["row"] = () => ({})): Kind["make"] =>
  (id, owner) => [like(table, { id, [column]: userIdOf(owner), ...more(id, owner) })];

const persona = rowOf("personas", "user", (id) => ({
  is_default: 0,
  description: `CANARY-persona-${id}`,
  appearance: JSON.stringify({ avatar: null }),
  interaction_preferences: JSON.stringify({ preferred_topics: [], avoid_topics: [] }),
}));

/** Somebody who plays no part, for what takes two. */
export const somebody = (id: string): Insert => like("users", { id, email: `${id.toLowerCase()}@elsewhere.test` });
const plain = (id: string): string => id.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
/** Name of an actor's page. */
export const usernameOf = (actor: Actor): string => plain(profileOf(actor));
const theirProfile = (id: string, user: string): Insert => {
  const username = plain(id);
  return like("creator_profiles", { id, user, username, username_key: username });
};

const METADATA = {
  total_messages: 1,
  participant_count: 2,
  last_activity: "2026-11-23T05:00:00.000Z",
  conversation_summary: "",
  tags: [],
};

/** A conversation as D1 alone knows it, with a member and a viewer where it is the owner's. */
const roomRows = (id: string, owner: Actor, place: Place): Insert[] => {
  const join = (user: string, role: string) => like("conversation_members", { conversation: id, user, role });
  const others = place === "own" ? [] : [join(userIdOf("member"), "member"), join(userIdOf("viewer"), "viewer")];
  return [
    like("conversations", {
      id,
      user: userIdOf(owner),
      title: `CANARY-room-${id}`,
      participants: JSON.stringify({ personas: [], bots: [] }),
      conversation_metadata: JSON.stringify(METADATA),
      conversation_settings: JSON.stringify(DEFAULT_SETTINGS),
      turn_taking: JSON.stringify(DEFAULT_TURN_TAKING),
    }),
    join(userIdOf(owner), "owner"),
    ...others,
  ];
};
const messageRow = (fields: Partial<MessageRow>): Insert => {
  const stored = Object.entries(sampleMessage(fields)).filter(([, value]) => value !== undefined);
  const columns = stored.map(([name, value]) => [name, toColumn(value)] as const);
  return like("messages", Object.fromEntries(columns));
};
function toColumn(value: unknown): string | number | null {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  return typeof value === "boolean" ? Number(value) : JSON.stringify(value);
}
const roomOf = (id: string): string => `${id}-room`;

let days = 0;
/** A day nobody else has. */
function anotherDay(): string {
  days += 1;
  return new Date(Date.UTC(2020, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
}

const PRIVATE = { sharing: "private", places: ["theirs"] } as const;
const OF_HOUSE = { sharing: "house", places: ["theirs", "draft"] } as const;
const isOut = (place: Place): number => (place === "draft" ? 0 : 1);

/** Whom the world's grants were made to. */
export const receiverOf = (owner: Actor): Actor => (owner === "member" ? "viewer" : "member");

const SHARED_KINDS = {
  bot: { sharing: "shared", places: ["theirs", "public"], make: bot, grants: "bot" },
  tome: { sharing: "shared", places: ["theirs", "public", "locked"], make: tome, grants: "knowledgeCollection" },
  entry: {
    sharing: "part",
    places: ["theirs", "public", "locked"],
    make: entry,
    grants: "knowledgeCollection",
    grantsOn: tomeOfEntry,
  },
  grant: {
    sharing: "managed",
    places: ["theirs"],
    grants: "bot",
    grantsOn: (id) => `${id}-bot`,
    make: (id, owner) => [
      ...bot(`${id}-bot`, owner, "theirs"),
      like("access_control", {
        id,
        user: userIdOf(receiverOf(owner)),
        resource_type: "bot",
        resource_id: `${id}-bot`,
        granted_by: userIdOf(owner),
      }),
    ],
  },
} as const satisfies Record<string, Kind>;

const PEOPLE_KINDS = {
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

const MONEY_KINDS = {
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

let sections = 100;
const sectionVersion = (): number => {
  // The house counts on from the newest: those it makes meanwhile must not meet ours.
  sections += 1_000;
  return sections;
};

const ROOM_KINDS = {
  room: { sharing: "room", places: ["theirs"], room: true, make: () => [] },
  thread: { sharing: "room", places: ["theirs"], make: roomRows },
  message: {
    sharing: "room",
    places: ["theirs"],
    make: (id, owner, place) => [
      ...roomRows(roomOf(id), owner, place),
      messageRow({ id, conversation: roomOf(id), user: userIdOf(owner), entry: `CANARY-message-${id}` }),
    ],
  },
  whisper: {
    ...PRIVATE,
    make: (id, owner, place) => [
      ...roomRows(roomOf(id), owner, place),
      messageRow({
        id,
        conversation: roomOf(id),
        user: userIdOf(owner),
        whisper_to: "bot-theirs",
        entry: `CANARY-whisper-${id}`,
      }),
    ],
  },
  firing: {
    sharing: "room",
    places: ["theirs"],
    make: (id, owner, place) => [
      ...roomRows(roomOf(id), owner, place),
      // Those who take part see what woke of the lore they may read: here everyone may.
      ...tome(tomeOfEntry(id), owner, "public"),
      like("knowledge_activation_log", {
        id,
        conversation_id: roomOf(id),
        knowledge_entry_id: "gone",
        knowledge_collection: tomeOfEntry(id),
        entry_title: `CANARY-firing-${id}`,
      }),
    ],
  },
} as const satisfies Record<string, Kind>;

export const KINDS = { ...PEOPLE_KINDS, ...SHARED_KINDS, ...MONEY_KINDS, ...ROOM_KINDS };
export type KindName = keyof typeof KINDS;

function roleOf(owner: Actor): string {
  if (owner === "platform admin") return "admin";
  return owner === "platform moderator" ? "moderator" : "user";
}
