import type { Right } from "../../../../shared/fields/access-control.ts";
import { type Actor, isNobody } from "./actors.ts";

/**
 * Who may try a call at all, before it is asked on what. `asked inside`: anyone, but what is asked for is the caller's
 * own, so that those without a session, and whose session does not count, are told to sign in.
 */
export type Door = "anyone" | "signed in" | "staff" | "admin" | "asked inside";

/** What a path's id names: a row of the world, none at all, or no id. */
export type Place = "theirs" | "public" | "locked" | "draft" | "own" | "missing" | "malformed";

/** What the owner did with the row. */
export interface Thing {
  /**
   * `shared`: named people hold what they were given. `part`: of something shared, as it is; behind its password nobody
   * learns what there is. `room`: those who take part read. `profile`: a public page of the
   * owner's. `house`: everyone reads what is published, drafts are for admins. `managed`: a grant, seen by who manages
   * the shared thing and by who received it. `private` and `account` are one person's alone.
   */
  readonly kind: "shared" | "part" | "private" | "room" | "profile" | "house" | "managed" | "account";
  readonly place: Place;
}

const ORDER: readonly Right[] = ["read", "write", "admin", "owner"];
const atLeast = (held: Right, needed: Right): boolean => ORDER.indexOf(held) >= ORDER.indexOf(needed);

const GRANTED: Partial<Record<Actor, Right>> = {
  "share-admin": "admin",
  "share-write": "write",
  "share-read": "read",
};

/** What an actor holds; `locked` where only a password is missing; null where the row does not exist for them. */
export function heldBy(actor: Actor, { kind, place }: Thing): Right | "locked" | null {
  if (place === "missing") return null;
  if (kind === "house") return heldOfHouse(actor, place);
  if (place === "own") return heldOfOwn(actor, kind);
  if (actor === "owner") return "owner";
  if (actor === "blocked") return null;
  switch (kind) {
    case "private":
      return null;
    case "account":
      return actor === "platform admin" || actor === "platform moderator" ? "read" : null;
    case "profile":
      return "read";
    case "room":
      return actor === "member" || actor === "viewer" ? "read" : null;
    case "managed":
      return heldOfGrant(actor);
    case "part":
      return place === "locked" && !hasKey(actor) ? null : sharedWith(actor, place);
    case "shared":
      return sharedWith(actor, place);
    default:
      return kind satisfies never;
  }
}

const heldOfHouse = (actor: Actor, place: Place): Right | null => {
  if (actor === "platform admin") return "owner";
  return place === "draft" ? null : "read";
};

/** Those without a session ask for the owner's row; what a suspended person owns is nowhere to be seen. */
function heldOfOwn(actor: Actor, kind: Thing["kind"]): Right | null {
  if (actor === "suspended") return null;
  if (isNobody(actor)) return kind === "profile" ? "read" : null;
  return "owner";
}

/** The grant of the world was made to `member`. */
function heldOfGrant(actor: Actor): Right | null {
  if (actor === "share-admin") return "admin";
  return actor === "member" ? "read" : null;
}

function sharedWith(actor: Actor, place: Place): Right | "locked" | null {
  const granted = GRANTED[actor];
  if (place === "theirs") return granted ?? null;
  if (place === "public") return granted ?? "read";
  // Behind a password: those who showed it, signed in or not, read.
  return hasKey(actor) ? "read" : "locked";
}
const hasKey = (actor: Actor): boolean => actor === "share-password-ok" || actor === "link-only";

/** What a call asks of its caller, written here by hand and never read from the product. */
export interface Demand {
  readonly door: Door;
  /** The right on the row, where the path names one. */
  readonly right?: Right;
  readonly ok: number;
}

/** The status an actor has to be answered. */
export function expected(demand: Demand, actor: Actor, thing: Thing | null): number {
  const atDoor = refusedAtDoor(demand.door, actor);
  if (atDoor !== null) return atDoor;
  if (thing?.place === "malformed") return 400;
  if (thing === null || demand.right === undefined) return demand.ok;
  // Staff at their work see every row there is.
  if (demand.door === "staff" || demand.door === "admin") return thing.place === "missing" ? 404 : demand.ok;
  const held = heldBy(actor, thing);
  if (held === null) return 404;
  if (held === "locked") return 403;
  return atLeast(held, demand.right) ? demand.ok : 403;
}

/** Whether a caller gets as far as being asked what they want. */
export function refusedAtDoor(door: Door, actor: Actor): 401 | 403 | null {
  if (door === "anyone") return null;
  if (door === "asked inside") return isNobody(actor) || actor === "suspended" ? 401 : null;
  if (actor === "suspended") return 403;
  if (isNobody(actor)) return 401;
  if (door === "signed in" || actor === "platform admin") return null;
  return door === "staff" && actor === "platform moderator" ? null : 403;
}
