import { type UserRecord, users } from "../../../schema/tables/users.ts";
import { cutDisplayName } from "../../../shared/names/display-names.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";
import { GUEST_MS } from "../session/tokens.ts";
import { GUEST_DOMAIN } from "./find-or-create-user.ts";

/** A new guest, who ends with everything of theirs 14 days from now unless they sign in. */
export async function createGuest(db: Db, name: string | undefined, nowMs: number): Promise<UserRecord> {
  const id = newId();
  const now = isoTime(nowMs);
  const row = await db
    .insert(users)
    .values({
      id,
      email: `${id}@${GUEST_DOMAIN}`,
      displayName: cutDisplayName(name ?? "") || "Guest",
      guest: true,
      expires_at: isoTime(nowMs + GUEST_MS),
      createdAt: now,
      updatedAt: now,
    })
    .returning();
  return row[0] as UserRecord;
}
