import { and, eq, ne, sql } from "drizzle-orm";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { endedSessions } from "../../../schema/tables/ended-sessions.ts";
import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { usernameRedirects } from "../../../schema/tables/username-redirects.ts";
import { users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import { foldName } from "../../../shared/names/usernames.ts";
import { isoTime } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { cutOff } from "../access/cut-off.ts";
import { findLiveJob, insertJob } from "../jobs/start-job.ts";
import type { Principal } from "../session/principal.ts";
import { forgetCallers } from "../session/remembered-callers.ts";
import { bury } from "./bury.ts";
import { countLeft } from "./clear.ts";
import { GONE_NAME } from "./relations.ts";

/** How long nobody may take the username of a deleted account, milliseconds. Chosen: links to it are forgotten by then. */
const NAME_KEPT_MS = 90 * 24 * 3_600_000;
/** How long a sign-in of a deleted account is remembered as ended, milliseconds. Chosen: the longest session of Clerk's standard is shorter. */
const SESSION_KEPT_MS = 30 * 24 * 3_600_000;

/**
 * Lets only those go on who named the account they delete: its e-mail address, or its username.
 * @throws AppError `invalid`.
 */
export async function demandConfirmed(db: Db, { userId, email }: Principal, confirm: string): Promise<void> {
  const profile = await db
    .select({ username: creatorProfiles.username })
    .from(creatorProfiles)
    .where(eq(creatorProfiles.user, userId))
    .get();
  const named = foldName(confirm);
  if (named === email.toLowerCase() || (profile !== undefined && named === profile.username)) return;
  throw new AppError("invalid", "not confirmed", {
    publicMessage: "Type the account's e-mail address or username to delete it.",
    fields: [{ path: "confirm", message: "is neither this account's e-mail address nor its username" }],
  });
}

/**
 * An instance whose only admin left would have nobody who could make another.
 * @throws AppError `conflict`.
 */
export async function demandAnotherAdmin(db: Db, { userId, role }: Principal): Promise<void> {
  if (role !== "admin") return;
  const others = await db.$count(users, and(eq(users.role, "admin"), ne(users.id, userId)));
  const people = await db.$count(users, and(eq(users.guest, false), eq(users.house, false), ne(users.id, userId)));
  if (others === 0 && people > 0)
    throw new AppError("conflict", "only admin", {
      publicMessage: "You are the only admin here. Make somebody else one first.",
    });
}

/**
 * Ends an account: at once it is signed out everywhere, names nobody any more and shows nothing; the job clears away all
 * that was in it. An account at Clerk is not ours to delete.
 * @param sessionId The sign-in that asks for it, if one does: its later tokens begin no new account.
 */
export async function deleteAccount(
  env: Env,
  { userId, sessionId }: { readonly userId: string; readonly sessionId?: string },
  nowMs: number,
): Promise<JobRecord | null> {
  const db = openDb(env.DB);
  const total = await countLeft(env, "users", userId);
  await db.batch([
    bury(db, "users", userId, nowMs),
    insertJob(db, { kind: "delete_account", userId, subject: userId, total }, nowMs),
    keepName(db, userId, nowMs),
    emptyAccount(db, userId, nowMs),
    ...(sessionId === undefined ? [] : [endSessionFor(db, sessionId, nowMs)]),
  ]);
  forgetCallers();
  await cutOff(env, userId);
  return (await findLiveJob(db, "delete_account", userId)) ?? null;
}

const keepName = (db: Db, userId: string, nowMs: number) =>
  db
    .insert(usernameRedirects)
    .select(
      sql`select username_key, username, null, user, ${isoTime(nowMs + NAME_KEPT_MS)}, ${isoTime(nowMs)}
          from creator_profiles where user = ${userId}`,
    )
    .onConflictDoUpdate({
      target: usernameRedirects.username_key,
      set: { profile: null, user: userId, expires_at: isoTime(nowMs + NAME_KEPT_MS) },
    });

/** What is left of an account's row until it goes: its id. Its time is over, so no token of it counts any more. */
const emptyAccount = (db: Db, userId: string, nowMs: number) =>
  db
    .update(users)
    .set({
      email: `${userId}@deleted.invalid`.toLowerCase(),
      displayName: GONE_NAME,
      bio: null,
      avatar: null,
      location: null,
      role: "user",
      name: null,
      nickname: null,
      pronouns: null,
      custom_pronouns: null,
      description: null,
      subscriptionTier: null,
      preferences: {},
      clerk_user_id: null,
      expires_at: isoTime(nowMs),
      suspended_at: isoTime(nowMs),
      updatedAt: isoTime(nowMs),
    })
    .where(eq(users.id, userId));

const endSessionFor = (db: Db, id: string, nowMs: number) =>
  db
    .insert(endedSessions)
    .values({ id, expires_at: isoTime(nowMs + SESSION_KEPT_MS), createdAt: isoTime(nowMs) })
    .onConflictDoNothing();
