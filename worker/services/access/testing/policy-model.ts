/**
 * The rules of who may do what once more, in plain words of memory instead of SQL, written from the API's contract and
 * not from the policy. Tests hold the two against each other.
 */

export const OWNER = "olga";
export const PEOPLE = [OWNER, "ann", "ben", "cat", "dan"] as const;
/** One of PEOPLE, or nobody signed in. */
export type Somebody = string | null;
export type Permission = "read" | "write" | "admin";
export type Level = "private" | "shared" | "public";
export type Shared = "bot" | "tome";
export type Locked = "tome" | "entry";

interface Grant {
  permission: Permission;
  endsMs: number | null;
}
interface Password {
  readonly text: string;
}

/** What a person showed last. The password itself stands for its version: a changed one is another object. */
interface Shown {
  readonly of: Locked;
  readonly password: Password;
}

const RANKS = ["read", "write", "admin", "owner"];
const isPermission = (held: string | null, needed: string): boolean =>
  held !== null && RANKS.indexOf(held) >= RANKS.indexOf(needed);

export class PolicyModel {
  nowMs: number;
  readonly level: Record<Shared, Level> = { bot: "private", tome: "private" };
  readonly grants: Record<Shared, Map<string, Grant>> = { bot: new Map(), tome: new Map() };
  readonly password: Record<Locked, Password | null> = { tome: null, entry: null };
  readonly endsMs: Record<Locked, number | null> = { tome: null, entry: null };
  readonly shown = new Map<Somebody, Shown>();
  readonly blocks = new Set<string>();
  entryByLink = false;
  suspended = false;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  #isOver(of: Locked): boolean {
    const ends = this.endsMs[of];
    return ends !== null && ends <= this.nowMs;
  }

  /** Nothing of olga's is there for them, whatever was shared. */
  #isShutOut(who: Somebody): boolean {
    return this.suspended || this.areBlocked(OWNER, who);
  }

  areBlocked(one: string, other: Somebody): boolean {
    return this.blocks.has(`${one}>${other}`) || this.blocks.has(`${other}>${one}`);
  }

  granted(thing: Shared, who: Somebody): Permission | null {
    const grant = who === null ? undefined : this.grants[thing].get(who);
    if (grant === undefined) return null;
    return grant.endsMs === null || grant.endsMs > this.nowMs ? grant.permission : null;
  }

  #hasShown(of: Locked, who: Somebody): boolean {
    const shown = this.shown.get(who);
    return shown !== undefined && shown.of === of && shown.password === this.password[of];
  }

  /** Open to whoever comes by, as far as passwords go. */
  #isTomeOpen(who: Somebody): boolean {
    if (this.password.tome === null) return this.level.tome === "public";
    return this.level.tome !== "private" && this.#hasShown("tome", who);
  }

  bot(who: Somebody): string | null {
    if (who === OWNER) return "owner";
    if (this.#isShutOut(who)) return null;
    return this.granted("bot", who) ?? (this.level.bot === "public" ? "read" : null);
  }

  tome(who: Somebody): string | null {
    if (who === OWNER) return "owner";
    if (this.#isShutOut(who) || this.#isOver("tome")) return null;
    return this.granted("tome", who) ?? (this.#isTomeOpen(who) ? "read" : null);
  }

  entry(who: Somebody): string | null {
    if (who === OWNER) return "owner";
    if (this.#isShutOut(who) || this.#isOver("tome") || this.#isOver("entry")) return null;
    const granted = this.granted("tome", who);
    if (granted !== null) return granted;
    if (this.password.entry === null) return this.#isTomeOpen(who) ? "read" : null;
    return this.#hasShown("entry", who) && (this.entryByLink || this.#isTomeOpen(who)) ? "read" : null;
  }

  /** A password is all that keeps them out. */
  isLocked(of: Locked, who: Somebody): boolean {
    if (who === OWNER || this.#isShutOut(who) || this.#isOver("tome") || this[of](who) !== null) return false;
    if (this.password[of] === null) return false;
    if (of === "tome") return this.level.tome !== "private";
    return !this.#isOver("entry") && (this.entryByLink || this.#isTomeOpen(who));
  }

  mayManage(thing: Shared, who: Somebody): boolean {
    return isPermission(this[thing](who), "admin");
  }
}
