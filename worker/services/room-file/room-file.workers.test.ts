import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { RoomFile } from "../../../shared/fields/room-file.ts";
import type { Env } from "../../env.ts";
import { call, json, signIn } from "../../http/testing/call.ts";

const { DB: db, CONVERSATION: rooms } = env as unknown as Env;
const FORMATS = ["json", "jsonl", "md"] as const;
const fetchFile = (room: string, format: string, token: string, method = "GET") =>
  call(`/api/conversations/${room}/export?format=${format}`, { token, method });

/** Mara's room with Ivy at the table: something said aloud as a persona, a whisper, and something deleted. */
async function table() {
  const [mara, ivy, stranger] = [
    await signIn("mara@x.test", "Mara"),
    await signIn("ivy@x.test", "Ivy"),
    await signIn("eve@x.test", "Eve"),
  ];
  const make = async (path: string, body: object) =>
    json(await call(`/api/${path}`, { token: mara.token, json: body }));
  const bot = await make("bots", { name: "Tobias", system_prompt: "CANARY-prompt", greeting: "Bread?" });
  const persona = await make("personas", { name: "Captain", description: "CANARY-persona" });
  const room = await make("conversations", { bot_ids: [bot.id], title: 'The "Corner" Table/龍', persona_id: null });
  const { code } = await make(`conversations/${room.id}/invitations`, { role: "member" });
  await call(`/api/invitations/${code}/accept`, { method: "POST", token: ivy.token });
  const say = (entry: string, more: object = {}) =>
    make("messages", { conversation: room.id, entry, respond: false, ...more });
  await say("aloud", { persona_id: persona.id });
  await say("CANARY-whisper", { whisper_to: bot.id });
  const { id: message_id } = await say("CANARY-deleted");
  const actor = { user_id: mara.user.id, name: "Mara" };
  await rooms.getByName(room.id).act(actor, { type: "delete", ref: crypto.randomUUID(), message_id });
  return { mara, ivy, stranger, room, persona };
}

test("[EXP1] each reader gets what is theirs to see, in every format, and a stranger nothing", async () => {
  const { mara, ivy, stranger, room, persona } = await table();
  for (const format of FORMATS) {
    const [own, theirs] = [await fetchFile(room.id, format, mara.token), await fetchFile(room.id, format, ivy.token)];
    const [whole, part] = [await own.text(), await theirs.text()];
    for (const text of [whole, part]) {
      for (const heard of ["Bread?", "aloud"]) expect(text).toContain(heard);
      expect(text).not.toMatch(/CANARY-(deleted|prompt|persona)|@x\.test/);
    }
    expect([whole.includes("CANARY-whisper"), part.includes("CANARY-whisper")]).toEqual([true, false]);
    expect(part).not.toContain(persona.id);
    expect((await fetchFile(room.id, format, stranger.token)).status).toBe(404);
  }
});

test("[EXP2] [EXP3] what is fetched can be read again", async () => {
  const { mara, ivy, room } = await table();
  const file = RoomFile.parse(await json(await call(`/api/conversations/${room.id}/export`, { token: ivy.token })));
  expect(file.messages.map(({ author_name, entry }) => [author_name, entry])).toEqual([
    ["Tobias", "Bread?"],
    ["Captain", "aloud"],
  ]);
  const chat = await (await fetchFile(room.id, "jsonl", mara.token)).text();
  const [header, ...lines] = chat
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect([header.user_name, header.character_name]).toEqual(["Mara", "Tobias"]);
  expect(lines.map(({ name, mes, is_user }) => [name, mes, is_user])).toEqual([
    ["Tobias", "Bread?", false],
    ["Captain", "aloud", true],
    ["Captain", "CANARY-whisper", true],
  ]);
});

test("[EXP6] [EXP8] it is a file with a safe name, never a page, and not without end", async () => {
  const { mara, room } = await table();
  const types = {
    json: "application/json",
    jsonl: "application/jsonl",
    md: "text/markdown; charset=utf-8",
  };
  for (const format of FORMATS) {
    const { headers } = await fetchFile(room.id, format, mara.token, "HEAD");
    expect(headers.get("content-type")).toBe(types[format]);
    const name = headers.get("content-disposition") ?? "";
    expect(name).toMatch(new RegExp(`^attachment; filename="The-Corner-Table-_-[\\d-]{10}\\.${format}"; `));
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("private, no-store");
  }
  expect((await fetchFile(room.id, "docx", mara.token)).status).toBe(400);
  const more = Array.from({ length: 10 }, () => fetchFile(room.id, "md", mara.token, "HEAD"));
  expect((await Promise.all(more)).map(({ status }) => status)).toContain(429);
});

test("[EXP1] who is sent away while a file comes gets no more of it", async () => {
  const { ivy, room } = await table();
  const reader = (await fetchFile(room.id, "json", ivy.token)).body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toContain("botcafe-room");
  await db.prepare("DELETE FROM conversation_members WHERE user = ?").bind(ivy.user.id).run();
  await expect(reader.read()).rejects.toThrow();
});
