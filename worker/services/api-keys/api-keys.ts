import { and, eq, type SQL } from "drizzle-orm";
import { type ApiKeyRecord, apiKeys } from "../../../schema/tables/api-keys.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { ApiKeyInput, ApiKeyPatch, ApiKeyProvider, ApiKeyRow } from "../../../shared/fields/api-keys.ts";
import { isoTime } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import { type Env, settings } from "../../env.ts";
import { newId } from "../../ids.ts";
import { instanceKeyring } from "../keyring/instance-keyring.ts";
import { placeOf } from "../keyring/rotate-keys.ts";
import { type Cursor, keyset, type Sort, sortOf } from "../keyset.ts";
import { roomFor, withinQuota } from "../quotas/quotas.ts";
import { contains } from "../text-search.ts";
import { sameVersion } from "../version-guard.ts";
import { readCustomAddress } from "./custom-address.ts";

const COLUMNS = { createdAt: apiKeys.createdAt, updatedAt: apiKeys.updatedAt, nickname: apiKeys.nickname };
export const ApiKeySort = sortOf(COLUMNS, "-createdAt");

/** Which of a person's keys a list shows, and where it goes on. */
export interface ApiKeyQuery {
  readonly search?: string | undefined;
  readonly provider?: ApiKeyProvider | undefined;
  readonly is_active?: boolean | undefined;
  readonly sort: Sort<typeof COLUMNS>;
  readonly after?: Cursor | undefined;
  readonly limit: number;
}

/** Who writes, when, and on top of which version of the row. */
export interface KeyWriter {
  readonly userId: string;
  readonly nowMs: number;
  readonly expects?: string | undefined;
}

/** A key as its owner sees it: what is stored of the secret stays here. */
export function toApiKeyRow(record: ApiKeyRecord): ApiKeyRow {
  const { key_encrypted: _sealed, key_version: _version, ...row } = record;
  return row;
}

const own = (id: string, userId: string) => and(eq(apiKeys.id, id), eq(apiKeys.user, userId));

const wanted = (
  userId: string,
  { search, provider, is_active }: Omit<ApiKeyQuery, "limit" | "sort">,
): SQL | undefined =>
  and(
    eq(apiKeys.user, userId),
    provider === undefined ? undefined : eq(apiKeys.provider, provider),
    is_active === undefined ? undefined : eq(apiKeys.is_active, is_active),
    search ? contains([apiKeys.nickname], search) : undefined,
  );

/** A person's keys; `limit + 1` rows at most. */
export function listApiKeys(db: Db, userId: string, query: ApiKeyQuery): Promise<ApiKeyRecord[]> {
  const { where, orderBy } = keyset(COLUMNS, apiKeys.id, query.sort, query.after);
  return db
    .select()
    .from(apiKeys)
    .where(and(wanted(userId, query), where))
    .orderBy(...orderBy)
    .limit(query.limit + 1)
    .all();
}

export const countApiKeys = (db: Db, userId: string, query: ApiKeyQuery): Promise<number> =>
  db.$count(apiKeys, wanted(userId, query));

/** @throws AppError `not_found`, also for somebody else's. */
export async function readApiKey(db: Db, id: string, userId: string): Promise<ApiKeyRecord> {
  const row = await db.select().from(apiKeys).where(own(id, userId)).get();
  if (row === undefined) throw new AppError("not_found", "no such key");
  return row;
}

const invalid = (path: string, message: string): AppError =>
  new AppError("invalid", path, { publicMessage: `${path} ${message}.`, fields: [{ path, message }] });

/** Where a key may be sent, if its provider has no address of its own. */
function addressFor(env: Env, provider: ApiKeyProvider, base_url: string | undefined): string | null {
  if (provider !== "custom") {
    if (base_url === undefined) return null;
    throw invalid("base_url", "is only for the provider custom");
  }
  const { allowCustomProviders, origins } = settings(env);
  if (!allowCustomProviders)
    throw new AppError("not_configured", "custom providers are off", {
      publicMessage: "This server does not take custom providers: ALLOW_CUSTOM_PROVIDERS is not set.",
      fields: [{ path: "provider", message: "custom is not allowed here" }],
    });
  if (base_url === undefined) throw invalid("base_url", "is needed for the provider custom");
  return readCustomAddress(
    base_url,
    origins.map((origin) => new URL(origin).hostname),
  );
}

/**
 * Keeps a key, sealed for its row.
 * @throws AppError `invalid`, `limit_reached`; `not_configured` where keys, or custom providers, are not.
 */
export async function createApiKey(env: Env, input: ApiKeyInput, { userId, nowMs }: KeyWriter): Promise<ApiKeyRecord> {
  const { key, base_url: address, ...fields } = input;
  const base_url = addressFor(env, input.provider, address);
  const place = { id: newId(), user: userId, provider: input.provider, base_url };
  const now = isoTime(nowMs);
  const row = {
    ...fields,
    ...place,
    key_encrypted: await (await instanceKeyring(env, nowMs)).seal(key, placeOf(place)),
    last4: key.slice(-4),
    createdAt: now,
    updatedAt: now,
  };
  const db = openDb(env.DB);
  await withinQuota(db.batch([roomFor(db, userId, "api_keys", 1), db.insert(apiKeys).values(row)]));
  return readApiKey(db, place.id, userId);
}

/**
 * Replaces the given fields. A key and its address change together or the key alone: no key is ever sent where it was
 * not entered for.
 *
 * @throws AppError `not_found`, `invalid`, `not_configured`; `precondition_failed` by the router.
 */
export async function updateApiKey(env: Env, id: string, patch: ApiKeyPatch, writer: KeyWriter): Promise<ApiKeyRecord> {
  const { userId, nowMs, expects } = writer;
  const db = openDb(env.DB);
  const current = await readApiKey(db, id, userId);
  const { key, base_url: address, ...fields } = patch;
  const base_url = address === undefined ? current.base_url : addressFor(env, current.provider, address);
  if (base_url !== current.base_url && key === undefined)
    throw invalid("key", "has to be entered anew for another address");
  const sealed = key === undefined ? {} : await seal(env, { ...current, base_url }, key, nowMs);
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  await db.batch([
    ...sameVersion(db, apiKeys, id, expects),
    db
      .update(apiKeys)
      .set({ ...given, ...sealed, updatedAt: isoTime(nowMs) })
      .where(own(id, userId)),
  ]);
  return readApiKey(db, id, userId);
}

async function seal(env: Env, record: ApiKeyRecord, key: string, nowMs: number) {
  const key_encrypted = await (await instanceKeyring(env, nowMs)).seal(key, placeOf(record));
  return { key_encrypted, base_url: record.base_url, last4: key.slice(-4) };
}

/** @throws AppError `not_found`, also for somebody else's. */
export async function deleteApiKey(db: Db, id: string, { userId, expects }: KeyWriter): Promise<void> {
  await readApiKey(db, id, userId);
  await db.batch([...sameVersion(db, apiKeys, id, expects), db.delete(apiKeys).where(own(id, userId))]);
}
