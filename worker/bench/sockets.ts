import { MAX_SOCKETS_EACH } from "../../shared/protocol/limits.ts";
import { ApiClient } from "../torture/api-client.ts";

/** A socket of a benchmark: nothing but frames and a count. */
export interface BenchSocket {
  send(frame: object): void;
  /** Answers how to stop listening. */
  onText(listener: (raw: string) => void): () => void;
  close(): void;
}

/** Node hands an upgrade to a connection that a call has just used, and now and then loses it: then it is asked again. */
export async function openSocket(address: string, headers: Record<string, string> = {}): Promise<BenchSocket> {
  return await tryOpen(address, headers).catch(() => tryOpen(address, headers));
}

async function tryOpen(address: string, headers: Record<string, string>): Promise<BenchSocket> {
  // Node's WebSocket takes headers; the browser's types, which stand for both here, do not know.
  const socket = new WebSocket(address, { headers } as never);
  const listeners = new Set<(raw: string) => void>();
  socket.onmessage = ({ data }) => {
    for (const listener of listeners) listener(String(data));
  };
  await new Promise<void>((done, fail) => {
    socket.onopen = () => done();
    socket.onerror = () => fail(new Error(`no socket at ${address.split("?")[0]}`));
  });
  return {
    send: (frame) => socket.send(JSON.stringify(frame)),
    onText: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => socket.close(),
  };
}

/** A signed-in person with a room of one bot, on a running server. */
export async function openTable(url: string, email = "bench@example.test"): Promise<{ api: ApiClient; room: string }> {
  const api = await new ApiClient(url).signIn(email);
  const bot = await api.post<{ id: string }>("/api/bots", { name: "Bench", system_prompt: "You answer." });
  const room = await api.post<{ id: string }>("/api/conversations", { bot_ids: [bot.id] });
  return { api, room: room.id };
}

/** Devices in the room, past their hello. As many as one person may have are `api`'s, the others of people who come by a link. */
export async function joinRoom(api: ApiClient, room: string, count: number): Promise<BenchSocket[]> {
  const sockets: BenchSocket[] = [];
  const { code } = await api.post<{ code: string }>(`/api/conversations/${room}/invitations`, { role: "member" });
  for (let i = 0; i < count; i += MAX_SOCKETS_EACH) {
    const person = i === 0 ? api : await new ApiClient(api.url).signIn(`bench-${i}@example.test`);
    if (person !== api) await person.post(`/api/invitations/${code}/accept`, {});
    sockets.push(...(await openDevices(person, room, Math.min(MAX_SOCKETS_EACH, count - i))));
  }
  return sockets;
}

const idOf = (raw: string) => (JSON.parse(raw) as { id: string }).id;

async function openDevices(api: ApiClient, room: string, count: number): Promise<BenchSocket[]> {
  const sockets: BenchSocket[] = [];
  for (let i = 0; i < count; i++) sockets.push((await enterRoom(api, room, `bench-${i}`)).socket);
  return sockets;
}

/** One device in the room, and what it was welcomed with. */
export async function enterRoom(
  api: ApiClient,
  room: string,
  device: string,
): Promise<{ socket: BenchSocket; welcome: string }> {
  // By cookie: tickets are for the few devices of a person, and limited so.
  const cookie = `__session=${api.token}; __client_uat=1`;
  const address = `${api.url.replace("http", "ws")}/parties/conversation/${room}`;
  const socket = await openSocket(address, { cookie, origin: api.url });
  const welcomed = new Promise<string>((done) => {
    const off = socket.onText((raw) => {
      if (!raw.startsWith('{"type":"welcome"')) return;
      off();
      done(raw);
    });
  });
  // It reads, and says so where it is asked.
  socket.onText((raw) => {
    if (raw.startsWith('{"type":"probe"')) socket.send({ type: "ping", probe: idOf(raw) });
  });
  socket.send({ type: "hello", v: 1, device_id: device });
  return { socket, welcome: await welcomed };
}
