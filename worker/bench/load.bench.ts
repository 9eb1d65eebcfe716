/**
 * What rooms do together on one machine (`npm run bench -- load`):
 * 50 rooms × 2 devices, each device says something every ten seconds, by the clock and not by the last answer;
 * 500 devices cut off at once, all of which come back without a gap;
 * 1,000 idle sockets on 500 rooms, and the memory they hold.
 * `--seconds 60` is how long the first is measured. Beside the times stands what the runtime computed for each message
 * and each return: a machine that does much else makes times longer, and that hardly.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startServer } from "../run/server-process.ts";
import { ApiClient } from "../torture/api-client.ts";
import { openFaultProxy } from "../torture/fault-proxy.ts";
import { Ledger } from "../torture/ledger.ts";
import { checkLedger } from "../torture/ledger-check.ts";
import { RawDevice } from "../torture/raw-device.ts";
import { quantile } from "../torture/scoreboard.ts";
import { cpuMs, workerdOf } from "./process-cpu.ts";
import { printTable } from "./table.ts";

const { values } = parseArgs({ options: { seconds: { type: "string", default: "60" } } });
const SECONDS = Number(values.seconds);
const EVERY_MS = 10_000;
/** Of one person: below what a minute allows. */
const ROOMS_PER_PERSON = 50;

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
const at = (xs: readonly number[], share: number) => quantile(xs, share) ?? Number.NaN;

interface Place {
  readonly api: ApiClient;
  readonly room: string;
}

async function openRooms(url: string, count: number, of: string): Promise<Place[]> {
  const places: Place[] = [];
  let api = new ApiClient(url);
  let bot = "";
  for (let n = 0; n < count; n++) {
    if (n % ROOMS_PER_PERSON === 0) {
      api = await new ApiClient(url).signIn(`${of}-${n}@example.test`);
      bot = (await api.post<{ id: string }>("/api/bots", { name: "Load", system_prompt: "You answer." })).id;
    }
    const { id } = await api.post<{ id: string }>("/api/conversations", { bot_ids: [bot] });
    places.push({ api, room: id });
  }
  return places;
}

/** Devices in rooms, a few at a time: the machine is also the one that measures. */
async function join_(places: readonly Place[], perRoom: number, through: string): Promise<RawDevice[]> {
  const devices = places.flatMap(({ api, room }, r) =>
    Array.from(
      { length: perRoom },
      (_, d) => new RawDevice(api, room, { ledger: new Ledger(), name: `${r}-${d}`, through }),
    ),
  );
  for (let n = 0; n < devices.length; n += 10) await Promise.all(devices.slice(n, n + 10).map((d) => d.connect()));
  return devices;
}

/** Delays until each answer, milliseconds, counted from when it should have been asked. */
async function talk(devices: readonly RawDevice[]): Promise<number[]> {
  const delays: number[] = [];
  const begun = Date.now();
  await Promise.all(
    devices.map(async (device, n) => {
      const asked = new Map<string, number>();
      const off = device.on((frame) => {
        const due = asked.get(String(frame["ref"]));
        if (frame.type === "ack" && due !== undefined) delays.push(Date.now() - due);
      });
      for (let due = begun + (n * EVERY_MS) / devices.length; due < begun + SECONDS * 1_000; due += EVERY_MS) {
        await wait(Math.max(0, due - Date.now()));
        asked.set(device.say("is anybody there?", { respond: false }), due);
      }
      await wait(1_000);
      off();
    }),
  );
  return delays;
}

/** How long until all were back, milliseconds, and how many lost their place. */
async function cutAll(devices: readonly RawDevice[], cut: () => void): Promise<{ backMs: number[]; gaps: number }> {
  const begun = Date.now();
  cut();
  const backMs = await Promise.all(
    devices.map(async (device, n) => {
      while (device.isOpen) await wait(5);
      // As the client does: each after a moment of its own.
      await wait(250 + Math.random() * 1_000);
      for (let tries = 0; !device.isOpen; tries++)
        await device.connect().catch(() => wait(500 + Math.random() * 500 * tries));
      if (n % 50 === 0) await wait(0);
      return Date.now() - begun;
    }),
  );
  const gaps = devices.flatMap((device) => checkLedger(device.ledger.lines, []).gaps).length;
  return { backMs, gaps };
}

/** What `work` brings, and the processor time the runtime took for it, milliseconds. */
async function withCpu<T>(of: number, work: () => Promise<T>): Promise<{ value: T; cpu: number }> {
  const before = cpuMs(of);
  const value = await work();
  return { value, cpu: cpuMs(of) - before };
}

const residentMb = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024);

const folder = mkdtempSync(join(tmpdir(), "bench-"));
const server = await startServer({ dir: folder });
const pid = workerdOf(server.pid);
const proxy = await openFaultProxy(server.url);
const emptyMb = residentMb(pid);

const pairs = await join_(await openRooms(server.url, 50, "pairs"), 2, proxy.url);
const { value: delays, cpu: talkCpu } = await withCpu(pid, () => talk(pairs));
printTable(`50 rooms × 2 devices, a message each 10 s, ${SECONDS} s (goal: ack p50 ≤ 10, p99 ≤ 80 ms)`, [
  {
    messages: delays.length,
    "p50 ms": at(delays, 0.5),
    "p95 ms": at(delays, 0.95),
    "p99 ms": at(delays, 0.99),
    "CPU ms each": talkCpu / delays.length,
  },
]);

const crowd = await join_(await openRooms(server.url, 200, "crowd"), 2, proxy.url);
const all = [...pairs, ...crowd];
const { value: returns, cpu: returnCpu } = await withCpu(pid, () => cutAll(all, () => proxy.reset()));
const { backMs, gaps } = returns;
printTable("all devices cut off at once (goal: all back ≤ 20 s, no gaps)", [
  {
    devices: all.length,
    "p50 ms": at(backMs, 0.5),
    "last ms": Math.max(...backMs),
    "CPU ms each": returnCpu / all.length,
    gaps,
  },
]);

await join_(await openRooms(server.url, 250, "idle"), 2, proxy.url);
const fullMb = residentMb(pid);
await wait(15_000);
printTable("idle sockets, memory of the runtime (goal ≤ 600 MB)", [
  { sockets: 1_000, rooms: 500, "empty MB": emptyMb, "just joined MB": fullMb, "asleep MB": residentMb(pid) },
]);
proxy.close();
await server.kill9();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
