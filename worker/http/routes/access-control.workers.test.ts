import { env } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { call, json, signIn } from "../testing/call.ts";

const { DB } = env as unknown as { DB: D1Database };

interface Someone {
  readonly token: string;
  readonly id: string;
  readonly username: string;
}

/** Somebody with a creator page to be named by. */
async function someone(name: string): Promise<Someone> {
  const { token, user } = await signIn(`${name}@example.org`, name);
  const profile = { username: name, display_name: name, bio: "Hello." };
  expect((await call("/api/creator-profiles", { token, json: profile })).status).toBe(201);
  return { token, id: user.id, username: name };
}

const makeBot = async ({ token }: Someone, name = "Keeper") =>
  (await json(await call("/api/bots", { token, json: { name, system_prompt: "Keep the light." } }))).id as string;
const makeTome = async ({ token }: Someone) =>
  (await json(await call("/api/knowledge-collections", { token, json: { name: "Harbour" } }))).id as string;

const share = (by: Someone, fields: Record<string, unknown>) =>
  call("/api/access-control", { token: by.token, json: { resource_type: "bot", permission_type: "read", ...fields } });
const statusOf = async (who: { token: string } | null, path: string) =>
  (await call(path, who === null ? {} : { token: who.token })).status;
const change = (who: Someone, path: string, fields: unknown, headers: Record<string, string> = {}) =>
  call(path, { method: "PATCH", token: who.token, json: fields, headers });
const remove = (who: Someone, path: string) => call(path, { method: "DELETE", token: who.token });
const ids = async (who: Someone, query = ""): Promise<string[]> =>
  (await json(await call(`/api/access-control${query}`, { token: who.token }))).docs.map(
    (row: { id: string }) => row.id,
  );

let mara: Someone;
let wren: Someone;
let jon: Someone;
let bot: string;
beforeEach(async () => {
  [mara, wren, jon] = [await someone("mara"), await someone("wren"), await someone("jonas")];
  bot = await makeBot(mara);
});

describe("sharing", () => {
  test("[SHARE10] names people by username or id, and gives what was granted", async () => {
    const made = await share(mara, { username: "Wren", resource_id: bot, permission_type: "write" });
    expect(made.status).toBe(201);
    expect(await json(made)).toMatchObject({
      user: wren.id,
      resource_type: "bot",
      resource_id: bot,
      permission_type: "write",
      granted_by: mara.id,
      is_revoked: false,
      revoked_at: null,
      revoked_by: null,
      expires_at: null,
      user_display_name: "wren",
      resource_name: "Keeper",
    });
    expect((await share(mara, { user: jon.id, resource_id: bot })).status).toBe(201);
    expect(await json(await call(`/api/bots/${bot}`, { token: wren.token }))).toMatchObject({ right: "write" });
    expect(await json(await call(`/api/bots/${bot}`, { token: jon.token }))).toMatchObject({ right: "read" });
  });

  test("[SHARE10] answers for whoever is not to be found as for nobody", async () => {
    await DB.prepare("update users set suspended_at = '2026-01-01' where id = ?").bind(jon.id).run();
    await call("/api/blocks", { token: wren.token, json: { user: mara.id } });
    const without = async (response: Response) => {
      const { request_id: _id, ...body } = await json(response);
      return { status: response.status, body };
    };
    const nobody = await without(await share(mara, { username: "nobody-here", resource_id: bot }));
    expect(nobody).toMatchObject({ status: 404, body: { errors: [{ path: "username" }] } });
    for (const username of [wren.username, jon.username])
      expect(await without(await share(mara, { username, resource_id: bot }))).toEqual(nobody);
    const noId = await without(await share(mara, { user: crypto.randomUUID(), resource_id: bot }));
    expect(noId).toMatchObject({ status: 404, body: { errors: [{ path: "user" }] } });
    for (const user of [wren.id, jon.id])
      expect(await without(await share(mara, { user, resource_id: bot }))).toEqual(noId);
    for (const person of [{}, { user: wren.id, username: "wren" }, { email: "wren@example.org" }])
      expect((await share(mara, { ...person, resource_id: bot })).status).toBe(400);
  });

  test("[SHARE1] is for the owner and for those with admin", async () => {
    expect((await share(wren, { user: jon.id, resource_id: bot })).status).toBe(404);
    await share(mara, { user: wren.id, resource_id: bot, permission_type: "write" });
    expect((await share(wren, { user: jon.id, resource_id: bot })).status).toBe(403);
    const [grant] = await ids(mara);
    await change(mara, `/api/access-control/${grant}`, { permission_type: "admin" });
    const made = await json(await share(wren, { user: jon.id, resource_id: bot, permission_type: "admin" }));
    expect(made).toMatchObject({ granted_by: wren.id });
    expect((await remove(jon, `/api/access-control/${grant}`)).status).toBe(204);
    expect(await statusOf(wren, `/api/bots/${bot}`)).toBe(404);
    expect((await share(wren, { user: jon.id, resource_id: bot })).status).toBe(404);
  });

  test("[SHARE2] never to oneself or the creator, and nobody changes their own", async () => {
    expect((await share(mara, { user: mara.id, resource_id: bot })).status).toBe(400);
    const { id } = await json(await share(mara, { user: wren.id, resource_id: bot, permission_type: "admin" }));
    expect((await share(wren, { user: wren.id, resource_id: bot })).status).toBe(400);
    expect((await share(wren, { user: mara.id, resource_id: bot })).status).toBe(400);
    expect((await change(wren, `/api/access-control/${id}`, { permission_type: "read" })).status).toBe(403);
    const owners = await DB.prepare("select count(*) as n from access_control where user = ?").bind(mara.id).first("n");
    expect(owners).toBe(0);
  });

  test("[SHARE3] twenty at once leave one that lives", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => share(mara, { user: wren.id, resource_id: bot })),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    expect(await json(answers.find(({ status }) => status === 409)!)).toMatchObject({ errors: [{ path: "user" }] });
    expect(await ids(mara)).toHaveLength(1);
  });

  test("[SHARE4] keeps a revoked grant and makes another row for the next", async () => {
    const first = await json(await share(mara, { user: wren.id, resource_id: bot }));
    expect((await remove(mara, `/api/access-control/${first.id}`)).status).toBe(204);
    const revoked = await json(await call(`/api/access-control/${first.id}`, { token: mara.token }));
    expect(revoked).toMatchObject({
      is_revoked: true,
      revoked_by: mara.id,
      revoked_at: expect.stringMatching(/^20.*Z$/),
    });
    expect((await remove(mara, `/api/access-control/${first.id}`)).status).toBe(204);
    expect(await json(await call(`/api/access-control/${first.id}`, { token: mara.token }))).toEqual(revoked);
    expect((await change(mara, `/api/access-control/${first.id}`, { permission_type: "admin" })).status).toBe(409);

    const second = await json(await share(mara, { user: wren.id, resource_id: bot }));
    expect(await ids(mara)).toEqual([second.id, first.id]);
    expect(await ids(mara, "?is_revoked=false")).toEqual([second.id]);
    // One that is over makes room as well.
    await DB.prepare("update access_control set expires_at = '2020-01-01T00:00:00.000Z' where id = ?")
      .bind(second.id)
      .run();
    expect(await statusOf(wren, `/api/bots/${bot}`)).toBe(404);
    expect((await share(mara, { user: wren.id, resource_id: bot })).status).toBe(201);
    expect(await statusOf(wren, `/api/bots/${bot}`)).toBe(200);
  });

  test("[SHARE5] a downgrade and a revocation count from the next request", async () => {
    const { id } = await json(await share(mara, { user: wren.id, resource_id: bot, permission_type: "write" }));
    const rename = () => change(wren, `/api/bots/${bot}`, { name: "Renamed" });
    expect((await rename()).status).toBe(200);
    expect((await change(mara, `/api/access-control/${id}`, { permission_type: "read" })).status).toBe(200);
    expect((await rename()).status).toBe(403);
    expect(await json(await call(`/api/bots/${bot}`, { token: wren.token }))).not.toHaveProperty("system_prompt");
    await remove(mara, `/api/access-control/${id}`);
    expect((await rename()).status).toBe(404);
  });

  test("[SHARE6] shows managers all grants of a thing, recipients their own and nobody else any", async () => {
    const other = await makeBot(jon, "Gull");
    const toWren = await json(await share(mara, { user: wren.id, resource_id: bot, permission_type: "admin" }));
    const toJon = await json(await share(mara, { user: jon.id, resource_id: bot }));
    const ofJon = await json(await share(jon, { user: wren.id, resource_id: other }));
    expect(await ids(mara)).toEqual([toJon.id, toWren.id]);
    expect(await ids(wren)).toEqual([ofJon.id, toJon.id, toWren.id]);
    expect(await ids(jon)).toEqual([ofJon.id, toJon.id]);
    expect(await ids(wren, `?resource_type=bot&resource_id=${bot}&user=${jon.id}`)).toEqual([toJon.id]);
    expect(await ids(wren, "?permission_type=admin&count=true")).toEqual([toWren.id]);
    expect(await ids(wren, `?resource_type=knowledgeCollection`)).toEqual([]);
    const pages = await json(await call("/api/access-control?limit=2&count=true", { token: wren.token }));
    expect(pages).toMatchObject({ total: 3, docs: [{ id: ofJon.id }, { id: toJon.id }] });
    const stranger = await signIn("stranger@example.org");
    expect(await statusOf(stranger, `/api/access-control/${toWren.id}`)).toBe(404);
    expect(await statusOf(jon, `/api/access-control/${toWren.id}`)).toBe(404);
    expect(await statusOf(null, "/api/access-control")).toBe(401);
  });

  test("[SHARE7] a private thing is shared from its first grant on; made private, nobody is left", async () => {
    const tome = await makeTome(mara);
    const onTome = { resource_type: "knowledgeCollection", resource_id: tome, user: wren.id, permission_type: "admin" };
    await share(mara, onTome);
    await share(mara, { user: wren.id, resource_id: bot, permission_type: "admin" });
    const seen = async (path: string) => json(await call(path, { token: wren.token }));
    expect(await seen(`/api/bots/${bot}`)).toMatchObject({ sharing_visibility: "shared", is_public: false });
    expect(await seen(`/api/knowledge-collections/${tome}`)).toMatchObject({
      sharing_settings: { sharing_level: "shared" },
    });

    const [closeBot, closeTome] = [
      { sharing_visibility: "private" },
      { sharing_settings: { sharing_level: "private" } },
    ];
    expect((await change(wren, `/api/bots/${bot}`, closeBot)).status).toBe(403);
    expect((await change(wren, `/api/knowledge-collections/${tome}`, closeTome)).status).toBe(403);
    expect((await change(mara, `/api/bots/${bot}`, closeBot)).status).toBe(200);
    expect((await change(mara, `/api/knowledge-collections/${tome}`, closeTome)).status).toBe(200);
    expect(await statusOf(wren, `/api/bots/${bot}`)).toBe(404);
    expect(await statusOf(wren, `/api/knowledge-collections/${tome}`)).toBe(404);
    expect(await ids(mara, "?is_revoked=true")).toHaveLength(2);

    await change(mara, `/api/bots/${bot}`, { sharing_visibility: "public" });
    await share(mara, { user: wren.id, resource_id: bot });
    expect(await seen(`/api/bots/${bot}`)).toMatchObject({ sharing_visibility: "public" });
  });

  test("[SHARE8] whoever received a grant may give it up", async () => {
    const { id } = await json(await share(mara, { user: wren.id, resource_id: bot }));
    expect((await remove(jon, `/api/access-control/${id}`)).status).toBe(404);
    expect((await remove(wren, `/api/access-control/${id}`)).status).toBe(204);
    expect(await statusOf(wren, `/api/bots/${bot}`)).toBe(404);
    expect(await json(await call(`/api/access-control/${id}`, { token: mara.token }))).toMatchObject({
      revoked_by: wren.id,
    });
  });

  test("[SHARE9] nobody gives away more time than they have, or none at all", async () => {
    const [soon, later] = ["2200-01-01T00:00:00Z", "2200-01-01T00:00:01Z"];
    await share(mara, { user: wren.id, resource_id: bot, permission_type: "admin", expires_at: soon });
    for (const expires_at of [null, later])
      expect((await share(wren, { user: jon.id, resource_id: bot, expires_at })).status).toBe(403);
    const made = await json(await share(wren, { user: jon.id, resource_id: bot, expires_at: soon }));
    expect(made).toMatchObject({ expires_at: "2200-01-01T00:00:00.000Z" });
    expect((await change(wren, `/api/access-control/${made.id}`, { expires_at: null })).status).toBe(403);
    expect((await change(mara, `/api/access-control/${made.id}`, { expires_at: null })).status).toBe(200);
    const past = await change(mara, `/api/access-control/${made.id}`, { expires_at: "2020-01-01T00:00:00Z" });
    expect(await json(past)).toMatchObject({ status: 400, errors: [{ path: "expires_at" }] });
  });

  test("[SHARE11] a change of another version than the one seen is refused", async () => {
    const made = await share(mara, { user: wren.id, resource_id: bot });
    const path = `/api/access-control/${(await json(made)).id}`;
    const tag = (await call(path, { token: mara.token })).headers.get("etag")!;
    expect((await change(mara, path, { permission_type: "write" }, { "if-match": tag })).status).toBe(200);
    expect((await change(mara, path, { permission_type: "admin" }, { "if-match": tag })).status).toBe(412);
    expect(await json(await call(path, { token: mara.token }))).toMatchObject({ permission_type: "write" });
  });

  test("[SHARE1] refuses by name what the server sets", async () => {
    for (const field of ["granted_by", "is_revoked", "revoked_at", "revoked_by", "id", "createdAt"]) {
      const answer = await json(await share(mara, { user: wren.id, resource_id: bot, [field]: "x" }));
      expect(answer).toMatchObject({ status: 400, errors: [{ path: field }] });
    }
    const { id } = await json(await share(mara, { user: wren.id, resource_id: bot }));
    for (const field of ["user", "resource_id", "resource_type", "is_revoked", "granted_by"])
      expect((await change(mara, `/api/access-control/${id}`, { [field]: "x" })).status).toBe(400);
  });

  test("[RIGHT7] staff see no private bot, tome or grant here", async () => {
    const tome = await makeTome(mara);
    const { id } = await json(await share(mara, { user: wren.id, resource_id: bot }));
    for (const role of ["moderator", "admin"]) {
      await DB.prepare("update users set role = ? where id = ?").bind(role, jon.id).run();
      for (const path of [`bots/${bot}`, `knowledge-collections/${tome}`, `access-control/${id}`])
        expect(await statusOf(jon, `/api/${path}`), `${role} ${path}`).toBe(404);
      expect((await change(jon, `/api/bots/${bot}`, { name: "Mine" })).status).toBe(404);
      expect((await share(jon, { user: wren.id, resource_id: bot })).status).toBe(404);
    }
  });

  test("[RIGHT9] what a caller may not know of answers byte for byte as what is missing", async () => {
    const tome = await makeTome(mara);
    const fields = { knowledge_collection: tome, entry: "The lamp never goes out." };
    const entry = (await json(await call("/api/knowledge", { token: mara.token, json: fields }))).id as string;
    const grant = (await json(await share(mara, { user: wren.id, resource_id: bot }))).id as string;
    const blocked = (await json(await call("/api/blocks", { token: mara.token, json: { user: wren.id } })))
      .id as string;
    const hidden: Readonly<Record<string, string>> = {
      "access-control": grant,
      blocks: blocked,
      bots: bot,
      knowledge: entry,
      "knowledge-collections": tome,
    };
    type Asked = [method: string, path: string, body?: unknown];
    const locks = (slug: string, id: string): Asked[] => [
      ["POST", `${slug}/${id}/unlock`, { password: "tide tables" }],
      ["PUT", `${slug}/${id}/share-password`, { password: "tide tables" }],
      ["DELETE", `${slug}/${id}/share-password`],
    ];
    const calls = (slug: string, id: string): Asked[] => [
      ["GET", `${slug}/${id}`],
      ["PATCH", `${slug}/${id}`, {}],
      ["DELETE", `${slug}/${id}`],
      ...(slug.startsWith("knowledge") ? locks(slug, id) : []),
    ];
    const answer = async (method: string, path: string, body: unknown) => {
      const response = await call(`/api/${path}`, { method, token: jon.token, json: body });
      return [response.status, (await response.text()).replace(/"request_id":"[^"]*"/, "")];
    };
    let compared = 0;
    for (const [slug, id] of Object.entries(hidden))
      for (const [method, path, body] of calls(slug, id)) {
        const [status, text] = await answer(method, path, body);
        if (status === 405) continue;
        expect([status, text], `${method} ${path}`).toEqual(
          await answer(method, path.replace(id, crypto.randomUUID()), body),
        );
        expect(status).toBe(404);
        compared += 1;
      }
    for (const [resource_type, id] of [
      ["bot", bot],
      ["knowledgeCollection", tome],
    ]) {
      const given = (resource_id: unknown) => ({ resource_type, resource_id, user: wren.id, permission_type: "read" });
      const denied = await answer("POST", "access-control", given(id));
      expect(denied).toEqual(await answer("POST", "access-control", given(crypto.randomUUID())));
    }
    expect(compared).toBe(20);
  });
});
