import type { Right } from "../../../../shared/fields/access-control.ts";
import { type Actor, accountOf, emailOf, isNobody } from "./actors.ts";
import { KINDS, type KindName } from "./kinds.ts";
import { receiverOf } from "./kinds-content.ts";
import { heldBy, type Thing } from "./oracle.ts";
import { RECORDS } from "./world.ts";

/** What has to be held on a row for what it hides to be answered; never means in no answer at all. */
const NEEDED: Readonly<Record<string, Right | "never">> = {
  prompt: "write",
  kept: "write",
  entry: "read",
  lore: "read",
  file: "write",
  bio: "read",
  room: "read",
  message: "read",
  firing: "read",
  key: "never",
  r2key: "never",
};

const ORDER: readonly Right[] = ["read", "write", "admin", "owner"];

/** Whether an actor may be answered the secret of a row. */
function maySee(actor: Actor, secret: string, id: string): boolean {
  const needed = NEEDED[secret] ?? "owner";
  const held = heldOn(actor, id);
  return needed !== "never" && held !== null && ORDER.indexOf(held) >= ORDER.indexOf(needed);
}

/** Rows stand on others that are shared otherwise: the bot of a grant, the room of a whisper. */
const STANDS_ON: Partial<Record<KindName, Thing["kind"]>> = { grant: "shared", whisper: "room", muffled: "room" };

/** What an actor holds on a row of the world by its id; null for one they know nothing of, or that is none of ours. */
export function heldOn(actor: Actor, id: string): Right | null {
  // Rows that others stand on are named after them.
  const base = id.replace(/-(bot|tome|room|persona|tier|text|page|other)$/, "");
  const record = RECORDS.get(id) ?? RECORDS.get(base);
  if (record === undefined) return null;
  if (!isNobody(actor) && actor !== "suspended" && record.owner === actor) return "owner";
  const { name, owner, place } = record;
  if (name === "grant" && base === id && actor === receiverOf(owner)) return "read";
  const kind = base === id ? KINDS[name].sharing : (STANDS_ON[name] ?? KINDS[name].sharing);
  if (kind === "account" || kind === "profile") return heldOfOne(actor, kind, owner);
  const held = place === "own" ? null : heldBy(actor, { kind, place });
  return held === "locked" ? null : held;
}

/** Accounts and pages: each person has one, and others than the owner are shown them too. */
function heldOfOne(actor: Actor, kind: "account" | "profile", owner: Actor): Right | null {
  if (kind === "profile" && owner === "suspended") return null;
  // What the owner owns and whom they blocked is theirs alone.
  const isStranger = owner !== "owner" && (actor === "blocked" || actor === "owner");
  const held = heldBy(isStranger ? "stranger" : actor, { kind, place: "theirs" });
  return held === "locked" ? null : held;
}

/** Nothing that leaves may look like this, whoever asks: stacks, SQL, hashes, keys, what storage calls its objects. */
const NEVER = [
  /\n\s+at \S+/,
  /\bat \S+\.ts:\d+/,
  /D1_ERROR|SQLITE_/,
  /PRIVATE KEY/,
  /scrypt\$/,
  /CANARY(SALT|HASH)/,
  /CANARY-(key|r2key)/,
];

/** Anything of anybody's in a line of the log, where nothing of people may be: addresses, texts, tokens. */
export const secretsIn = (line: string): string[] =>
  [...line.matchAll(/CANARY\S*|canary-mail\S*|eyJ[\w-]+\.[\w-]+\.|scrypt\$\S*|PRIVATE KEY/g)].map(([found]) => found);

/**
 * Secrets in a text that its reader may not see.
 * @param isStaffCall Staff at their work see people's rows; what nobody may see stays hidden from them too.
 */
export function leaksIn(text: string, actor: Actor, isStaffCall: boolean): string[] {
  const never = NEVER.filter((pattern) => pattern.test(text)).map(String);
  if (isStaffCall) return never;
  const secrets = [...text.matchAll(/CANARY-([a-z0-9]+)-([A-Za-z0-9_-]+)/g)]
    .filter(([, secret = "", id = ""]) => !maySee(actor, secret, id))
    .map(([found]) => found);
  const mails = [...text.matchAll(/canary-mail-[a-z-]+@x\.test/g)].map(([mail]) => mail);
  const own = isNobody(actor) ? null : emailOf(accountOf(actor));
  return [...never, ...secrets, ...mails.filter((mail) => mail !== own)];
}
