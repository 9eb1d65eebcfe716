import { and, eq, gt, inArray, ne } from "drizzle-orm";
import { type ApiKeyRecord, apiKeys } from "../../../schema/tables/api-keys.ts";
import type { Db } from "../../db.ts";
import { log } from "../../log.ts";
import type { Keyring, SecretPlace } from "./keyring.ts";

/** Keys read at once. */
const PAGE = 50;

/** What one run did. `failed` keys belong to a version we have and do not open all the same. */
export interface Rotation {
  readonly rotated: number;
  readonly failed: number;
}

/**
 * Encrypts people's keys of older versions with the current one, at most `limit` of them. Each is one write that only
 * takes place if the key is still what was read: a run may be killed anywhere, run beside another, or be run again.
 */
export async function rotateKeys(db: Db, keyring: Keyring, limit: number): Promise<Rotation> {
  let [rotated, failed, after] = [0, 0, ""];
  while (rotated + failed < limit) {
    const page = await outdated(db, keyring, after, Math.min(PAGE, limit - rotated - failed));
    for (const record of page) {
      const isDone = await rotate(db, keyring, record);
      rotated += isDone ? 1 : 0;
      failed += isDone ? 0 : 1;
      after = record.id;
    }
    if (page.length === 0) break;
  }
  return { rotated, failed };
}

/** Where a row's secret belongs. */
export const placeOf = (record: Pick<ApiKeyRecord, "id" | "user" | "provider" | "base_url">): SecretPlace => ({
  userId: record.user,
  provider: record.provider,
  recordId: record.id,
  baseUrl: record.base_url,
});

function outdated(db: Db, { current, versions }: Keyring, after: string, limit: number): Promise<ApiKeyRecord[]> {
  const { key_version, id } = apiKeys;
  return db
    .select()
    .from(apiKeys)
    .where(and(inArray(key_version, [...versions]), ne(key_version, current), gt(id, after)))
    .orderBy(id)
    .limit(limit)
    .all();
}

async function rotate(db: Db, keyring: Keyring, record: ApiKeyRecord): Promise<boolean> {
  try {
    const key_encrypted = await keyring.seal(
      await keyring.open(record.key_encrypted, placeOf(record)),
      placeOf(record),
    );
    await db
      .update(apiKeys)
      .set({ key_encrypted })
      .where(and(eq(apiKeys.id, record.id), eq(apiKeys.key_encrypted, record.key_encrypted)));
    return true;
  } catch (error) {
    log.error("keys.not_rotated", error);
    return false;
  }
}
