import { beforeEach, describe, expect, test } from "vitest";
import { call, envWith, json, signIn } from "../testing/call.ts";

const { DB } = envWith();

interface Someone {
  readonly token: string;
  readonly id: string;
  readonly page: string;
}

async function someone(name: string): Promise<Someone> {
  const { token, user } = await signIn(`${name}@example.org`, name);
  const profile = { username: name, display_name: name, bio: "Hello." };
  const { id } = await json(await call("/api/creator-profiles", { token, json: profile }));
  return { token, id: user.id, page: id };
}

const post = (who: Someone, path: string, fields: unknown) => call(`/api/${path}`, { token: who.token, json: fields });
const get = async (who: Someone, path: string) => json(await call(`/api/${path}`, { token: who.token }));
const idsOf = async (who: Someone, path: string): Promise<string[]> =>
  (await get(who, path)).docs.map(({ id }: { id: string }) => id);
const block = (who: Someone, whom: Someone) => post(who, "blocks", { user: whom.id });
const unblock = (who: Someone, id: string) => call(`/api/blocks/${id}`, { method: "DELETE", token: who.token });

let mara: Someone;
let wren: Someone;
let bot: string;
let tome: string;
let entry: string;
beforeEach(async () => {
  [mara, wren] = [await someone("mara"), await someone("wren")];
  const fields = { name: "Keeper", system_prompt: "Keep the light.", sharing_visibility: "public" };
  bot = (await json(await post(mara, "bots", fields))).id;
  tome = (await json(await post(mara, "knowledge-collections", { name: "Harbour" }))).id;
  entry = (await json(await post(mara, "knowledge", { knowledge_collection: tome, entry: "The lamp never goes out." })))
    .id;
});

/** Where wren meets what is mara's, each with what is found there. */
const FOUND = (): readonly [path: string, id: string][] => [
  ["bots?public=true", bot],
  ["bots?public=true&search=keeper", bot],
  ["bots?username=mara", bot],
  [`bots?creator_profile=${mara.page}`, bot],
  ["bots?shared_with_me=true", bot],
  ["bots", bot],
  ["creator-profiles?search=mara", mara.page],
  ["creator-profiles?username=mara", mara.page],
  [`creator-profiles?user=${mara.id}`, mara.page],
  ["knowledge-collections", tome],
  ["knowledge", entry],
  [`knowledge?knowledge_collection=${tome}`, entry],
];
const ONES = (): readonly string[] => [
  `bots/${bot}`,
  `creator-profiles/${mara.page}`,
  `knowledge-collections/${tome}`,
  `knowledge/${entry}`,
];

async function shareAll(): Promise<void> {
  for (const [resource_type, resource_id] of [
    ["bot", bot],
    ["knowledgeCollection", tome],
  ])
    await post(mara, "access-control", { user: wren.id, resource_type, resource_id, permission_type: "write" });
}

describe("a block", () => {
  test.each([
    ["by its maker", () => block(mara, wren)],
    ["of its maker", () => block(wren, mara)],
  ])("[BLOCK1] [BLOCK2] hides everything of one from the other, %s, and gives it back", async (_by, make) => {
    await shareAll();
    for (const [path, id] of FOUND()) expect(await idsOf(wren, path), path).toContain(id);
    const made = await make();
    expect(made.status).toBe(201);
    for (const [path, id] of FOUND()) {
      const found = await get(wren, `${path}${path.includes("?") ? "&" : "?"}count=true`);
      // Of others there may be more: the house has public bots.
      expect(found.total, path).toBe(found.docs.length);
      expect(JSON.stringify(found), path).not.toContain(id);
    }
    for (const path of ONES()) expect((await call(`/api/${path}`, { token: wren.token })).status, path).toBe(404);
    const rename = await call(`/api/bots/${bot}`, { method: "PATCH", token: wren.token, json: { name: "Mine" } });
    expect(rename.status).toBe(404);
    const chat = await post(wren, "conversations", { bot_ids: [bot] });
    expect(chat.status).toBe(404);

    const { id, blocker } = await json(made);
    expect((await unblock(blocker === mara.id ? mara : wren, id)).status).toBe(204);
    for (const [path, found] of FOUND()) expect(await idsOf(wren, path), path).toContain(found);
  });

  test("[BLOCK1] leaves of the other's rooms neither a line nor a number in any list", async () => {
    const own = await json(await post(mara, "bots", { name: "Voice", system_prompt: "Hum.", greeting: "Evening." }));
    const room = await json(await post(mara, "conversations", { bot_ids: [own.id] }));
    const { code } = await json(await post(mara, `conversations/${room.id}/invitations`, { role: "member" }));
    await call(`/api/invitations/${code}/accept`, { method: "POST", token: wren.token });
    const totals = async () =>
      await Promise.all(
        ["conversations", "messages"].map(async (list) => (await get(wren, `${list}?count=true`)).total as number),
      );
    await expect.poll(totals).toEqual([1, 1]);
    // As it stands before the room has let anyone go.
    const at = new Date().toISOString();
    await DB.prepare(
      "insert into user_blocks (id, blocker, blocked, createdAt, updatedAt) values ('b', ?1, ?2, ?3, ?3)",
    )
      .bind(mara.id, wren.id, at)
      .run();
    expect(await totals()).toEqual([0, 0]);
    expect(await idsOf(wren, "messages")).toEqual([]);
  });

  test("[BLOCK3] lets nobody share with the other, whoever of them blocked", async () => {
    const { id } = await json(await block(wren, mara));
    const fields = { user: wren.id, resource_type: "bot", resource_id: bot, permission_type: "read" };
    expect((await post(mara, "access-control", fields)).status).toBe(404);
    await unblock(wren, id);
    await block(mara, wren);
    expect((await post(mara, "access-control", fields)).status).toBe(404);
  });

  test("[BLOCK4] is its maker's own", async () => {
    const made = await json(await post(mara, "blocks", { username: "Wren" }));
    expect(made).toEqual({
      id: expect.any(String),
      blocker: mara.id,
      blocked: wren.id,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: made.createdAt,
      blocked_display_name: "wren",
    });
    expect(await get(mara, "blocks?count=true")).toMatchObject({ total: 1, docs: [made] });
    expect(await get(mara, `blocks?blocked=${mara.id}`)).toMatchObject({ docs: [] });
    expect(await get(mara, `blocks/${made.id}`)).toEqual(made);
    expect(await get(wren, "blocks")).toMatchObject({ docs: [] });
    expect((await call(`/api/blocks/${made.id}`, { token: wren.token })).status).toBe(404);
    expect((await unblock(wren, made.id)).status).toBe(404);
    expect((await block(mara, wren)).status).toBe(409);
    expect((await block(mara, mara)).status).toBe(400);
    expect((await post(mara, "blocks", { user: crypto.randomUUID() })).status).toBe(404);
    expect((await post(mara, "blocks", {})).status).toBe(400);
    // Whoever was blocked may still block back by id: who blocked whom is told to nobody.
    expect((await block(wren, mara)).status).toBe(201);
  });

  test("[BLOCK4] twenty at once make one", async () => {
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await block(mara, wren)).status));
    expect(statuses.toSorted()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
  });
});
