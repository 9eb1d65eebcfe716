import { env } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { Env } from "../../env.ts";
import { call, json, ORIGIN, signIn } from "../testing/call.ts";

const { DB: db } = env as unknown as Env;

async function openRoom() {
  const [mara, ivy] = [await signIn("mara@x.test", "Mara"), await signIn("ivy@x.test", "Ivy")];
  const bot = await json(
    await call("/api/bots", {
      token: mara.token,
      json: { name: "Keeper", system_prompt: "Keep it.", greeting: "Aye." },
    }),
  );
  const room = await json(await call("/api/conversations", { token: mara.token, json: { bot_ids: [bot.id] } }));
  return { mara, ivy, bot, room };
}
const patch = (id: string, token: string, change: object) =>
  call(`/api/conversations/${id}`, { method: "PATCH", token, json: change });
const post = (token: string, body: object) => call("/api/messages", { token, json: body });
const complaint = async (response: Response) => {
  const { errors } = await json(response);
  return [response.status, errors?.[0]?.path];
};
const messagesIn = async (room: string, token: string) =>
  (await json(await call(`/api/conversations/${room}/messages`, { token }))).docs;

/** A device that has come into the room; `heard` is the next durable event that carries a field. */
async function listen(room: string, cookie: string, field: string) {
  const headers = { upgrade: "websocket", origin: ORIGIN };
  const { webSocket: socket } = await call(`/parties/conversation/${room}`, { cookie, headers });
  if (!socket) throw new Error("no socket");
  socket.accept();
  const heard = Promise.withResolvers<Record<string, unknown>>();
  const welcomed = new Promise<void>((resolve) => {
    socket.addEventListener("message", ({ data }) => {
      const frame = JSON.parse(String(data));
      if (frame.type === "welcome") resolve();
      if (frame.event && field in frame.event) heard.resolve(frame.event);
    });
  });
  socket.send(JSON.stringify({ type: "hello", v: 1, device_id: "test" }));
  await welcomed;
  return { heard: heard.promise };
}

describe("a conversation changed by call", () => {
  test("[DATA53] goes through its room: devices hear of it, and the answer has it", async () => {
    const { mara, room } = await openRoom();
    const { heard } = await listen(room.id, mara.cookie, "title");
    const change = {
      title: "By the lamp",
      status: "pinned",
      conversation_settings: { message_retention_days: 30 },
      turn_taking: { max_replies: 1 },
    };
    const response = await patch(room.id, mara.token, change);
    const row = await json(response);
    expect([response.status, row.title, row.status]).toEqual([200, "By the lamp", "pinned"]);
    expect(row.conversation_settings).toMatchObject({ message_retention_days: 30, allow_file_sharing: true });
    expect(row.turn_taking).toMatchObject({ max_replies: 1, hold_on_failure: false });
    expect(await heard).toMatchObject({ title: "By the lamp", status: "pinned" });
    const stored = await db
      .prepare("SELECT title FROM conversations WHERE id = ?")
      .bind(room.id)
      .first<string>("title");
    expect(stored).toBe("By the lamp");
  });

  test("[DATA53] what the room refuses is refused by the field's own name", async () => {
    const { mara, room } = await openRoom();
    const days = { conversation_settings: { message_retention_days: 0 } };
    expect(await complaint(await patch(room.id, mara.token, days))).toEqual([
      400,
      "conversation_settings.message_retention_days",
    ]);
    expect(await complaint(await patch(room.id, mara.token, { persona_id: "nobody" }))).toEqual([404, "persona_id"]);
    expect(await complaint(await patch(room.id, mara.token, { user: "me" }))).toEqual([400, "user"]);
  });

  test("[DATA53] only its owner changes it", async () => {
    const { mara, ivy, room } = await openRoom();
    expect((await patch(room.id, ivy.token, { title: "Mine" })).status).toBe(404);
    expect((await json(await call(`/api/conversations/${room.id}`, { token: mara.token }))).title).toBeNull();
  });
});

describe("a message posted by call", () => {
  test("[DATA54] is said in the room under the caller's name, and wakes nobody where it asks for silence", async () => {
    const { mara, room } = await openRoom();
    const response = await post(mara.token, { conversation: room.id, entry: "Is it lit?", respond: false });
    expect(response.status).toBe(201);
    expect(await json(response)).toMatchObject({
      entry: "Is it lit?",
      user: mara.user.id,
      author_name: "Mara",
      bot: null,
    });
    const said = await messagesIn(room.id, mara.token);
    expect(said.map((m: { entry: string }) => m.entry)).toEqual(["Aye.", "Is it lit?"]);
  });

  test("[DATA54] once per ref, whatever happens to the answer", async () => {
    const { mara, room } = await openRoom();
    const body = { conversation: room.id, entry: "Once.", respond: false, ref: crypto.randomUUID() };
    const ids = await Promise.all([1, 2, 3].map(async () => (await json(await post(mara.token, body))).id));
    expect(new Set(ids).size).toBe(1);
    expect(await messagesIn(room.id, mara.token)).toHaveLength(2);
    expect((await post(mara.token, { ...body, entry: "Twice." })).status).toBe(409);
  });

  test("[DATA54] no part in the room is 404, and nothing is said", async () => {
    const { mara, ivy, room } = await openRoom();
    const body = { conversation: room.id, entry: "Let me in.", respond: false };
    expect((await post(ivy.token, body)).status).toBe(404);
    expect((await post(ivy.token, { ...body, conversation: "missing" })).status).toBe(404);
    expect(await messagesIn(room.id, mara.token)).toHaveLength(1);
  });

  test("[DATA54] what the room refuses is refused by the field's own name", async () => {
    const { mara, bot, room } = await openRoom();
    const say = async (more: object) =>
      complaint(await post(mara.token, { conversation: room.id, entry: "Hm.", respond: false, ...more }));
    expect(await say({ entry: "  " })).toEqual([400, "entry"]);
    expect(await say({ whisper_to: "stranger" })).toEqual([404, "whisper_to"]);
    expect(await say({ reply_to_id: "gone" })).toEqual([404, "reply_to_id"]);
    expect(await say({ mentions: [bot.id, "stranger"] })).toEqual([404, "mentions"]);
  });
});

test("[DATA76] a branch has the history up to a message, once a ref, for who takes part alone", async () => {
  const { mara, ivy, room } = await openRoom();
  await post(mara.token, { conversation: room.id, entry: "Is it lit?", respond: false });
  await post(mara.token, { conversation: room.id, entry: "Not yet.", respond: false });
  const [greeting, question] = await messagesIn(room.id, mara.token);
  const body = { message_id: question.id, ref: crypto.randomUUID() };
  const branch = (token: string, json: object) => call(`/api/conversations/${room.id}/branch`, { token, json });
  const made = await branch(mara.token, body);
  expect(made.status).toBe(201);
  const row = await json(made);
  expect(row).toMatchObject({ user: mara.user.id, conversation_metadata: { total_messages: 2 }, role: "owner" });
  expect((await json(await branch(mara.token, body))).id).toBe(row.id);
  const said = (await messagesIn(row.id, mara.token)).map((m: { entry: string }) => m.entry);
  expect(said).toEqual([greeting.entry, question.entry]);
  const copies = await json(await call(`/api/messages?conversation=${row.id}`, { token: mara.token }));
  expect(copies.docs).toHaveLength(2);
  expect(await messagesIn(room.id, mara.token)).toHaveLength(3);
  expect((await branch(ivy.token, body)).status).toBe(404);
  expect((await branch(mara.token, { message_id: "gone" })).status).toBe(404);
});

test("[DATA77] a member changes their own status and nothing else", async () => {
  const { mara, ivy, room } = await openRoom();
  await db
    .prepare(
      "INSERT INTO conversation_members (conversation, user, role, joined_at, createdAt, updatedAt) VALUES (?, ?, 'viewer', '2026', '2026', '2026')",
    )
    .bind(room.id, ivy.user.id)
    .run();
  expect(await json(await patch(room.id, ivy.token, { status: "muted" }))).toMatchObject({ status: "muted" });
  const owned = await json(await call(`/api/conversations/${room.id}`, { token: mara.token }));
  expect(owned).toMatchObject({ status: "active" });
  expect((await patch(room.id, ivy.token, { status: "pinned", title: "Mine" })).status).toBe(403);
  const kept = await json(await call(`/api/conversations/${room.id}`, { token: ivy.token }));
  expect(kept).toMatchObject({ status: "muted", title: null });
});
