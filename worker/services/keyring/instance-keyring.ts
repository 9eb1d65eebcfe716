import { desc } from "drizzle-orm";
import { encryptionKeys } from "../../../schema/tables/encryption-keys.ts";
import { AppError } from "../../../shared/app-error.ts";
import { isoTime } from "../../clock.ts";
import { type Db, openDb } from "../../db.ts";
import { type Env, type Settings, settings } from "../../env.ts";
import { createKeyring, type EncryptionKey, fromBase64, KEY_BYTES, type Keyring } from "./keyring.ts";

const keyrings = new WeakMap<Env, Promise<Keyring>>();

/**
 * The keys this deployment encrypts with: those of `KEY_ENCRYPTION_KEYS`; without them an embedded instance's own, made
 * on first use. Read once per isolate.
 *
 * @throws AppError `not_configured` where there are none and none may be made.
 */
export function instanceKeyring(env: Env, nowMs: number): Promise<Keyring> {
  const known = keyrings.get(env);
  if (known !== undefined) return known;
  const loading = loadKeyring(openDb(env.DB), settings(env), nowMs);
  keyrings.set(env, loading);
  loading.catch(() => keyrings.delete(env));
  return loading;
}

/**
 * Reads the keys anew. Where a deployment has keys of its own, those an embedded instance made before still read what
 * they encrypted, until `rotateKeys` is through with it.
 */
export async function loadKeyring(
  db: Db,
  { encryptionKeys: configured, mode }: Pick<Settings, "encryptionKeys" | "mode">,
  nowMs: number,
): Promise<Keyring> {
  const stored = await readKeys(db);
  const [current, ...others] = configured ?? [];
  if (current !== undefined) {
    const older = stored.filter(({ version }) => ![current, ...others].some((key) => key.version === version));
    return createKeyring([current, ...others, ...older]);
  }
  if (mode === "clerk")
    throw new AppError("not_configured", "no KEY_ENCRYPTION_KEYS", {
      publicMessage: "This server is not set up to keep keys: KEY_ENCRYPTION_KEYS is not set.",
    });
  const [newest, ...rest] = stored.length > 0 ? stored : await makeKey(db, nowMs);
  if (newest === undefined) throw new AppError("internal", "no encryption key after making one");
  return createKeyring([newest, ...rest]);
}

async function readKeys(db: Db): Promise<EncryptionKey[]> {
  const rows = await db.select().from(encryptionKeys).orderBy(desc(encryptionKeys.version)).all();
  return rows.flatMap(({ version, secret }) => {
    const bytes = fromBase64(secret);
    return bytes === null ? [] : [{ version, secret: bytes }];
  });
}

/** Of several makers at once, one key wins for all. */
async function makeKey(db: Db, nowMs: number): Promise<EncryptionKey[]> {
  const secret = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(KEY_BYTES))));
  await db
    .insert(encryptionKeys)
    .values({ version: 1, secret, createdAt: isoTime(nowMs) })
    .onConflictDoNothing();
  return readKeys(db);
}
