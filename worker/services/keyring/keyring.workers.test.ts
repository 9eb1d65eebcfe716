import { describe, expect, test } from "vitest";
import { openDb } from "../../db.ts";
import { envWith } from "../../http/testing/call.ts";
import { addUser } from "../../testing/d1-rows.ts";
import { instanceKeyring, loadKeyring } from "./instance-keyring.ts";
import { createKeyring, type EncryptionKey, type Keyring } from "./keyring.ts";
import { rotateKeys } from "./rotate-keys.ts";

const { DB } = envWith();
const db = openDb(DB);
const AT = "2026-11-23T05:00:00.000Z";
const NOW = Date.parse(AT);
const key = (version: number): EncryptionKey => ({ version, secret: new Uint8Array(32).fill(version) });
const place = (id: string) => ({ userId: "u", provider: "openai", recordId: id, baseUrl: null });

async function addKeys(ring: Keyring, count: number): Promise<string[]> {
  await addUser(DB, "u");
  const ids = Array.from({ length: count }, (_, n) => `k${String(n).padStart(3, "0")}`);
  const insert = DB.prepare(
    `insert into api_keys (id, user, provider, key_encrypted, last4, createdAt, updatedAt)
     values (?1, 'u', 'openai', ?2, 'last', ?3, ?3)`,
  );
  await DB.batch(
    await Promise.all(ids.map(async (id) => insert.bind(id, await ring.seal(`secret of ${id}`, place(id)), AT))),
  );
  return ids;
}
const stored = async (id: string) =>
  (await DB.prepare("select key_encrypted from api_keys where id = ?").bind(id).first<string>("key_encrypted"))!;
const versions = async () =>
  (await DB.prepare("select key_version as v, count(*) as n from api_keys group by 1 order by 1").all()).results;

describe("rotation", () => {
  test("[KEYR4] goes on where it stopped, and again changes nothing", async () => {
    const ids = await addKeys(await createKeyring([key(1)]), 70);
    const ring = await createKeyring([key(2), key(1)]);
    expect(await rotateKeys(db, ring, 60)).toEqual({ rotated: 60, failed: 0 });
    expect(await versions()).toEqual([
      { v: 1, n: 10 },
      { v: 2, n: 60 },
    ]);
    expect(await rotateKeys(db, ring, 60)).toEqual({ rotated: 10, failed: 0 });
    const before = await stored(ids[0]!);
    expect(await rotateKeys(db, ring, 60)).toEqual({ rotated: 0, failed: 0 });
    expect(await stored(ids[0]!)).toBe(before);
    const alone = await createKeyring([key(2)]);
    for (const id of ids) expect(await alone.open(await stored(id), place(id))).toBe(`secret of ${id}`);
  });

  test("[KEYR4] beside itself leaves every key readable", async () => {
    const ids = await addKeys(await createKeyring([key(1)]), 12);
    const ring = await createKeyring([key(2), key(1)]);
    await Promise.all([1, 2, 3].map(() => rotateKeys(db, ring, 100)));
    expect(await versions()).toEqual([{ v: 2, n: 12 }]);
    for (const id of ids) expect(await ring.open(await stored(id), place(id))).toBe(`secret of ${id}`);
  });

  test("[KEYR4] passes over what does not open and what nobody can read any more", async () => {
    const [broken, good] = await addKeys(await createKeyring([key(1)]), 2);
    await DB.prepare("update api_keys set key_encrypted = 'v1.AAAA' where id = ?").bind(broken).run();
    const ring = await createKeyring([key(3), key(1)]);
    expect(await rotateKeys(db, ring, 10)).toEqual({ rotated: 1, failed: 1 });
    expect(await ring.open(await stored(good!), place(good!))).toBe(`secret of ${good}`);
    expect(await rotateKeys(db, await createKeyring([key(4)]), 10)).toEqual({ rotated: 0, failed: 0 });
  });

  test("[KEYR4] loses no key that was changed while it was read", async () => {
    const old = await createKeyring([key(1)]);
    const [id] = await addKeys(old, 1);
    const ring = await createKeyring([key(2), key(1)]);
    const changed = await old.seal("changed meanwhile", place(id!));
    // The change comes in after the row was read and before it is written.
    const late: Keyring = {
      ...ring,
      open: async (...what) => {
        await DB.prepare("update api_keys set key_encrypted = ?").bind(changed).run();
        return ring.open(...what);
      },
    };
    await rotateKeys(db, late, 10);
    expect(await ring.open(await stored(id!), place(id!))).toBe("changed meanwhile");
  });
});

describe("where keys come from", () => {
  const embedded = { mode: "embedded", encryptionKeys: null } as const;

  test("[KEYR5] an embedded instance makes one, the same for all who ask at once", async () => {
    const rings = await Promise.all([1, 2, 3, 4].map(() => loadKeyring(db, embedded, NOW)));
    const sealed = await rings[0]!.seal("secret", place("k"));
    for (const ring of [...rings, await loadKeyring(db, embedded, NOW)])
      expect([ring.current, await ring.open(sealed, place("k"))]).toEqual([1, "secret"]);
  });

  test("[KEYR5] with Clerk and without KEY_ENCRYPTION_KEYS there are none, and none is made", async () => {
    const error = await loadKeyring(db, { ...embedded, mode: "clerk" }, NOW).catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: "not_configured",
      publicMessage: expect.stringContaining("KEY_ENCRYPTION_KEYS"),
    });
    expect(await DB.prepare("select count(*) as n from encryption_keys").first("n")).toBe(0);
  });

  test("[KEYR5] what an embedded instance sealed still opens when the deployment brings keys", async () => {
    const own = await (await loadKeyring(db, embedded, NOW)).seal("secret", place("k"));
    for (const mode of ["embedded", "clerk"] as const) {
      const ring = await loadKeyring(db, { mode, encryptionKeys: [key(2)] }, NOW);
      expect([ring.current, ring.versions, await ring.open(own, place("k"))]).toEqual([2, [2, 1], "secret"]);
    }
  });

  test("[KEYR5] the setting is read from the environment", async () => {
    const KEY_ENCRYPTION_KEYS = `7:${btoa(String.fromCharCode(...key(7).secret))}`;
    expect((await instanceKeyring(envWith({ KEY_ENCRYPTION_KEYS }), NOW)).current).toBe(7);
    expect((await instanceKeyring(envWith(), NOW)).current).toBe(1);
  });
});
