import { eq, sql } from "drizzle-orm";
import { type UserRecord, users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import { Email } from "../../../shared/fields/users.ts";
import { cutDisplayName } from "../../../shared/names/display-names.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";
import { endSession } from "../session/end-session.ts";
import type { Principal } from "../session/principal.ts";

/** Address of a guest: `<id>@guest.invalid`. No mail can ever reach it, and no one can sign in with it. */
export const GUEST_DOMAIN = "guest.invalid";
/** Address of the house that owns the sample content. */
export const HOUSE_EMAIL = "house@botcafe.invalid";

/** A person as a sign-in names them. */
export interface PersonSeen {
  readonly email: string;
  readonly displayName?: string | undefined;
  readonly clerkUserId?: string | undefined;
  /** Whether the first person ever becomes admin: embedded mode only. */
  readonly firstIsAdmin: boolean;
  /** The guest who signs in, asked only on first sight: their row becomes the account's. */
  readonly guest?: GuestSeen | undefined;
}

/** Proves the guest on the same device, or null. */
export type GuestSeen = () => Promise<Pick<Principal, "userId" | "sessionId" | "expiresAtMs"> | null>;

/** The stored form of an address. @throws AppError `invalid` for none, and for those only we give out. */
export function readEmail(text: string): string {
  const email = Email.safeParse(text.trim());
  if (email.success && !email.data.endsWith(".invalid")) return email.data;
  throw new AppError("invalid", "email", {
    publicMessage: "This is not an e-mail address.",
    fields: [{ path: "email", message: "is not an e-mail address" }],
  });
}

/** Admin, if nobody but guests and the house was here before; decided by the same statement that inserts. */
const FIRST_IS_ADMIN = sql<"admin" | "user">`
  case when exists (select 1 from users where guest = 0 and house = 0) then 'user' else 'admin' end`;

/** The user with this address, made on first sight. Of several first sights at once, one row wins for all. */
export async function findOrCreateUser(db: Db, seen: PersonSeen, nowMs: number): Promise<UserRecord> {
  const email = readEmail(seen.email);
  const known = await findByEmail(db, email);
  if (known !== undefined) return linkClerk(db, known, seen.clerkUserId, nowMs);
  const guest = (await seen.guest?.()) ?? null;
  if (guest !== null) {
    await claimGuest(db, guest.userId, { ...seen, email }, nowMs);
    await endSession(db, guest, nowMs);
  }
  const now = isoTime(nowMs);
  await db
    .insert(users)
    .values({
      id: newId(),
      email,
      displayName: nameFor(seen, email),
      role: seen.firstIsAdmin ? FIRST_IS_ADMIN : "user",
      clerk_user_id: seen.clerkUserId ?? null,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing();
  const row = await findByEmail(db, email);
  if (row === undefined) throw new AppError("conflict", "the Clerk user has another address here");
  return row;
}

const findByEmail = (db: Db, email: string): Promise<UserRecord | undefined> =>
  db.select().from(users).where(eq(users.email, email)).get();

const nameFor = (seen: PersonSeen, email: string): string =>
  cutDisplayName(seen.displayName ?? "") || cutDisplayName(email.split("@")[0] ?? "") || "Someone";

async function linkClerk(db: Db, row: UserRecord, clerkUserId: string | undefined, nowMs: number): Promise<UserRecord> {
  if (clerkUserId === undefined || row.clerk_user_id === clerkUserId) return row;
  const changed = { clerk_user_id: clerkUserId, updatedAt: isoTime(nowMs) };
  await db.update(users).set(changed).where(eq(users.id, row.id));
  return { ...row, ...changed };
}

/** Makes a guest's own row the new account, so that rooms, personas and bots stay where they are. */
async function claimGuest(db: Db, guestId: string, seen: PersonSeen, nowMs: number): Promise<void> {
  await db
    .update(users)
    .set({
      email: seen.email,
      ...(seen.displayName === undefined ? {} : { displayName: nameFor(seen, seen.email) }),
      role: seen.firstIsAdmin ? FIRST_IS_ADMIN : "user",
      clerk_user_id: seen.clerkUserId ?? null,
      guest: false,
      expires_at: null,
      updatedAt: isoTime(nowMs),
    })
    .where(sql`${users.id} = ${guestId} and ${users.guest} = 1 and ${users.expires_at} > ${isoTime(nowMs)}
      and not exists (select 1 from users as other where other.email = ${seen.email})`);
}
