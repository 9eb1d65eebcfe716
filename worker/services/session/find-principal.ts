import { createClerkClient } from "@clerk/backend";
import { and, eq, sql } from "drizzle-orm";
import { endedSessions } from "../../../schema/tables/ended-sessions.ts";
import { type UserRecord, users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import { isoTime } from "../../clock.ts";
import { type Db, isUniqueViolation } from "../../db.ts";
import type { Settings } from "../../env.ts";
import { findOrCreateUser, type GuestSeen, readEmail } from "../users/find-or-create-user.ts";
import type { Principal } from "./principal.ts";
import { forgetCallers } from "./remembered-callers.ts";
import type { VerifiedSession } from "./verify-token.ts";

/**
 * The user behind a verified session, made on first sight. One read of D1, two writes on first sight.
 * @param guest Who is a guest on the same device: on first sight their row becomes the account's.
 * @returns Null when the session was ended, the user is gone or a guest's time is over.
 * @throws AppError `forbidden` for a suspended user.
 */
export async function findPrincipal(
  db: Db,
  settings: Settings,
  session: VerifiedSession,
  nowMs: number,
  guest?: GuestSeen,
): Promise<Principal | null> {
  const known = await knownUser(db, session);
  if (known?.isEnded) return null;
  // A sign-in that deleted its account begins no new one with its next token.
  if (known === undefined && (await isEndedSession(db, session.claims.sid))) return null;
  const row = session.by === "own" ? known?.row : await clerkUser(db, settings, session, known?.row, nowMs, guest);
  if (row === undefined || row.house || !isCurrent(row, nowMs)) return null;
  // Accounts of our own issuer end where a deployment turns to Clerk; only its guests go on.
  if (session.by === "own" && settings.mode === "clerk" && !row.guest) return null;
  if (row.suspended_at !== null)
    throw new AppError("forbidden", "suspended", { publicMessage: "This account is suspended." });
  const { sid: sessionId, exp } = session.claims;
  return toPrincipal(row, { sessionId, expiresAtMs: exp * 1_000 });
}

/** @param session The sign-in and when its proof ends; a guest's own end may come first. */
export const toPrincipal = (row: Account, session: Pick<Principal, "sessionId" | "expiresAtMs">): Principal => ({
  userId: row.id,
  role: row.role,
  email: row.email,
  name: row.displayName,
  sessionId: session.sessionId,
  guest: row.guest,
  expiresAtMs: Math.min(
    session.expiresAtMs,
    row.expires_at === null ? session.expiresAtMs : Date.parse(row.expires_at),
  ),
});

const isCurrent = (row: Account, nowMs: number): boolean =>
  row.expires_at === null || Date.parse(row.expires_at) > nowMs;

/** What a caller is known by; the rest of the row stays where it is. */
const ACCOUNT = {
  id: users.id,
  email: users.email,
  displayName: users.displayName,
  role: users.role,
  guest: users.guest,
  house: users.house,
  expires_at: users.expires_at,
  suspended_at: users.suspended_at,
};
type Account = Pick<UserRecord, keyof typeof ACCOUNT>;

interface Known {
  readonly row: Account | undefined;
  readonly isEnded: boolean;
}

/** The user a token's `sub` names, and whether the session `sid` was ended. */
const prepareKnown = (db: Db) => {
  const isEnded = sql<number>`exists (select 1 from ended_sessions where id = ${sql.placeholder("sid")})`;
  const by = (column: typeof users.id | typeof users.clerk_user_id) =>
    db
      .select({ row: ACCOUNT, isEnded })
      .from(users)
      .where(eq(column, sql.placeholder("sub")))
      .prepare();
  return { own: by(users.id), clerk: by(users.clerk_user_id) };
};

/** Most calls ask for their caller, and to write the question takes as long as to answer it. */
const prepared = new WeakMap<Db, ReturnType<typeof prepareKnown>>();

/** The user our rows know for this token, and whether its session was ended: one statement. */
async function knownUser(db: Db, { claims, by }: VerifiedSession): Promise<Known | undefined> {
  const known = prepared.get(db) ?? prepareKnown(db);
  prepared.set(db, known);
  const found = await known[by].get({ sid: claims.sid, sub: claims.sub });
  return found === undefined ? undefined : { row: found.row, isEnded: found.isEnded === 1 };
}

/** Whether a sign-in was ended here, or its account deleted. */
export const isEndedSession = async (db: Db, id: string): Promise<boolean> =>
  (await db.select({ id: endedSessions.id }).from(endedSessions).where(eq(endedSessions.id, id)).get()) !== undefined;

/** Users are found by their verified address: the token's claim, else our row, else one question to Clerk. */
async function clerkUser(
  db: Db,
  settings: Settings,
  { claims }: VerifiedSession,
  known: Account | undefined,
  nowMs: number,
  guest: GuestSeen | undefined,
): Promise<Account> {
  if (known !== undefined && (claims.email === undefined || known.email === claims.email.toLowerCase())) return known;
  const seen = claims.email === undefined ? await askClerk(settings, claims.sub) : { email: claims.email };
  if (known !== undefined && (await moveAddress(db, known, seen.email, nowMs)))
    return { ...known, email: readEmail(seen.email) };
  return findOrCreateUser(db, { ...seen, clerkUserId: claims.sub, firstIsAdmin: false, guest }, nowMs);
}

/** Follows a changed address. @returns False where another user has it already: then that user is meant. */
export async function moveAddress(
  db: Db,
  known: Pick<Account, "id" | "email">,
  address: string,
  nowMs: number,
): Promise<boolean> {
  try {
    const changed = { email: readEmail(address), updatedAt: isoTime(nowMs) };
    await db
      .update(users)
      .set(changed)
      .where(and(eq(users.id, known.id), eq(users.email, known.email)));
    forgetCallers();
    return true;
  } catch (error) {
    if (!isUniqueViolation(error, "users.email")) throw error;
    await db.update(users).set({ clerk_user_id: null }).where(eq(users.id, known.id));
    forgetCallers();
    return false;
  }
}

async function askClerk(settings: Settings, clerkUserId: string): Promise<{ email: string; displayName?: string }> {
  const secretKey = settings.clerk?.secretKey;
  if (secretKey == null) throw new AppError("not_configured", "no e-mail claim and no CLERK_SECRET_KEY");
  const clerk = createClerkClient({ secretKey, telemetry: { disabled: true } });
  const user = await clerk.users.getUser(clerkUserId);
  const primary = user.primaryEmailAddress;
  if (primary?.verification?.status !== "verified")
    throw new AppError("forbidden", "unverified", { publicMessage: "Verify your e-mail address first." });
  const displayName = user.fullName ?? user.username;
  return { email: primary.emailAddress, ...(displayName === null ? {} : { displayName }) };
}
