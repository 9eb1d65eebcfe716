import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { users } from "../../../schema/tables/users.ts";
import { webhookEvents } from "../../../schema/tables/webhook-events.ts";
import { isoTime } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { cutOff, signOutEverywhere } from "../access/cut-off.ts";
import { endSession } from "../session/end-session.ts";
import { moveAddress } from "../session/find-principal.ts";
import { forgetCallers } from "../session/remembered-callers.ts";
import { findOrCreateUser } from "./find-or-create-user.ts";

/** What we read of Clerk's `user.*` events. */
const ClerkUser = z.object({
  id: z.string(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  username: z.string().nullish(),
  primary_email_address_id: z.string().nullish(),
  email_addresses: z
    .array(
      z.object({
        id: z.string(),
        email_address: z.string(),
        verification: z.object({ status: z.string() }).nullish(),
      }),
    )
    .default([]),
});

/** What we read of Clerk's `session.*` events. */
const ClerkSession = z.object({ id: z.string(), user_id: z.string() });
const SESSION_ENDS = ["session.ended", "session.removed", "session.revoked"];
/** How long a session that Clerk ended is remembered, milliseconds. Chosen: its tokens last a minute. */
const SESSION_KEPT_MS = 24 * 3_600_000;

/** A delivery whose signature was checked. */
export interface ClerkEvent {
  /** `svix-id`: the same for every try of one delivery. */
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

/**
 * Follows what happened to a user or a sign-in at Clerk. A delivery already acted upon does nothing; one that failed half-way is
 * acted upon again, so every step may repeat.
 */
export async function applyClerkEvent(env: Env, event: ClerkEvent, nowMs: number): Promise<void> {
  const db = openDb(env.DB);
  const seen = sql`${webhookEvents.source} = 'clerk' and ${webhookEvents.id} = ${event.id}`;
  if ((await db.select({ id: webhookEvents.id }).from(webhookEvents).where(seen).get()) !== undefined) return;
  const user = ClerkUser.safeParse(event.data);
  if (user.success && event.type === "user.deleted") await forget(env, user.data.id, nowMs);
  const session = ClerkSession.safeParse(event.data);
  if (session.success && SESSION_ENDS.includes(event.type)) await signOut(env, session.data, nowMs);
  if (user.success && (event.type === "user.created" || event.type === "user.updated"))
    await follow(db, user.data, nowMs);
  await db
    .insert(webhookEvents)
    .values({ source: "clerk", id: event.id, type: event.type.slice(0, 100), createdAt: isoTime(nowMs) })
    .onConflictDoNothing();
}

async function follow(db: Db, clerkUser: z.infer<typeof ClerkUser>, nowMs: number): Promise<void> {
  const primary = clerkUser.email_addresses.find(({ id }) => id === clerkUser.primary_email_address_id);
  if (primary?.verification?.status !== "verified") return;
  const known = await db.select().from(users).where(eq(users.clerk_user_id, clerkUser.id)).get();
  const email = primary.email_address;
  if (known !== undefined && known.email === email.toLowerCase()) return;
  if (known !== undefined && (await moveAddress(db, known, email, nowMs))) return;
  const fullName = [clerkUser.first_name, clerkUser.last_name].filter(Boolean).join(" ");
  const displayName = fullName || clerkUser.username || undefined;
  await findOrCreateUser(db, { email, displayName, clerkUserId: clerkUser.id, firstIsAdmin: false }, nowMs);
}

/**
 * The account at Clerk is gone, so its id means nothing any more. Ours stays for whoever proves the same address again;
 * erasing it is asked for here, not there.
 */
async function forget(env: Env, clerkUserId: string, nowMs: number): Promise<void> {
  const unlinked = { clerk_user_id: null, updatedAt: isoTime(nowMs) };
  const was = eq(users.clerk_user_id, clerkUserId);
  const left = await openDb(env.DB).update(users).set(unlinked).where(was).returning({ id: users.id });
  forgetCallers();
  for (const { id } of left) await signOutEverywhere(env, id);
}

/** A sign-in was ended at Clerk: nothing counts that was proved by it, and its sockets close. */
async function signOut(env: Env, session: z.infer<typeof ClerkSession>, nowMs: number): Promise<void> {
  const db = openDb(env.DB);
  await endSession(db, { sessionId: session.id, expiresAtMs: nowMs + SESSION_KEPT_MS }, nowMs);
  const whose = eq(users.clerk_user_id, session.user_id);
  const user = await db.select({ id: users.id }).from(users).where(whose).get();
  if (user !== undefined) await cutOff(env, user.id);
}
