import { env } from "cloudflare:test";
import { describe, expect, test, vi } from "vitest";
import type { Env } from "../../env.ts";
import { grant } from "../../testing/d1-rows.ts";
import { call, json, signIn } from "../testing/call.ts";
import { sayIn } from "../testing/say.ts";

const { DB: db } = env as unknown as Env;
const get = async (path: string, token: string) => json(await call(`/api/${path}`, { token }));
const post = async (path: string, token: string, body: object) =>
  json(await call(`/api/${path}`, { token, json: body }));

/** A public bot of Mara's whose tome holds one entry that always wakes, and a reply of it to Ivy and to Mara herself. */
async function scene() {
  const [mara, ivy] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test", "Ivy")];
  const tome = await post("knowledge-collections", mara.token, { name: "Harbour" });
  const entry = await post("knowledge", mara.token, {
    knowledge_collection: tome.id,
    title: "The wreck of 1911",
    entry: "The keeper lied about the lamp.",
    activation_settings: { activation_mode: "constant" },
  });
  const bot = await post("bots", mara.token, {
    name: "Tobias",
    system_prompt: "Never mention the cellar.",
    sharing_visibility: "public",
    knowledge_collections: [tome.id],
  });
  const ask = async (person: typeof mara) => {
    const room = await post("conversations", person.token, { bot_ids: [bot.id] });
    return `conversations/${room.id}/messages/${await sayIn(room.id, person, "Is the lamp lit?")}`;
  };
  return { mara, ivy, tome, entry, bot, ofIvy: await ask(ivy), ofMara: await ask(mara) };
}

describe("why a reply came out as it did", () => {
  test("[DATA50] the trace shows the lore the caller may read and counts the rest", async () => {
    const { mara, ivy, tome, entry, ofIvy, ofMara } = await scene();
    const whole = await get(`${ofMara}/trace`, mara.token);
    expect(whole).toMatchObject({
      not_yours: 0,
      prompt: [{ entry: entry.id, text: "The keeper lied about the lamp." }],
    });
    expect(whole.entries).toMatchObject([
      { id: entry.id, included: true, method: "constant", title: "The wreck of 1911" },
    ]);

    const bare = await get(`${ofIvy}/trace`, ivy.token);
    expect(bare).toMatchObject({ not_yours: 1, entries: [], prompt: [] });
    expect(JSON.stringify(bare)).not.toMatch(/wreck|keeper|Harbour/);
    await grant(db, {
      user: ivy.user.id,
      by: mara.user.id,
      type: "knowledgeCollection",
      id: tome.id,
      permission: "read",
    });
    expect((await get(`${ofIvy}/trace`, ivy.token)).entries).toHaveLength(1);
  });

  test("[DATA51] the prompt's text is for a room's owner, alone in it, who may read all that went in", async () => {
    const { mara, ivy, ofIvy, ofMara, bot, tome } = await scene();
    const whole = await get(`${ofMara}/prompt`, mara.token);
    expect(JSON.stringify(whole.messages)).toContain("Never mention the cellar.");
    expect(whole).toMatchObject({ bot_id: bot.id, label: "practice model", payer: "practice" });

    const numbers = await get(`${ofIvy}/prompt`, ivy.token);
    expect(numbers.messages).toEqual([]);
    expect(numbers.total).toBeGreaterThan(0);
    expect(JSON.stringify(numbers)).not.toMatch(/wreck|keeper|cellar/);
    expect(numbers.sections.map((section: { name: string }) => section.name)).toContain("lore");

    const to = { user: ivy.user.id, by: mara.user.id };
    await grant(db, { ...to, type: "bot", id: bot.id, permission: "write" });
    expect((await get(`${ofIvy}/prompt`, ivy.token)).messages).toEqual([]);
    await grant(db, { ...to, type: "knowledgeCollection", id: tome.id, permission: "read" });
    expect((await get(`${ofIvy}/prompt`, ivy.token)).messages).not.toEqual([]);

    const [, room] = ofMara.split("/");
    await db
      .prepare(
        "INSERT INTO conversation_members (conversation, user, role, joined_at, createdAt, updatedAt) VALUES (?, ?, 'member', '2026', '2026', '2026')",
      )
      .bind(room, ivy.user.id)
      .run();
    expect((await get(`${ofMara}/prompt`, mara.token)).messages).toEqual([]);
    expect((await get(`${ofMara}/prompt`, ivy.token)).messages).toEqual([]);
  });

  test("[DATA51] what an owner was answered is not for whom the room was handed to, though they read all that went in", async () => {
    const { mara, ivy, ofMara, bot, tome } = await scene();
    const to = { user: ivy.user.id, by: mara.user.id };
    await grant(db, { ...to, type: "bot", id: bot.id, permission: "write" });
    await grant(db, { ...to, type: "knowledgeCollection", id: tome.id, permission: "read" });
    const [, room] = ofMara.split("/");
    for (const query of [
      "update conversations set user = ? where id = ?",
      "update conversation_members set user = ? where conversation = ?",
    ])
      await db.prepare(query).bind(ivy.user.id, room).run();
    expect((await get(`${ofMara}/trace`, ivy.token)).entries).toHaveLength(1);
    const numbers = await get(`${ofMara}/prompt`, ivy.token);
    expect([numbers.messages, numbers.total > 0]).toEqual([[], true]);
  });

  test("[RIGHT11] an entry's own password or end keeps it from a reader of its tome, whatever asks", async () => {
    const { mara, ivy, tome, entry, ofIvy } = await scene();
    const [, room] = ofIvy.split("/");
    const run = (query: string, ...values: unknown[]) =>
      db
        .prepare(query)
        .bind(...values)
        .run();
    await run(
      "update knowledge_collections set sharing_settings = json_set(sharing_settings, '$.is_public', json('true')) where id = ?",
      tome.id,
    );
    const log = async (token: string, more = "") =>
      (await get(`knowledge-activation-log?knowledge_entry_id=${entry.id}&count=true${more}`, token)).total;
    const seen = async () => {
      const { entries, prompt, not_yours } = await get(`${ofIvy}/trace`, ivy.token);
      const receipt = JSON.stringify(await get(`${ofIvy}/prompt`, ivy.token));
      const { status } = await call(`/api/knowledge/${entry.id}`, { token: ivy.token });
      const inRoom = await log(ivy.token, `&conversation_id=${room}`);
      return [status, entries.length, prompt.length, not_yours, /wreck|keeper/.test(receipt), inRoom];
    };
    await vi.waitUntil(async () => (await log(ivy.token)) > 0, { timeout: 20_000 });
    expect(await seen()).toEqual([200, 1, 1, 0, true, 1]);
    const ofOwner = await log(mara.token);

    await run("update knowledge set share_password_hash = 'scrypt' where id = ?", entry.id);
    expect(await seen()).toEqual([403, 0, 0, 1, false, 0]);
    const end = "json_set(privacy_settings, '$.share_expiration', '2020-01-01T00:00:00Z')";
    await run(`update knowledge set share_password_hash = null, privacy_settings = ${end} where id = ?`, entry.id);
    expect(await seen()).toEqual([404, 0, 0, 1, false, 0]);
    expect(await log(mara.token)).toBe(ofOwner);

    await run("delete from knowledge where id = ?", entry.id);
    expect(await seen()).toEqual([404, 0, 0, 1, false, 0]);
    expect(await log(mara.token)).toBe(ofOwner);
    // Without a lock of its own the tome decides, also afterwards.
    await run("delete from entry_seals");
    expect(await seen()).toEqual([404, 1, 1, 0, true, 1]);
  });

  test("[DATA50] a message without a trace, and one that is not there, are not found", async () => {
    const { mara, ofMara } = await scene();
    const [, room] = ofMara.split("/");
    const { docs } = await get(`conversations/${room}/messages`, mara.token);
    const own = docs.find((message: { bot: string | null }) => message.bot === null);
    for (const id of [own.id, "nothing"])
      for (const what of ["trace", "prompt"])
        expect((await call(`/api/conversations/${room}/messages/${id}/${what}`, { token: mara.token })).status).toBe(
          404,
        );
  });
});
