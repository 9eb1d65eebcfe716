import { env } from "cloudflare:test";
import { Buffer } from "node:buffer";
import { scryptSync } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { call, json, signIn } from "../testing/call.ts";

const { DB } = env as unknown as { DB: D1Database };

const PASSWORD = "tide tables";
type Headers = Record<string, string>;

let owner: { token: string };
let tome: string;
let entry: string;
beforeEach(async () => {
  owner = await signIn("mara@example.org", "Mara");
  const make = async (path: string, fields: unknown) =>
    (await json(await call(`/api/${path}`, { token: owner.token, json: fields }))).id as string;
  tome = await make("knowledge-collections", { name: "Harbour" });
  entry = await make("knowledge", { knowledge_collection: tome, entry: "The lamp never goes out." });
});

const setPassword = (path: string, password: unknown, token = owner.token) =>
  call(`/api/${path}/share-password`, { method: "PUT", token, json: { password } });
/** The same password kept at next to no cost, for tests that are not about the cost. */
const CHEAP = `scrypt$2$1$1$c2FsdA==$${Buffer.from(scryptSync(PASSWORD, "salt", 32, { N: 2, r: 1, p: 1 })).toString("base64")}`;
const setCheaply = () =>
  DB.prepare(`update knowledge_collections set share_password_hash = ?, share_version = share_version + 1,
    sharing_settings = json_set(sharing_settings, '$.sharing_level', 'shared')`)
    .bind(CHEAP)
    .run();
const tryPassword = (path: string, password: string, headers: Headers = {}, token?: string) =>
  call(`/api/${path}/unlock`, { json: { password }, headers, ...(token === undefined ? {} : { token }) });
const tomePath = () => `knowledge-collections/${tome}`;
const entryPath = () => `knowledge/${entry}`;
const read = (path: string, shareToken?: string, token?: string) =>
  call(`/api/${path}`, {
    ...(token === undefined ? {} : { token }),
    ...(shareToken === undefined ? {} : { headers: { "x-share-token": shareToken } }),
  });
async function unlocked(path: string, password = PASSWORD, token?: string): Promise<string> {
  const answer = await tryPassword(path, password, {}, token);
  expect(answer.status).toBe(200);
  return (await json(answer)).token;
}

describe("a share password", () => {
  test("[LOCK2] opens reading to whoever has the link, and nothing more", async () => {
    expect((await setPassword(tomePath(), PASSWORD)).status).toBe(204);
    const answer = await json(await tryPassword(tomePath(), PASSWORD));
    expect(Object.keys(answer)).toEqual(["token", "expires_at"]);
    expect(Date.parse(answer.expires_at)).toBeGreaterThan(Date.now() + 3_600_000);
    expect(await json(await read(tomePath(), answer.token))).toMatchObject({ name: "Harbour", right: "read" });
    expect(await json(await read(entryPath(), answer.token))).toMatchObject({ right: "read" });
    expect(await json(await read(`knowledge?knowledge_collection=${tome}`, answer.token))).toMatchObject({
      docs: [{ id: entry }],
    });

    const stranger = await signIn("stranger@example.org");
    await setCheaply();
    const headers = { "x-share-token": await unlocked(tomePath(), PASSWORD, stranger.token) };
    const by = { token: stranger.token, headers };
    expect((await call(`/api/${tomePath()}`, by)).status).toBe(200);
    for (const [method, path, fields] of [
      ["PATCH", tomePath(), { name: "Mine" }],
      ["DELETE", tomePath(), undefined],
      ["PATCH", entryPath(), { entry: "Mine." }],
      ["DELETE", entryPath(), undefined],
      ["POST", "knowledge", { knowledge_collection: tome, entry: "Mine." }],
    ] as const)
      expect((await call(`/api/${path}`, { ...by, method, json: fields })).status, `${method} ${path}`).toBe(403);
    const linked = await call("/api/bots", {
      ...by,
      json: { name: "B", system_prompt: "x", knowledge_collections: [tome] },
    });
    expect(linked.status).toBe(404);
    expect(await json(await call("/api/knowledge-collections", by))).toMatchObject({ docs: [] });
  });

  test("[LOCK3] changed or removed, it closes what the old one opened; a token is for whom it was made", async () => {
    await setCheaply();
    const [ann, ben] = [await signIn("ann@example.org"), await signIn("ben@example.org")];
    const anns = await unlocked(tomePath(), PASSWORD, ann.token);
    const anyones = await unlocked(tomePath());
    expect((await read(tomePath(), anns, ann.token)).status).toBe(200);
    expect((await read(tomePath(), anns, ben.token)).status).toBe(403);
    expect((await read(tomePath(), anns)).status).toBe(403);
    expect((await read(tomePath(), anyones, ben.token)).status).toBe(200);
    for (const forged of [`${anyones}x`, "x", ann.token]) expect((await read(tomePath(), forged)).status).toBe(403);

    await setPassword(tomePath(), PASSWORD);
    expect((await read(tomePath(), anyones)).status).toBe(403);
    const again = await unlocked(tomePath());
    expect((await read(tomePath(), again)).status).toBe(200);
    const gone = await call(`/api/${tomePath()}/share-password`, { method: "DELETE", token: owner.token });
    expect(gone.status).toBe(204);
    expect((await read(tomePath(), again)).status).toBe(404);
    await setCheaply();
    expect((await read(tomePath(), again)).status).toBe(403);
  });

  test("[LOCK4] is not guessed: the sixth try from one network is refused, however the address is written", async () => {
    await setCheaply();
    const from = { "cf-connecting-ip": "192.0.2.7" };
    const spelled = `knowledge-collections/%${tome.charCodeAt(0).toString(16)}${tome.slice(1)}`;
    for (const path of [tomePath(), tomePath(), spelled, tomePath(), spelled]) {
      const wrong = await tryPassword(path, "tide table", from);
      expect(await json(wrong)).toMatchObject({ status: 403, errors: [{ path: "password" }] });
    }
    for (const path of [tomePath(), spelled]) {
      const sixth = await tryPassword(path, PASSWORD, from);
      expect(sixth.status).toBe(429);
      expect(Number(sixth.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect((await tryPassword(tomePath(), PASSWORD)).status).toBe(200);
  });

  test("[LOCK4] not from many networks either: the fifty-first try of a day is refused", async () => {
    await setCheaply();
    await tryPassword(tomePath(), "not the one");
    await DB.prepare("update rate_windows set used = 50 where used = 1 and ends_at > ?")
      .bind(new Date(Date.now() + 20 * 3_600_000).toISOString())
      .run();
    expect((await tryPassword(tomePath(), PASSWORD)).status).toBe(429);
  });

  test("[LOCK5] the link says that one is needed; without one there is nothing", async () => {
    const without = async (response: Response) => {
      const { request_id: _id, ...body } = await json(response);
      return { status: response.status, body };
    };
    const missing = await without(await read(`knowledge-collections/${crypto.randomUUID()}`));
    const noDoor = await without(await tryPassword(`knowledge-collections/${crypto.randomUUID()}`, PASSWORD));
    expect([missing.status, noDoor.status]).toEqual([404, 404]);
    expect(await without(await read(tomePath()))).toEqual(missing);
    expect(await without(await tryPassword(tomePath(), PASSWORD))).toEqual(noDoor);
    await setCheaply();
    expect(await without(await read(tomePath()))).toMatchObject({
      status: 403,
      body: { code: "forbidden", detail: "This needs a password. Ask whoever shared it." },
    });
    const past = { sharing_settings: { sharing_expiration: "2020-01-01T00:00:00Z" } };
    await call(`/api/${tomePath()}`, { method: "PATCH", token: owner.token, json: past });
    expect(await without(await read(tomePath()))).toEqual(missing);
    expect(await without(await tryPassword(tomePath(), PASSWORD))).toEqual(noDoor);
    const own = await call(`/api/${entryPath()}/unlock`, { token: owner.token, json: { password: PASSWORD } });
    expect(own.status).toBe(409);
  });

  test("[LOCK6] is set by those with admin, and shown to nobody", async () => {
    const wren = await signIn("wren@example.org");
    expect((await setPassword(tomePath(), PASSWORD, wren.token)).status).toBe(404);
    const grant = {
      user: wren.user.id,
      resource_type: "knowledgeCollection",
      resource_id: tome,
      permission_type: "write",
    };
    const { id } = await json(await call("/api/access-control", { token: owner.token, json: grant }));
    for (const path of [tomePath(), entryPath()]) {
      expect((await setPassword(path, PASSWORD, wren.token)).status).toBe(403);
      const removed = await call(`/api/${path}/share-password`, { method: "DELETE", token: wren.token });
      expect(removed.status).toBe(403);
    }
    await call(`/api/access-control/${id}`, {
      method: "PATCH",
      token: owner.token,
      json: { permission_type: "admin" },
    });
    for (const path of [tomePath(), entryPath()])
      expect((await setPassword(path, PASSWORD, wren.token)).status).toBe(204);
    for (const path of [tomePath(), entryPath(), "knowledge-collections", "knowledge"]) {
      const shown = await (await read(path, undefined, owner.token)).text();
      expect(shown).not.toMatch(/scrypt|tide tables|share_version|password_hash/);
    }
    for (const bad of ["short", "x".repeat(201), 12345678, null])
      expect((await setPassword(tomePath(), bad)).status).toBe(400);
    const stored = await DB.prepare("select share_password_hash as hash from knowledge_collections").first<{
      hash: string;
    }>();
    expect(stored?.hash).toMatch(/^scrypt\$/);
    expect(stored?.hash).not.toContain(PASSWORD);
  });

  test("[LOCK2] an entry's own opens that entry alone", async () => {
    const link = {
      privacy_settings: { privacy_level: "shared", allow_sharing: true },
      activation_settings: { primary_keys: [{ keyword: "lamp" }] },
    };
    await call(`/api/${entryPath()}`, { method: "PATCH", token: owner.token, json: link });
    expect((await read(entryPath())).status).toBe(404);
    await setPassword(entryPath(), PASSWORD);
    expect((await read(entryPath())).status).toBe(403);
    // Who may read the tome but not this entry does not read it by trying the lore out either.
    await DB.prepare(
      `update knowledge_collections set sharing_settings = json_set(sharing_settings, '$.is_public', json('true'))`,
    ).run();
    const reader = await signIn("reader@example.org");
    const tried = await call("/api/lore/evaluate", {
      token: reader.token,
      json: { collections: [tome], messages: [{ kind: "user", text: "Is the lamp lit?" }] },
    });
    expect(await json(tried)).toMatchObject({ entries: [], not_yours: 1 });
    await DB.prepare(
      `update knowledge_collections set sharing_settings = json_set(sharing_settings, '$.is_public', json('false'))`,
    ).run();
    const token = await unlocked(entryPath());
    expect(await json(await read(entryPath(), token))).toMatchObject({
      right: "read",
      privacy_settings: { password_protected: true },
    });
    expect((await read(tomePath(), token)).status).toBe(404);
  });
});
