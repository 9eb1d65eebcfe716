import { expect, test } from "vitest";
import { applyClerkEvent } from "../services/users/clerk-events.ts";
import { call, envWith, json, ORIGIN, signIn } from "./testing/call.ts";

type Someone = Awaited<ReturnType<typeof signIn>>;
/**
 * From the end of an access to the end of its sockets, milliseconds. The promise is two seconds (reliability P20), and is
 * measured by the torture run; here a busy machine may stand still, and what is not pushed comes after a minute.
 */
const LIMIT_MS = 20_000;

/** A device in a room: what it hears, and with which code and when it was closed. */
async function enter(room: string, { cookie }: Someone) {
  const headers = { upgrade: "websocket", origin: ORIGIN };
  const { webSocket: socket } = await call(`/parties/conversation/${room}`, { cookie, headers });
  if (!socket) throw new Error("no socket");
  const heard: string[] = [];
  const closed = new Promise<{ code: number; atMs: number; heard: number }>((resolve) =>
    socket.addEventListener("close", ({ code }) => resolve({ code, atMs: Date.now(), heard: heard.length })),
  );
  const welcomed = new Promise<void>((resolve) =>
    socket.addEventListener("message", ({ data }) => {
      heard.push(String(data));
      if (JSON.parse(String(data)).type === "welcome") resolve();
    }),
  );
  socket.accept();
  socket.send(JSON.stringify({ type: "hello", v: 1, device_id: crypto.randomUUID() }));
  await welcomed;
  const say = (body: object) => socket.send(JSON.stringify({ ref: crypto.randomUUID(), ...body }));
  return { closed, heard, say };
}

test("[PEOPLE10] every way in which access ends closes live sockets at once, for good", async () => {
  const mara = await signIn("mara@example.org", "Mara");
  const post = (path: string, fields: object, who = mara) => call(`/api/${path}`, { token: who.token, json: fields });
  const bot = await json(await post("bots", { name: "Keeper", system_prompt: "Keep the light." }));
  const room: string = (await json(await post("conversations", { bot_ids: [bot.id] }))).id;
  const { code } = await json(await post(`conversations/${room}/invitations`, { role: "member" }));
  const own = await enter(room, mara);
  const ways: Record<string, [code: number, end: (who: Someone) => unknown]> = {
    kick: [4403, ({ user }) => own.say({ type: "members", remove: [user.id] })],
    block: [4403, ({ user }) => post("blocks", { user: user.id })],
    logout: [4401, ({ cookie }) => call("/api/logout", { method: "POST", cookie })],
    suspension: [
      4403,
      ({ user: { id } }) =>
        call(`/api/admin/users/${id}`, {
          method: "PATCH",
          token: mara.token,
          json: { suspended_at: new Date().toISOString(), reason: "for the test's sake" },
        }),
    ],
    deletion: [
      4401,
      ({ user, cookie }) => call("/api/me", { method: "DELETE", cookie, json: { confirm: user.email } }),
    ],
    "end at Clerk": [
      4401,
      async ({ user: { id } }) => {
        await envWith().DB.prepare("update users set clerk_user_id = 'user_x' where id = ?").bind(id).run();
        await applyClerkEvent(envWith(), { id: "msg", type: "user.deleted", data: { id: "user_x" } }, Date.now());
      },
    ],
  };
  for (const [way, [expected, end]] of Object.entries(ways)) {
    const who = await signIn(`${way.replaceAll(" ", "-")}@example.org`, way);
    const accepted = await call(`/api/invitations/${code}/accept`, { method: "POST", token: who.token });
    expect([way, accepted.status]).toEqual([way, 200]);
    const device = await enter(room, who);
    const sinceMs = Date.now();
    await end(who);
    const closed = await device.closed;
    expect([way, closed.code]).toEqual([way, expected]);
    expect(closed.atMs - sinceMs, way).toBeLessThan(LIMIT_MS);
    own.say({ type: "send", text: `after ${way}`, respond: false });
    await expect.poll(() => own.heard.join("")).toContain(`after ${way}`);
    expect([way, device.heard.length]).toEqual([way, closed.heard]);
  }
  const { id } = await json(
    await call(`/api/conversations/${room}?undo=true`, { method: "DELETE", token: mara.token }),
  );
  expect((await own.closed).code).toBe(4410);
  expect((await call(`/api/jobs/${id}`, { method: "DELETE", token: mara.token })).status).toBe(200);
  const again = await enter(room, mara);
  await call(`/api/conversations/${room}`, { method: "DELETE", token: mara.token });
  expect((await again.closed).code).toBe(4410);
});

test("[PEOPLE10] a sign-in that Clerk ended counts for nothing any more", async () => {
  const ivy = await signIn("ivy@example.org", "Ivy");
  const { DB } = envWith();
  await DB.prepare("update users set clerk_user_id = 'user_ivy' where id = ?").bind(ivy.user.id).run();
  for (const type of ["session.ended", "session.removed", "session.revoked"])
    await applyClerkEvent(envWith(), { id: type, type, data: { id: `sess_${type}`, user_id: "user_ivy" } }, Date.now());
  const { results } = await DB.prepare(
    "select id from ended_sessions where id like 'sess\\_session%' escape '\\'",
  ).all();
  expect(results).toHaveLength(3);
});
