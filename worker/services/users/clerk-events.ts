import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { users } from "../../../schema/tables/users.ts";
import { webhookEvents } from "../../../schema/tables/webhook-events.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
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

/** A delivery whose signature was checked. */
export interface ClerkEvent {
  /** `svix-id`: the same for every try of one delivery. */
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

/**
 * Follows what happened to a user at Clerk. A delivery already acted upon does nothing; one that failed half-way is
 * acted upon again, so every step may repeat.
 */
export async function applyClerkEvent(db: Db, event: ClerkEvent, nowMs: number): Promise<void> {
  const seen = sql`${webhookEvents.source} = 'clerk' and ${webhookEvents.id} = ${event.id}`;
  if ((await db.select({ id: webhookEvents.id }).from(webhookEvents).where(seen).get()) !== undefined) return;
  const user = ClerkUser.safeParse(event.data);
  if (user.success && event.type === "user.deleted") await forget(db, user.data.id, nowMs);
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
async function forget(db: Db, clerkUserId: string, nowMs: number): Promise<void> {
  const unlinked = { clerk_user_id: null, updatedAt: isoTime(nowMs) };
  await db.update(users).set(unlinked).where(eq(users.clerk_user_id, clerkUserId));
  forgetCallers();
}
