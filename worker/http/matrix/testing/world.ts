import { openDb } from "../../../db.ts";
import { openRoom } from "../../../services/conversations/open-room.ts";
import { archiveKey } from "../../../services/export/archive-keys.ts";
import { hashOf } from "../../../services/invitations/invitation-code.ts";
import { seedTexts } from "../../../services/seed/seed-texts.ts";
import { issuerOf } from "../../../services/session/issuer.ts";
import { issueShareToken } from "../../../services/share-passwords/share-token.ts";
import { envWith } from "../../testing/call.ts";
import { type Actor, accountOf, isNobody, PEOPLE, sessionHeaders, userIdOf } from "./actors.ts";
import { explainGreeting } from "./explained.ts";
import { type Kind, somebody } from "./kind.ts";
import { KINDS, type KindName } from "./kinds.ts";
import type { Place } from "./oracle.ts";
import { hexOf, type Insert, insertAll, like, profileOf } from "./rows.ts";

const kindOf = (name: KindName): Kind => KINDS[name];
const LATER = "2199-01-01T00:00:00.000Z";
const EARLIER = "2020-01-01T00:00:00.000Z";

/** Where a row of a kind stands: the owner's in some place, or somebody's own. */
const idAt = (name: KindName, place: Place, actor: Actor): string => {
  if (name === "account") return userIdOf(place === "own" ? actor : "owner");
  if (name === "profile") return profileOf(place === "own" ? actor : "owner");
  if (kindOf(name).single) return `${name}-own-${userIdOf(place === "own" ? actor : "owner")}`;
  return place === "own" ? `${name}-own-${userIdOf(actor)}` : `${name}-${place}`;
};

/** Grants on a row of the owner's, as each actor's name says. Ended ones are there too, and count for nothing. */
function grantsOn(type: "bot" | "knowledgeCollection", id: string): Insert[] {
  const given: [Actor, string, { is_revoked?: number; expires_at?: string }][] = [
    ["share-admin", "admin", { expires_at: LATER }],
    ["share-write", "write", {}],
    ["share-read", "read", {}],
    ["share-expired", "admin", { expires_at: EARLIER }],
    ["share-revoked", "admin", { is_revoked: 1 }],
    ["blocked", "admin", {}],
    ["suspended", "admin", {}],
  ];
  return given.map(([actor, permission_type, more]) =>
    like("access_control", {
      id: `grant-${id}-${userIdOf(actor)}`,
      user: userIdOf(actor),
      granted_by: userIdOf("owner"),
      resource_type: type,
      resource_id: id,
      permission_type,
      ...more,
    }),
  );
}

interface Made {
  readonly name: KindName;
  readonly owner: Actor;
  readonly place: Place;
}
/** Everything that was made, so that what an answer shows can be told from what it may show. */
export const RECORDS = new Map<string, Made>();

function rowsOf(name: KindName, id: string, owner: Actor, place: Place): Insert[] {
  const kind = kindOf(name);
  RECORDS.set(id, { name, owner, place });
  const rows = [...kind.make(id, owner, place)];
  const isGranted = kind.grants !== undefined && (place === "theirs" || place === "public");
  return isGranted ? [...rows, ...grantsOn(kind.grants, kind.grantsOn?.(id) ?? id)] : rows;
}

/** The one invitation of each room of the world. */
export const linkInto = (room: string) => ({ id: `link-${room}`, code: `code-of-${room}` });

/** A room with its object and an invitation; for the owner's, a member and a viewer take part. */
async function makeRoom(id: string, owner: Actor, place: Place): Promise<void> {
  RECORDS.set(id, { name: "room", owner, place });
  const seat = { bot_id: "bot-public", name: "Bot", description: "", greeting: "Hello.", talkativeness: 0.5 };
  await openRoom(envWith(), {
    id,
    owner: { user_id: userIdOf(owner), name: owner },
    title: null,
    personaId: null,
    personaName: null,
    bots: [{ ...seat, picture: null, api_key_id: null, provider: null, model: null }],
  });
  const { id: link, code } = linkInto(id);
  const invitation = { id: link, conversation: id, code_hash: await hashOf(code), created_by: userIdOf(owner) };
  await insertAll(envWith().DB, [like("invitations", invitation)]);
  if (place === "own") return;
  const join = (actor: Actor) => like("conversation_members", { conversation: id, user: userIdOf(actor), role: actor });
  await insertAll(envWith().DB, [join("member"), join("viewer")]);
}

let made = 0;

/** A throw-away row beside the world's. @returns Its id. */
export async function throwAway(db: D1Database, name: KindName, place: Place, actor: Actor): Promise<string> {
  const kind = kindOf(name);
  if (kind.single) return idAt(name, place, actor);
  made += 1;
  const id = `${name}-extra-${made}`;
  const owner = place === "own" ? actor : "owner";
  if (kind.room) await makeRoom(id, owner, place);
  else await insertAll(db, rowsOf(name, id, owner, place));
  return id;
}

/** The id to call with. */
export const standing = (name: KindName, place: Place, actor: Actor): string => {
  if (place === "missing") return `${name}-nowhere`;
  if (place === "malformed") return "not%20an%20id!";
  return idAt(name, place, accountOf(actor));
};

/** Somebody to be given things. */
export const RECEIVER = "user-receiver";

/** Everyone, everything of the owner's, one of everything of everybody's, and a block of the owner's. */
export async function seedWorld(db: D1Database): Promise<void> {
  // The house's texts that hold are there first, however often the world is made in one isolate.
  await seedTexts(openDb(db), Date.now());
  const names = (Object.keys(KINDS) as KindName[]).filter((name) => !kindOf(name).room);
  const own = PEOPLE.flatMap((person) =>
    names.flatMap((name) =>
      kindOf(name).sharing === "house" ? [] : rowsOf(name, idAt(name, "own", person), person, "own"),
    ),
  );
  const shared = names
    .filter((name) => !kindOf(name).single)
    .flatMap((name) =>
      kindOf(name).places.flatMap((place) => rowsOf(name, idAt(name, place, "owner"), "owner", place)),
    );
  const others = [
    somebody(RECEIVER),
    like("user_blocks", { id: "block", blocker: userIdOf("owner"), blocked: userIdOf("blocked") }),
  ];
  const rank = (table: string) => (REFERRED_TO.includes(table) ? REFERRED_TO.indexOf(table) : REFERRED_TO.length);
  await insertAll(
    db,
    [...own, ...shared, ...others].toSorted((a, b) => rank(a.table) - rank(b.table)),
  );
  await storeFiles([...own, ...shared]);
}

/** What lies in storage under the keys of the world's pictures, entries and archives. */
async function storeFiles(inserts: readonly Insert[]): Promise<void> {
  const files = inserts.flatMap(({ table, row }) => {
    if (table === "jobs" && row["kind"] === "export") {
      const id = String(row["id"]);
      return [{ key: archiveKey(id, hexOf(id)), text: `CANARY-archive-${id}` }];
    }
    const key = row[table === "media" ? "r2_key" : "r2_file_key"];
    if (typeof key !== "string") return [];
    return [{ key, text: table === "media" ? "a picture" : String(row["entry"]) }];
  });
  await Promise.all(files.map(({ key, text }) => envWith().MEDIA.put(key, text)));
}
/** What others refer to, in the order in which it has to be there. */
const REFERRED_TO: readonly string[] = [
  "users",
  "media",
  "creator_profiles",
  "bots",
  "knowledge_collections",
  "knowledge",
  "conversations",
  "personas",
  "subscription_tiers",
  "legal_documents",
];

/** The rooms of the world, which take their time: for the calls that ask a room itself. */
export async function seedRooms(): Promise<void> {
  const theirs = idAt("room", "theirs", "owner");
  await makeRoom(theirs, "owner", "theirs");
  // The member and the viewer may not read this tome, and nobody there the prompt: they are not alone.
  await explainGreeting(theirs, "bot-public", "tome-theirs");
  for (const person of PEOPLE) {
    const own = idAt("room", "own", person);
    await makeRoom(own, person, "own");
    await explainGreeting(own, "bot-public", idAt("tome", "own", person));
  }
}

/** Headers of an actor's call on something, with what opens it where they have that. */
export async function headersOf(actor: Actor, opens: string | null): Promise<Record<string, string>> {
  const headers = await sessionHeaders(actor);
  const version = SHARE_VERSIONS[actor];
  if (opens === null || version === undefined) return headers;
  const userId = isNobody(actor) ? null : userIdOf(actor);
  const issuer = await issuerOf(envWith().DB, Date.now());
  const share = { type: "knowledgeCollection", id: opens, version } as const;
  const { token } = await issueShareToken(issuer, share, userId, Date.now());
  return { ...headers, "x-share-token": token };
}
/** The wrong one is of a password that was changed since. */
const SHARE_VERSIONS: Partial<Record<Actor, number>> = {
  "share-password-ok": 2,
  "link-only": 2,
  "share-password-wrong": 1,
};
