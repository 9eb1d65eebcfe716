import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "../run/server-process.ts";
import { ApiClient, eventually } from "./api-client.ts";
import { cardPng } from "./card-png.ts";
import { lockD1 } from "./d1-lock.ts";
import { wholeHistory } from "./history.ts";
import { LiveDevice } from "./live-device.ts";

let dir: string;
let server: ServerProcess;
let api: ApiClient;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "main-job-"));
  server = await startServer({ dir, vars: { PRACTICE_TOKENS_PER_SECOND: "40" } });
  api = await new ApiClient(server.url).signIn("anna@example.test");
});

afterAll(async () => {
  await server.kill9();
  rmSync(dir, { recursive: true, force: true });
});

interface Imported {
  status: string;
  result: { bots: string[]; knowledge_collections: string[]; knowledge: number };
}
interface Page<T> {
  docs: T[];
}
interface LogRow {
  id: string;
  knowledge_entry_id: string;
  activation_method: string;
  was_included: boolean;
  message_id: string;
}

const newBot = async (name: string, facts = {}) =>
  await api.post<{ id: string }>("/api/bots", { name, system_prompt: `You are ${name}, short of words.`, ...facts });
const newRoom = async (...bot_ids: string[]) => (await api.post<{ id: string }>("/api/conversations", { bot_ids })).id;
const isOver = (device: LiveDevice, replies: number) =>
  (device.store.view.value?.messages.filter((m) => m.bot !== null && !m.streaming).length ?? 0) >= replies;

/** What the newest message says so far where a bot wrote it; empty while it is still a person's. */
const toldBy = (device: LiveDevice) =>
  device.store.view.value?.messages.at(-1)?.bot == null ? "" : (device.texts().at(-1) ?? "");

/** What a bot has to tell when asked: of all lots the shortest is four sentences of it, more than a second. */
const TALE = [
  "The harbour was dug by hand in a dry summer.",
  "Its wall is older than the church, and leans.",
  "Boats come in at dusk with their lamps half shut.",
  "Nobody has ever counted the steps down to the water.",
  "The crane at its end has not moved since the war.",
  "In winter the gulls have it to themselves.",
].join(" ");
/** A card whose bot answers `asked` with the tale: without it what a bot says, and how long, is drawn by lot. */
const teller = (asked: string) => ({ speech_examples: [{ example: `{{user}}: ${asked}\n{{char}}: ${TALE}` }] });

test("[TOR2] the main job: an imported card and a second bot in one room, on two devices", async () => {
  const imported = await api.upload<Imported>(
    "/api/import",
    cardPng("Sera", "glade", "The glade is older than the harbour."),
    "sera.png",
  );
  expect(imported).toMatchObject({ status: "done", result: { knowledge: 1 } });
  const [sera = ""] = imported.result.bots;
  const asked = "@Sera tell @Tobias about the glade";
  const second = await newBot("Tobias", { greeting: "Evening.", ...teller(asked) });
  const room = await newRoom(sera, second.id);
  const desk = await new LiveDevice(api, room, "desk").connect();
  const phone = await new LiveDevice(api, room, "phone").connect();

  desk.store.send(asked);
  let samples = 0;
  /** Samples that met a reply half told. */
  let midway = 0;
  while (!isOver(desk, 3) || !isOver(phone, 3)) {
    const [a, b] = [desk.texts(), phone.texts()];
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const [short = "", long = ""] = [a[i] ?? "", b[i] ?? ""].sort((x, y) => x.length - y.length);
      expect(long.startsWith(short), `one is a prefix of the other: ${short} | ${long}`).toBe(true);
    }
    samples++;
    if (toldBy(desk) !== "" && desk.store.view.value?.messages.at(-1)?.streaming) midway++;
    await new Promise((done) => setTimeout(done, 20));
    if (samples > 2_000) throw new Error("the replies do not end");
  }
  expect(midway, "looked at while it was told").toBeGreaterThan(0);
  expect(desk.store.view.value?.messages).toEqual(phone.store.view.value?.messages);
  expect(desk.store.view.value?.messages.map((m) => m.author_name)).toEqual([
    "Sera",
    expect.any(String),
    "Sera",
    "Tobias",
  ]);

  const reply = desk.store.view.value?.messages[2];
  const frame = desk.heard.find((f) => f.type === "activation" && f.message_id === reply?.id);
  const live = frame?.type === "activation" ? frame.rows : [];
  expect(live).toMatchObject([{ activation_method: "keyword", was_included: true, entry_title: "glade" }]);
  expect(desk.heard.indexOf(frame as never)).toBeLessThan(desk.heard.findIndex((f) => f.type === "delta"));
  const stored = await eventually(
    () => api.get<Page<LogRow>>(`/api/knowledge-activation-log?conversation_id=${room}`),
    ({ docs }) => docs.some((row) => row.message_id === reply?.id),
  );
  expect(stored.docs.find((row) => row.message_id === reply?.id)).toMatchObject({ ...live[0] });

  expect(await wholeHistory(api, room)).toEqual(desk.store.view.value?.messages);
  const receipt = await api.get<{ messages: unknown[] }>(`/api/conversations/${room}/messages/${reply?.id}/prompt`);
  expect(JSON.stringify(receipt.messages)).toContain("older than the harbour");
  desk.close();
  phone.close();
});

test("[TOR5] a device that comes back in mid-reply has all text so far, then the rest", async () => {
  const asked = "Tell me everything you know about the harbour.";
  const room = await newRoom((await newBot("Longwind", teller(asked))).id);
  const desk = await new LiveDevice(api, room, "desk").connect();
  desk.store.send("Tell me everything you know about the harbour, please.");
  const soFar = await eventually(
    () => toldBy(desk),
    (text) => text.length > 60,
  );
  desk.close();
  const back = await new LiveDevice(api, room, "desk").connect();
  expect(back.store.view.value?.messages.at(-1)).toMatchObject({ streaming: true });
  expect(back.texts().at(-1)?.startsWith(soFar)).toBe(true);
  await eventually(() => isOver(back, 1), Boolean);
  expect(back.texts().at(-1)?.startsWith(soFar)).toBe(true);
  expect(back.store.view.value?.messages.at(-1)).toMatchObject({ interrupted: false, streaming: false });
});

test("[TOR3] with every tab closed in mid-reply the reply is complete afterwards, also in D1", async () => {
  const asked = "Go on about the harbour without me, will you?";
  const room = await newRoom((await newBot("Alone", teller(asked))).id);
  const desk = await new LiveDevice(api, room, "desk").connect();
  desk.store.send(asked);
  await eventually(
    () => toldBy(desk),
    (text) => text.length > 5,
  );
  desk.close();
  const [reply] = await eventually(
    async () => (await wholeHistory(api, room)).slice(-1),
    ([m]) => m?.bot !== null && m?.streaming === false,
  );
  expect(reply).toMatchObject({ interrupted: false, failed: null });
  const inD1 = await eventually(
    () => api.get<Page<{ id: string; entry: string }>>(`/api/messages?conversation=${room}`),
    ({ docs }) => docs.some((m) => m.id === reply?.id),
  );
  expect(inD1.docs.find((m) => m.id === reply?.id)?.entry).toBe(reply?.entry);
});

/** Long enough for several tries of the outbox; `npm run torture -- outage` takes minutes. */
const OUTAGE_MS = 10_000;
/** Messages of it, on however slow a machine. */
const FEWEST = 12;

test("[TOR4] while D1 takes no writes the room goes on; then it catches up in order, nothing twice", {
  timeout: 120_000,
}, async () => {
  const room = await newRoom((await newBot("Steady")).id);
  const desk = await new LiveDevice(api, room, "desk").connect();
  const unlock = await lockD1(dir);
  const until = Date.now() + OUTAGE_MS;
  let n = 0;
  while (Date.now() < until || n < FEWEST) {
    const ref = desk.store.send(`during the outage ${n}`, { respond: n % 10 === 0 });
    await eventually(() => desk.acked.has(ref), Boolean);
    n++;
    await new Promise((done) => setTimeout(done, 500));
  }
  unlock();
  const health = await eventually(
    () => api.get<Page<{ entry: string; seq: number }>>(`/api/messages?conversation=${room}&limit=100`),
    ({ docs }) => docs.length >= n,
    60_000,
  );
  const room_ = await eventually(
    () => wholeHistory(api, room),
    (rows) => rows.every((m) => !m.streaming),
  );
  const written = await eventually(
    () => api.get<Page<{ entry: string; seq: number }>>(`/api/messages?conversation=${room}&limit=100`),
    ({ docs }) => docs.length === room_.length,
  );
  const inOrder = written.docs.toSorted((a, b) => a.seq - b.seq).map((m) => m.entry);
  expect(inOrder).toEqual(room_.map((m) => m.entry));
  expect(health.docs.length).toBeGreaterThan(0);
});

test.each([
  ["GET", "/api/nothing-here", 404, "not_found"],
  ["DELETE", "/api/health", 405, "method_not_allowed"],
  ["POST", "/api/bots", 413, "too_large"],
])("[TOR6] %s %s is answered %i in problem+json", async (method, path, status, code) => {
  const body = method === "POST" ? JSON.stringify({ name: "x".repeat(30_000_000) }) : null;
  // An account of its own: what the tests before it asked does not count against it.
  const { token } = await new ApiClient(server.url).signIn("refused@example.test");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(server.url + path, { method, headers, body });
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  expect(await response.json()).toMatchObject({ status, code, request_id: expect.any(String) });
});

async function refusal(path: string, headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(server.url.replace("http", "ws") + path, { headers } as never);
  return await new Promise((done) => {
    socket.onclose = ({ code }) => done(code);
  });
}

test("[TOR6] sockets that may not come in are closed with the code that says why", async () => {
  const room = await newRoom((await newBot("Private")).id);
  const stranger = await new ApiClient(server.url).signIn("stranger@example.test");
  const cookie = { cookie: `__session=${api.token}`, origin: "http://evil.example" };
  expect(await refusal(`/parties/conversation/${room}`)).toBe(4401);
  expect(await refusal(`/parties/conversation/${room}?ticket=nonsense`)).toBe(4401);
  expect(await refusal(`/parties/conversation/${room}`, cookie)).toBe(4403);
  await expect(stranger.post("/api/tickets", { party: "conversation", room })).rejects.toThrow("404");
  const { ticket } = await api.post<{ ticket: string }>("/api/tickets", { party: "conversation", room });
  expect(await refusal(`/parties/conversation/00000000-0000-7000-8000-000000000000?ticket=${ticket}`)).toBe(4401);
  const first = new WebSocket(`${server.url.replace("http", "ws")}/parties/conversation/${room}?ticket=${ticket}`);
  await new Promise((done) => {
    first.onopen = done;
  });
  expect(await refusal(`/parties/conversation/${room}?ticket=${ticket}`)).toBe(4401);
  first.close();
});
