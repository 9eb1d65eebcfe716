import { type Actor, userIdOf } from "./actors.ts";
import type { Kind } from "./kind.ts";
import type { Place } from "./oracle.ts";
import { like, profileOf } from "./rows.ts";

/** The hash of the password of everything locked; cheap to compute, and of a password that nobody knows. */
const LOCK_HASH = "scrypt$2$8$1$CANARYSALTCANARYSALTCA==$CANARYHASHCANARYHASHCANARYHASHCANARYHASHCA=";

export const bot: Kind["make"] = (id, owner, place) => [
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
export const tome: Kind["make"] = (id, owner, place) => [
  like("knowledge_collections", {
    id,
    name: `Tome ${id}`,
    user: userIdOf(owner),
    sharing_settings: JSON.stringify(SHARING[place] ?? { sharing_level: "private", is_public: false }),
    ...(place === "locked" ? { share_password_hash: LOCK_HASH, share_version: 2 } : {}),
  }),
];

/** An entry lies in a tome of its own, so that one may be thrown away alone. */
export const tomeOfEntry = (id: string): string => `${id}-tome`;
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

/** Whom the world's grants were made to. */
export const receiverOf = (owner: Actor): Actor => (owner === "member" ? "viewer" : "member");

/** What creators make and share. */
export const CONTENT_KINDS = {
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
