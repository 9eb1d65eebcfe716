import { eq, sql } from "drizzle-orm";
import { apiKeys } from "../../../schema/tables/api-keys.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { ApiKeyProvider } from "../../../shared/fields/api-keys.ts";
import { isoTime, nowMs } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { type Env, settings } from "../../env.ts";
import { instanceKeyring } from "../keyring/instance-keyring.ts";
import { placeOf } from "../keyring/rotate-keys.ts";
import { readApiKey } from "./api-keys.ts";

/** A key ready for one request. To be kept nowhere: not in rows, not in logs, not longer than the request. */
export interface OpenKey {
  readonly provider: ApiKeyProvider;
  readonly key: string;
  /** Where alone a custom provider's key may be sent; null for providers with an address of their own. */
  readonly base_url: string | null;
}

/**
 * One of a person's own keys, decrypted, and its use counted.
 *
 * @throws AppError `not_found` for another's; `invalid_key` for one that is switched off; `not_configured` where its
 *   encryption, or its custom provider, is not set up any more.
 */
export async function openKey(env: Env, db: Db, keyId: string, userId: string): Promise<OpenKey> {
  const record = await readApiKey(db, keyId, userId);
  if (!record.is_active)
    throw new AppError("invalid_key", "key is switched off", { publicMessage: "That key is switched off." });
  if (record.provider === "custom" && !settings(env).allowCustomProviders)
    throw new AppError("not_configured", "custom providers are off", {
      publicMessage: "This server does not take custom providers any more.",
    });
  const at = nowMs();
  const key = await (await instanceKeyring(env, at)).open(record.key_encrypted, placeOf(record));
  // `updatedAt` stays: it says when a person changed the row, and using a key changes nothing of what they set.
  await db
    .update(apiKeys)
    .set({ usage_count: sql`${apiKeys.usage_count} + 1`, last_used: isoTime(at) })
    .where(eq(apiKeys.id, keyId));
  return { provider: record.provider, key, base_url: record.base_url };
}
