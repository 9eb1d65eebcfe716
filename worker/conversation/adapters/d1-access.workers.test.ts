import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { Env } from "../../env.ts";
import { call, json, ORIGIN, signIn } from "../../http/testing/call.ts";
import { grant } from "../../testing/d1-rows.ts";
import { D1Access } from "./d1-access.ts";

const surroundings = env as unknown as Env;
const access = new D1Access(surroundings);
const NOBODY = "00000000-0000-7000-8000-000000000000";
const people = async () => ({ mara: await signIn("mara@x.test", "Mara"), ivy: await signIn("ivy@x.test", "Ivy") });
const makeBot = async (token: string, fields: object = {}) =>
  json(
    await call("/api/bots", { token, json: { name: "Mara", system_prompt: "Keep it.", greeting: "Aye.", ...fields } }),
  );

describe("rights as a room asks for them", () => {
  test("[DATA14] a bot is there for its owner, for those it is shared with and, public, for all", async () => {
    const { mara, ivy } = await people();
    const bot = await makeBot(mara.token, { extensions: { talkativeness: 0.8 } });
    expect(await access.botFor(bot.id, mara.user.id)).toEqual({
      bot_id: bot.id,
      name: "Mara",
      picture: null,
      description: "",
      talkativeness: 0.8,
      greeting: "Aye.",
    });
    expect(await access.botFor(bot.id, ivy.user.id)).toBeNull();
    await grant(surroundings.DB, { user: ivy.user.id, by: mara.user.id, type: "bot", id: bot.id, permission: "read" });
    expect(await access.botFor(bot.id, ivy.user.id)).toMatchObject({ bot_id: bot.id });
    const open = await makeBot(mara.token, { sharing_visibility: "public" });
    expect(await access.botFor(open.id, NOBODY)).toMatchObject({ bot_id: open.id, talkativeness: 0.5 });
    expect(await access.botFor(NOBODY, mara.user.id)).toBeNull();
  });

  test("[DATA14] a persona is its owner's alone", async () => {
    const { mara, ivy } = await people();
    const persona = await json(
      await call("/api/personas", { token: mara.token, json: { name: "Captain", description: "of a ferry" } }),
    );
    expect(await access.personaFor(persona.id, mara.user.id)).toMatchObject({ name: "Captain", avoid_topics: [] });
    expect(await access.personaFor(persona.id, ivy.user.id)).toBeNull();
  });

  test("[DATA14] a provider key is its owner's alone, and only while it is in use", async () => {
    const { mara, ivy } = await people();
    const fields = { provider: "openai", key: "sk-of-the-tests", nickname: "mine" };
    const key = await json(await call("/api/api-keys", { token: mara.token, json: fields }));
    const owns = (userId: string) => access.ownsKey(userId, key.id);
    expect([await owns(mara.user.id), await owns(ivy.user.id)]).toEqual([true, false]);
    await surroundings.DB.prepare("UPDATE api_keys SET is_active = 0 WHERE id = ?").bind(key.id).run();
    expect(await owns(mara.user.id)).toBe(false);
  });

  test("[DATA15] an account that is suspended or over has no part in a room any more", async () => {
    const { mara, ivy } = await people();
    const bot = await makeBot(mara.token);
    const room = await json(await call("/api/conversations", { token: mara.token, json: { bot_ids: [bot.id] } }));
    const standing = async (user_id = mara.user.id, where: string = room.id, session_id = "s") =>
      (await access.standings(where, [{ user_id, session_id }]))[0];
    expect([await standing(), await standing(ivy.user.id), await standing(mara.user.id, NOBODY)]).toEqual([
      "in",
      "no_part",
      "no_part",
    ]);
    const set = (change: string) =>
      surroundings.DB.prepare(`UPDATE users SET ${change} WHERE id = ?`).bind(mara.user.id).run();
    await set("suspended_at = '2026'");
    expect(await standing()).toBe("no_part");
    await set("suspended_at = NULL, expires_at = '2020-01-01T00:00:00.000Z'");
    expect(await standing()).toBe("no_part");
    await set("expires_at = '2999-01-01T00:00:00.000Z'");
    expect(await standing()).toBe("in");
    const end = "INSERT INTO ended_sessions (id, expires_at, createdAt) VALUES ('over', '2999-01-01', '')";
    await surroundings.DB.prepare(end).run();
    expect(await standing(mara.user.id, room.id, "over"), "a sign-in that is over").toBe("signed_out");
  });

  test("[DATA16] a proof is a session's token, or a ticket of this room, once", async () => {
    const { mara } = await people();
    const bot = await makeBot(mara.token);
    const make = async () =>
      (await json(await call("/api/conversations", { token: mara.token, json: { bot_ids: [bot.id] } }))).id as string;
    const [room, other] = [await make(), await make()];
    expect(await access.verify({ token: mara.token }, room)).toMatchObject({ userId: mara.user.id });
    expect(await access.verify({ token: "no.such.token" }, room)).toBeNull();
    expect(await access.verify({}, room)).toBeNull();
    const { ticket } = await json(
      await call("/api/tickets", {
        token: mara.token,
        json: { party: "conversation", room },
        headers: { origin: ORIGIN },
      }),
    );
    expect(await access.verify({ ticket }, other)).toBeNull();
    expect(await access.verify({ ticket }, room)).toMatchObject({ userId: mara.user.id });
    expect(await access.verify({ ticket }, room)).toBeNull();
  });
});
