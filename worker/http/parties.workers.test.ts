import { describe, expect, test, vi } from "vitest";
import { decodeIdentity, IDENTITY_HEADER } from "../conversation/identity.ts";
import type { Env } from "../env.ts";
import { issuerOf } from "../services/session/issuer.ts";
import { issueTicket } from "../services/session/socket-tickets.ts";
import { verifyProof } from "../services/session/verify-proof.ts";
import { call, cookiesOf, envWith, json, ORIGIN, signIn } from "./testing/call.ts";

const { DB } = envWith();

/** An object that shows what reached it. */
function listener(): { vars: Partial<Env>; seen: Request[]; redeemed: string[] } {
  const seen: Request[] = [];
  const redeemed: string[] = [];
  const stub = {
    fetch: async (request: Request) => {
      seen.push(request);
      const { 0: client, 1: server } = new WebSocketPair();
      server.accept();
      return new Response(null, { status: 101, webSocket: client });
    },
    redeem: async (jti: string) => !redeemed.includes(jti) && redeemed.push(jti) > 0,
  };
  const CONVERSATION = { getByName: () => stub } as unknown as Env["CONVERSATION"];
  return { vars: { CONVERSATION }, seen, redeemed };
}

interface Knock {
  readonly cookie?: string;
  readonly origin?: string | null;
  readonly headers?: Record<string, string>;
  readonly vars?: Partial<Env>;
}

/** Opens a socket and says how it ended: `open`, or the code it was closed with. */
async function knock(
  path: string,
  { cookie, origin = ORIGIN, headers = {}, vars = {} }: Knock = {},
): Promise<number | "open"> {
  const all = {
    upgrade: "websocket",
    ...(cookie === undefined ? {} : { cookie }),
    ...(origin === null ? {} : { origin }),
    ...headers,
  };
  const response = await call(path, { headers: all, vars });
  const socket = response.webSocket;
  if (socket === null) throw new Error(`answered ${response.status}`);
  const ended = new Promise<number>((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)));
  socket.accept();
  const open = new Promise<"open">((resolve) => setTimeout(resolve, 30, "open"));
  return Promise.race([ended, open]);
}

/** A guest with a room: the shortest way to both. */
async function guestRoom(): Promise<{ room: string; token: string; cookie: string; userId: string }> {
  const response = await call("/api/guest", { json: { name: "Robin" } });
  const { room, token, user } = await json(response);
  return { room, token, cookie: cookiesOf(response), userId: user.id };
}

const ticketFor = async (token: string, room: string, headers: Record<string, string> = {}): Promise<string> =>
  (await json(await call("/api/tickets", { json: { party: "conversation", room }, token, headers }))).ticket;

describe("sockets", () => {
  test("[SOCK1] nobody is 4401, a stranger and a room that is not there both 4404", async () => {
    const { room, cookie } = await guestRoom();
    const stranger = await signIn("stranger@example.org");
    const object = listener();
    const { vars } = object;
    expect(await knock(`/parties/conversation/${room}`, { vars })).toBe(4401);
    expect(await knock(`/parties/conversation/${room}`, { vars, cookie: "__session=x; __client_uat=1" })).toBe(4401);
    expect(await knock(`/parties/conversation/${room}`, { vars, cookie: stranger.cookie })).toBe(4404);
    expect(await knock("/parties/conversation/0199-not-there", { vars, cookie })).toBe(4404);
    expect(await knock("/parties/conversation/..%2F..%2Fx", { vars, cookie })).toBe(4404);
    expect(object.seen).toEqual([]);
    expect(await knock(`/parties/conversation/${room}`, { vars, cookie })).toBe("open");
  });

  test("[SOCK1] a suspended person is 4403", async () => {
    const { room, cookie, userId } = await guestRoom();
    await DB.prepare("update users set suspended_at = 'now' where id = ?").bind(userId).run();
    expect(await knock(`/parties/conversation/${room}`, { cookie, vars: listener().vars })).toBe(4403);
  });

  const FOREIGN = [
    "null",
    "",
    "http://127.0.0.1",
    "http://127.0.0.1:8788",
    "https://127.0.0.1:8787",
    "http://127.0.0.1:8787/",
    "http://127.0.0.1:8787.evil.example",
    "http://127.0.0.1:87870",
    "http://evil.example/http://127.0.0.1:8787",
    "http://user@127.0.0.1:8787",
    "HTTP://127.0.0.1:8787",
    "http://LOCALHOST:8787",
    "http://localhost.:8787",
    "http://[::1]:8787",
    "http://127.0.0.1:8787, http://evil.example",
    "http://127.1:8787",
    "http://0x7f000001:8787",
    "http://xn--localhst-s3a:8787",
    "file://",
    "chrome-extension://abc",
    "ws://127.0.0.1:8787",
    "//127.0.0.1:8787",
    "127.0.0.1:8787",
    "http://evil.example#http://127.0.0.1:8787",
    "http://evil.example",
  ];
  test("[SOCK2] a cookie from a foreign page does not count, however its origin is written", async () => {
    const { room, cookie } = await guestRoom();
    const object = listener();
    for (const origin of FOREIGN) {
      const end = await knock(`/parties/conversation/${room}`, { cookie, origin, vars: object.vars });
      expect([origin, end]).toEqual([origin, 4403]);
    }
    expect(object.seen).toEqual([]);
  });

  test("[SOCK2] without an Origin a cookie does not count, a ticket does", async () => {
    const { room, cookie, token } = await guestRoom();
    const { vars } = listener();
    expect(await knock(`/parties/conversation/${room}`, { cookie, origin: null, vars })).toBe(4401);
    const ticket = await ticketFor(token, room);
    expect(await knock(`/parties/conversation/${room}?ticket=${ticket}`, { origin: null, vars })).toBe("open");
  });

  test("[SOCK3] a ticket opens once, also when it is used twice at once", async () => {
    const { room, token } = await guestRoom();
    const { vars } = listener();
    const ticket = await ticketFor(token, room);
    const path = `/parties/conversation/${room}?ticket=${ticket}`;
    const ends = await Promise.all([1, 2, 3].map(() => knock(path, { origin: null, vars })));
    expect(ends.filter((end) => end === "open")).toHaveLength(1);
    expect(ends.filter((end) => end === 4401)).toHaveLength(2);
  });

  test("[SOCK3] a ticket opens no other room and from no other origin", async () => {
    const { room, token, cookie } = await guestRoom();
    const other = await guestRoom();
    const { vars } = listener();
    const ticket = await ticketFor(token, room, { origin: ORIGIN });
    expect(await knock(`/parties/conversation/${other.room}?ticket=${ticket}`, { vars })).toBe(4401);
    const path = `/parties/conversation/${room}?ticket=${ticket}`;
    expect(await knock(path, { origin: null, vars })).toBe(4401);
    expect(await knock(path, { origin: "http://localhost:8787", vars })).toBe(4401);
    expect(await knock(`/parties/conversation/${room}?ticket=${token}`, { cookie, vars })).toBe(4401);
    expect(await knock(path, { vars })).toBe("open");
  });

  test("[SOCK3] a ticket is over after 30 seconds, with its session, and with its user", async () => {
    const { room, token, userId } = await guestRoom();
    const { vars } = listener();
    const issuer = await issuerOf(DB, Date.now());
    const of = (sessionId: string) => ({
      principal: { userId, sessionId, expiresAtMs: Date.now() + 60_000 },
      party: "conversation",
      room,
      origin: null,
    });
    const old = await issueTicket(issuer, of("s"), Date.now() - 31_000);
    expect(await knock(`/parties/conversation/${room}?ticket=${old.ticket}`, { origin: null, vars })).toBe(4401);
    const ticket = await ticketFor(token, room);
    await call("/api/logout", { method: "POST", token });
    expect(await knock(`/parties/conversation/${room}?ticket=${ticket}`, { origin: null, vars })).toBe(4401);
  });

  test("[SOCK3] tickets are given for rooms one may enter, and for parties there are", async () => {
    const { room, token } = await guestRoom();
    const stranger = await signIn("stranger@example.org");
    const ask = (json: unknown, who?: string) => call("/api/tickets", { json, ...(who ? { token: who } : {}) });
    expect((await ask({ party: "conversation", room })).status).toBe(401);
    expect((await ask({ party: "conversation", room }, stranger.token)).status).toBe(404);
    expect((await ask({ party: "media", room }, token)).status).toBe(400);
    const given = await json(await ask({ party: "conversation", room }, token));
    expect(Date.parse(given.expires_at) - Date.now()).toBeLessThanOrEqual(30_000);
  });

  const SPOOFED = [
    IDENTITY_HEADER,
    "X-BC-Identity",
    ...["props", "room", "namespace", "id", "admin", "role", "user"].map((name) => `x-partykit-${name}`),
    ...["identity", "role", "user", "user-id", "member", "admin", "token"].map((name) => `X-Bc-${name}`),
    ...["connecting-ip", "ipcountry", "ray", "visitor", "worker", "access-jwt-assertion"].map((name) => `cf-${name}`),
  ];
  test("[SOCK4] the object gets the proved identity and nothing it would believe besides", async () => {
    const { room, cookie, userId, token } = await guestRoom();
    const object = listener();
    const forged = JSON.stringify({
      user_id: "someone",
      role: "owner",
      name: "x",
      expires_at_ms: 9e15,
      device_kind: "x",
    });
    const headers = Object.fromEntries(SPOOFED.map((name) => [name, encodeURIComponent(forged)]));
    const ticket = await ticketFor(token, room, { origin: ORIGIN });
    const query = `?ticket=${ticket}&_pk=me&role=owner`;
    const more = { authorization: "Bearer x", "user-agent": "Mozilla/5.0 (iPhone) Mobile" };
    await knock(`/parties/conversation/${room}${query}`, {
      cookie,
      headers: { ...headers, ...more },
      vars: object.vars,
    });
    const request = object.seen[0]!;
    expect(request.url).toBe(`${ORIGIN}/parties/conversation/${room}`);
    expect(decodeIdentity(request.headers.get(IDENTITY_HEADER))).toMatchObject({
      user_id: userId,
      name: "Robin",
      role: "owner",
      device_kind: "phone",
    });
    const left = [...request.headers]
      .map(([name]) => name)
      .filter((name) => /^(x-partykit|x-bc|cf-|cookie|authorization)/.test(name));
    expect(left).toEqual([IDENTITY_HEADER]);
    expect([...request.headers].join()).not.toContain(ticket);
  });

  test("[SOCK4] a proof lasts ten minutes, or as long as the session if that is less", async () => {
    const { room, cookie, userId } = await guestRoom();
    const proofEnd = async (): Promise<number> => {
      const object = listener();
      await knock(`/parties/conversation/${room}`, { cookie, vars: object.vars });
      return decodeIdentity(object.seen[0]!.headers.get(IDENTITY_HEADER))!.expires_at_ms;
    };
    const [before, end, after] = [Date.now(), await proofEnd(), Date.now()];
    expect([end >= before + 600_000, end <= after + 600_000]).toEqual([true, true]);
    const soon = new Date(Date.now() + 120_000).toISOString();
    await DB.prepare("update users set expires_at = ? where id = ?").bind(soon, userId).run();
    expect(await proofEnd()).toBe(Date.parse(soon));
  });

  test("[SOCK5] nothing else leads to an object", async () => {
    const { room, cookie } = await guestRoom();
    const object = listener();
    const paths = [
      "db",
      "media",
      "assets",
      "CONVERSATION",
      "Conversation",
      "conversation-room",
      "__proto__",
      "USER",
      "feed",
    ];
    for (const party of paths) {
      const response = await call(`/parties/${party}/${room}`, {
        cookie,
        headers: { upgrade: "websocket" },
        vars: object.vars,
      });
      expect([party, response.status]).toEqual([party, 404]);
    }
    for (const path of [
      "/parties",
      "/parties/",
      "/parties/conversation",
      `/parties/conversation/${room}/more`,
      `/parties/conversation/${room}`,
    ])
      expect((await call(path, { cookie, vars: object.vars })).status).toBe(404);
    const post = { method: "POST", cookie, headers: { upgrade: "websocket" }, vars: object.vars };
    expect((await call(`/parties/conversation/${room}`, post)).status).toBe(404);
    expect(object.seen).toEqual([]);
  });

  test("[SOCK8] a flood of upgrades from one address closes 4429, others come in", async () => {
    const { room, cookie } = await guestRoom();
    const { vars } = listener();
    const headers = { "cf-connecting-ip": "flood" };
    const path = `/parties/conversation/${room}`;
    const ends = await Promise.all(Array.from({ length: 610 }, () => knock(path, { headers, vars })));
    expect(ends.filter((end) => end === 4401)).toHaveLength(600);
    expect(ends.filter((end) => end === 4429)).toHaveLength(10);
    expect(await knock(path, { cookie, vars })).toBe("open");
  });

  test("[SOCK9] an open socket agrees to a small window of compression, and a refusal to none", async () => {
    const { room, cookie } = await guestRoom();
    const agreed = async (headers: Record<string, string>) => {
      const path = `/parties/conversation/${room}`;
      const all = { upgrade: "websocket", origin: ORIGIN, ...headers };
      const response = await call(path, { headers: all, vars: listener().vars });
      response.webSocket?.accept();
      return response.headers.get("sec-websocket-extensions");
    };
    const small = "permessage-deflate; server_max_window_bits=11; client_max_window_bits=11";
    expect(await agreed({ cookie })).toBe(small);
    expect(await agreed({})).toBeNull();
  });

  test("[SOCK6] while D1 cannot be asked a socket is told to come back", async () => {
    const { room, cookie } = await guestRoom();
    const broken = {
      prepare: () => {
        throw new Error("D1_ERROR: down");
      },
    } as unknown as D1Database;
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    const vars = { ...listener().vars, DB: broken };
    expect(await knock(`/parties/conversation/${room}`, { cookie, vars })).toBe(1013);
    expect(printed).toHaveBeenCalledOnce();
    printed.mockRestore();
  });

  test("[USER1] [USER4] the object of a person is theirs alone, by cookie or by a ticket used once", async () => {
    const { token, cookie, userId } = await guestRoom();
    const other = await guestRoom();
    expect(await knock(`/parties/user/${userId}`, { cookie })).toBe("open");
    expect(await knock(`/parties/user/${userId}`)).toBe(4401);
    expect(await knock(`/parties/user/${userId}`, { cookie: other.cookie })).toBe(4404);
    expect(await knock("/parties/user/nobody", { cookie })).toBe(4404);
    const ask = (room: string) => call("/api/tickets", { json: { party: "user", room }, token });
    expect((await ask(other.userId)).status).toBe(404);
    const { ticket } = await json(await ask(userId));
    const path = `/parties/user/${userId}?ticket=${ticket}`;
    expect(await knock(`/parties/user/${other.userId}?ticket=${ticket}`, { origin: null })).toBe(4401);
    expect([await knock(path, { origin: null }), await knock(path, { origin: null })]).toEqual(["open", 4401]);
  });

  test("[SOCK7] an open socket proves itself by token or ticket, for its own room, each ticket once", async () => {
    const { room, token, userId } = await guestRoom();
    const used: string[] = [];
    const redeem = (jti: string) => !used.includes(jti) && used.push(jti) > 0;
    const proves = (proof: { token?: string; ticket?: string }, at = room) =>
      verifyProof(envWith(), proof, { party: "conversation", room: at }, Date.now(), redeem);
    expect(await proves({ token })).toMatchObject({ userId, guest: true });
    const ticket = await ticketFor(token, room);
    expect(await proves({ ticket }, "another-room")).toBeNull();
    expect(await proves({ ticket })).toMatchObject({ userId });
    expect(await proves({ ticket })).toBeNull();
    for (const nothing of [{}, { token: "x" }, { ticket: "x" }, { ticket: token }, { token: ticket }])
      expect(await proves(nothing)).toBeNull();
  });
});
