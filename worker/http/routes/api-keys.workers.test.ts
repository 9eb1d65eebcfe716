import { describe, expect, test, vi } from "vitest";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { openKey } from "../../services/api-keys/open-key.ts";
import { call, envWith, json, signIn } from "../testing/call.ts";

const { DB } = envWith();
const db = openDb(DB);
const CANARY = "sk-canary-7f3a91d2e8b64c05-9Zq4";
const CUSTOM = { ALLOW_CUSTOM_PROVIDERS: "true" };
const ADDRESS = "https://models.botcafe-fans.net/v1";

const make = (token: string, fields: Record<string, unknown> = {}, vars: Partial<Env> = {}) =>
  call("/api/api-keys", { json: { provider: "openai", key: CANARY, ...fields }, token, vars });
const patch = (id: string, fields: unknown, token: string, vars: Partial<Env> = {}) =>
  call(`/api/api-keys/${id}`, { method: "PATCH", json: fields, token, vars });
const firstPath = async (response: Response) => [response.status, (await json(response)).errors?.[0]?.path];
const rows = async (): Promise<unknown> => DB.prepare("select count(*) as n from api_keys").first("n");

/** Everything D1 holds, as one text. */
async function allOfD1(): Promise<string> {
  const tables = await DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '_cf_%'",
  ).all<{ name: string }>();
  const contents = await DB.batch(tables.results.map(({ name }) => DB.prepare(`select * from "${name}"`)));
  return JSON.stringify(contents.map(({ results }) => results));
}

describe("a key of one's own", () => {
  test("[APIKEY1] is in no answer, no log line and nowhere in D1", async () => {
    const lines: string[] = [];
    const spies = (["info", "warn", "error", "log"] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation((...words) => void lines.push(words.join(" "))),
    );
    const { token, user } = await signIn("canary-mail@example.org", "Canary Name");
    const answers: Response[] = [await make(token)];
    const { id } = await json(answers[0]!.clone());
    answers.push(
      await call("/api/api-keys", { token }),
      await call(`/api/api-keys/${id}`, { token }),
      await patch(id, { key: `${CANARY}-again`, nickname: "mine" }, token),
      await patch(id, { key: CANARY, wrong: 1 }, token),
      await make(token, { provider: CANARY }),
      await make(token, { key: `${CANARY} with a space` }),
      await make(token, { base_url: `https://${CANARY}.internal` }),
      await call("/api/api-keys", {
        method: "POST",
        body: `{"key":"${CANARY}"`,
        headers: { "content-type": "application/json" },
        token,
      }),
    );
    await DB.exec("drop index api_keys_user_idx; alter table api_keys rename column nickname to nick");
    answers.push(await make(token));
    for (const spy of spies) spy.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 400, 400, 400, 400, 400, 500]);
    const said = (await Promise.all(answers.map((answer) => answer.text()))).join("\n");
    expect(said).toContain(`"last4":"${CANARY.slice(-4)}"`);
    expect(said.includes("key_encrypted") || said.includes(CANARY.slice(0, 12))).toBe(false);
    expect(lines.length).toBeGreaterThan(0);
    for (const canary of [CANARY.slice(0, 12), "canary-mail", "Canary Name"])
      expect(lines.some((line) => line.includes(canary))).toBe(false);
    const held = await allOfD1();
    expect([held.includes(user.id), held.includes(CANARY.slice(0, 12))]).toEqual([true, false]);
  });

  test("[APIKEY2] is there for its user alone", async () => {
    const [one, other] = [await signIn("one@example.org"), await signIn("other@example.org")];
    const { id } = await json(await make(other.token, { nickname: "mine" }));
    const missing = "0199aaaa-0000-7000-8000-000000000000";
    const bodies = await Promise.all(
      [id, missing].flatMap((key) => [
        call(`/api/api-keys/${key}`, { token: one.token }),
        patch(key, { nickname: "stolen" }, one.token),
        call(`/api/api-keys/${key}`, { method: "DELETE", token: one.token }),
      ]),
    );
    const said = await Promise.all(bodies.map(async (response) => ({ ...(await json(response)), request_id: "" })));
    expect(bodies.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    expect(said.slice(0, 3)).toEqual(said.slice(3));
    expect((await json(await call("/api/api-keys", { token: one.token }))).docs).toEqual([]);
    expect((await call("/api/api-keys")).status).toBe(401);
    const [mine] = (await json(await call("/api/api-keys?provider=openai&count=true", { token: other.token }))).docs;
    expect(mine).toMatchObject({
      id,
      nickname: "mine",
      is_active: true,
      usage_count: 0,
      last_used: null,
      base_url: null,
    });
    expect((await call(`/api/api-keys/${id}`, { method: "DELETE", token: other.token })).status).toBe(204);
    expect(await rows()).toBe(0);
  });

  test("[APIKEY3] of a custom provider needs leave and an address, and another address the key anew", async () => {
    const { token, user } = await signIn("one@example.org");
    const custom = { provider: "custom", base_url: `${ADDRESS}/` };
    expect(await firstPath(await make(token, custom))).toEqual([503, "provider"]);
    expect(await firstPath(await make(token, { provider: "custom" }, CUSTOM))).toEqual([400, "base_url"]);
    expect(await firstPath(await make(token, { base_url: ADDRESS }, CUSTOM))).toEqual([400, "base_url"]);
    for (const base_url of ["https://127.0.0.1/v1", "http://models.botcafe-fans.net", "https://localhost"])
      expect(await firstPath(await make(token, { ...custom, base_url }, CUSTOM))).toEqual([400, "base_url"]);
    expect(await rows()).toBe(0);
    const made = await json(await make(token, custom, CUSTOM));
    expect(made.base_url).toBe(ADDRESS);
    const another = "https://other.botcafe-fans.net";
    expect(await firstPath(await patch(made.id, { base_url: another }, token, CUSTOM))).toEqual([400, "key"]);
    expect((await patch(made.id, { base_url: `${ADDRESS}/`, nickname: "x" }, token, CUSTOM)).status).toBe(200);
    expect(await openKey(envWith(CUSTOM), db, made.id, user.id)).toMatchObject({ key: CANARY, base_url: ADDRESS });
    const moved = await json(await patch(made.id, { base_url: another, key: "another-secret" }, token, CUSTOM));
    expect(moved).toMatchObject({ base_url: another, last4: "cret", nickname: "x" });
    expect(await openKey(envWith(CUSTOM), db, made.id, user.id)).toMatchObject({ key: "another-secret" });
    await DB.prepare("update api_keys set base_url = 'https://thief.example.com'").run();
    const error = await openKey(envWith(CUSTOM), db, made.id, user.id).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: "internal" });
  });

  test("[APIKEY5] changes by what a PATCH names, if it still is what it was", async () => {
    const { token, user } = await signIn("one@example.org");
    const made = await json(await make(token, { nickname: "mine" }));
    const off = await json(await patch(made.id, { is_active: false }, token));
    expect(off).toEqual({ ...made, is_active: false, updatedAt: off.updatedAt });
    for (const field of ["provider", "user", "last4", "key_encrypted", "key_version", "usage_count", "last_used", "id"])
      expect(await firstPath(await patch(made.id, { [field]: "openai" }, token))).toEqual([400, field]);
    for (const key of ["short", "x".repeat(501), "with spaces in it", "ключ-ключ-ключ", "line\nbreak-in-key"])
      expect(await firstPath(await make(token, { key }))).toEqual([400, "key"]);
    const replaced = await json(await patch(made.id, { key: "a-new-secret", is_active: true }, token));
    expect(replaced).toMatchObject({ last4: "cret", nickname: "mine" });
    // Bindings of its own: an isolate reads its keys once, and other tests have been in this one.
    expect((await openKey(envWith({}), db, made.id, user.id)).key).toBe("a-new-secret");
  });

  test("[APIKEY6] opens for its user, counts its use, and not while it is switched off", async () => {
    const { token, user } = await signIn("one@example.org");
    const { id } = await json(await make(token));
    const open = (userId: string, vars: Partial<Env> = {}) =>
      openKey(envWith(vars), db, id, userId).then(
        (key) => key,
        (error) => error.code,
      );
    expect(await open(user.id)).toEqual({ provider: "openai", key: CANARY, base_url: null });
    await Promise.all([1, 2, 3, 4].map(() => open(user.id)));
    expect(await open("somebody-else")).toBe("not_found");
    const used = await json(await call(`/api/api-keys/${id}`, { token }));
    expect([used.usage_count, typeof used.last_used]).toEqual([5, "string"]);
    await patch(id, { is_active: false }, token);
    expect(await open(user.id)).toBe("invalid_key");
    const custom = await json(await make(token, { provider: "custom", base_url: ADDRESS }, CUSTOM));
    const error = await openKey(envWith(), db, custom.id, user.id).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: "not_configured" });
  });

  test("[APIKEY7] without a key to encrypt with there is none to keep", async () => {
    const vars = { CLERK_SECRET_KEY: "sk_test_x" };
    const guest = await json(await call("/api/guest", { json: {}, vars }));
    const refused = await make(guest.token, {}, vars);
    expect([refused.status, (await json(refused)).code, await rows()]).toEqual([503, "not_configured", 0]);
    const KEY_ENCRYPTION_KEYS = `9:${btoa("9".repeat(32))}`;
    const kept = await make(guest.token, {}, { ...vars, KEY_ENCRYPTION_KEYS });
    expect(kept.status).toBe(201);
    const open = (env: Env) => openKey(env, db, id, guest.user.id).catch((error: unknown) => error);
    const { id } = await json(kept);
    expect(await open(envWith({ KEY_ENCRYPTION_KEYS }))).toMatchObject({ key: CANARY });
    const without = envWith({ KEY_ENCRYPTION_KEYS: `10:${btoa("9".repeat(32))}` });
    expect(await open(without)).toMatchObject({ code: "not_configured" });
  });
});
