import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "../run/server-process.ts";
import { ApiClient, eventually } from "./api-client.ts";
import { Ledger } from "./ledger.ts";
import { RawDevice } from "./raw-device.ts";
import { RawSocket, wsFrame } from "./raw-socket.ts";
import { deflateBomb, type Fate, WIRE_CASES, type WireCase } from "./wire-cases.ts";

/** So long a connection may take to end; one that goes on is asked for a sign of life instead. */
const END_MS = 30_000;
/** Sockets at once: one person has eight in a room, and one of them is the neighbour. */
const AT_ONCE = 6;

let dir: string;
let server: ServerProcess;
let api: ApiClient;
let room: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "wire-"));
  server = await startServer({ dir });
  api = await new ApiClient(server.url).signIn("wire@example.test");
  const bot = await api.post<{ id: string }>("/api/bots", { name: "Silent", system_prompt: "You listen." });
  room = (await api.post<{ id: string }>("/api/conversations", { bot_ids: [bot.id] })).id;
});
afterAll(async () => {
  await server.kill9();
  rmSync(dir, { recursive: true, force: true });
});

/** What became of a connection: the code it was closed with, `ended` without one, or that it `goes on`. */
async function play({ bytes }: WireCase): Promise<number | "ended" | "goes on"> {
  const socket = await RawSocket.open(api, room);
  for (const part of bytes) socket.write(part);
  const before = socket.heard.texts.filter((text) => text.includes("pong")).length;
  socket.write(wsFrame({ opcode: 1, payload: '{"type":"ping"}' }));
  await socket.until(
    ({ texts, code, isOver }) =>
      isOver || code !== null || texts.filter((text) => text.includes("pong")).length > before,
    END_MS,
  );
  const { code, isOver } = socket.heard;
  socket.destroy();
  if (code !== null) return code;
  return isOver ? "ended" : "goes on";
}

function isRight(fate: Fate, outcome: number | "ended" | "goes on"): boolean {
  if (fate === "either") return true;
  if (fate === "goes on") return outcome === "goes on";
  if (fate === "ends") return outcome !== "goes on";
  return typeof outcome === "number" && fate.includes(outcome);
}

test("[SOCK9] a socket looks 2 KiB back, or less where its client wants so, and not at all where nothing was offered", async () => {
  const agreed = async (offered: string) => {
    const socket = await RawSocket.open(api, room, offered);
    socket.destroy();
    return socket.extensions;
  };
  expect(await agreed("")).toBe("");
  expect(await agreed("permessage-deflate")).toBe("permessage-deflate; server_max_window_bits=11");
  expect(await agreed("permessage-deflate; client_max_window_bits")).toMatch(/client_max_window_bits=11/);
  expect(await agreed("permessage-deflate; server_max_window_bits=9")).toMatch(/server_max_window_bits=9$/);
});

test(`[TORT6] ${WIRE_CASES.length} ways to speak WebSocket wrongly, or just rightly, end as they must; the server lives`, async () => {
  const device = await new RawDevice(api, room, { ledger: new Ledger(), name: "victim" }).connect();
  const wrong: string[] = [];
  const queue = [...WIRE_CASES];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const outcome = await play(next).catch(String);
      if (!isRight(next.fate, outcome as "ended")) wrong.push(`${next.name}: ${outcome}, not ${next.fate}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  expect(wrong).toEqual([]);
  const ref = device.say("still here", { respond: false });
  await eventually(() => device.isAnswered(ref), Boolean);
  expect(device.closedWith).toEqual([]);
  device.drop();
});

test("[TORT6] twenty compressed megabytes of nothing close their sockets and no other", async () => {
  const device = await new RawDevice(api, room, { ledger: new Ledger(), name: "neighbour" }).connect();
  const bomb = deflateBomb(1024 * 1024);
  expect(bomb.length).toBeLessThan(4_096);
  const ends: (number | null)[] = [];
  const burst = async () => {
    const socket = await RawSocket.open(api, room, "permessage-deflate");
    socket.write(bomb);
    await socket.until(({ code, isOver }) => isOver || code !== null, END_MS);
    socket.destroy();
    ends.push(socket.heard.code);
  };
  while (ends.length < 20) await Promise.all(Array.from({ length: AT_ONCE }, burst));
  expect(new Set(ends)).toEqual(new Set([4413]));
  const ref = device.say("still here", { respond: false });
  await eventually(() => device.isAnswered(ref), Boolean);
});
