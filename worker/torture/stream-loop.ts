import type { ServerProcess } from "../run/server-process.ts";
import { ApiClient, eventually } from "./api-client.ts";
import { type FaultProxy, openFaultProxy } from "./fault-proxy.ts";
import { addVerdict, type Found, noFaults } from "./found.ts";
import { wholeHistory } from "./history.ts";
import { Ledger } from "./ledger.ts";
import { checkLedger } from "./ledger-check.ts";
import { RawDevice } from "./raw-device.ts";
import type { ScriptedProvider } from "./scripted-provider.ts";

export interface StreamReport extends Found {
  /** Streams a device lost its place in and took up again, and how often in all. */
  resumed: number;
  reconnects: number;
  /** Replies whose stored hash is not of a text the provider has said. */
  foreign: number;
  /** From the new socket until caught up, milliseconds. */
  resumeMs: number[];
}

interface Table {
  readonly api: ApiClient;
  readonly room: string;
  readonly seats: readonly Seat[];
  readonly ledger: Ledger;
}

/** A device and the network it is on, which breaks for it alone. */
interface Seat {
  readonly device: RawDevice;
  readonly proxy: FaultProxy;
  /** It came back into the reply that is being written. */
  isResumed: boolean;
}

const DEVICES = 4;
/** A device that hears nothing for so long in mid-reply takes its network for dead; in the product 35 s. */
const SILENCE_MS = 600;
/** So long a handshake may take; on a busy machine forty at once take seconds. */
const CONNECT_MS = 10_000;
/** A network lasts for so many deltas at most. */
const MAX_DELTAS = 12;

/**
 * Rooms in which one reply after the other streams to four devices, each on a network that breaks all the time: reset,
 * half-open, cut in the middle of a frame, a trickle of bytes, latency. Until `resumed` streams were taken up again.
 */
export async function streamLoop(
  server: ServerProcess,
  provider: ScriptedProvider,
  dose: { resumed: number; rooms: number; ledgers?: string },
): Promise<StreamReport> {
  const report: StreamReport = { resumed: 0, reconnects: 0, foreign: 0, resumeMs: [], faults: noFaults(), details: [] };
  const open = async (_: unknown, n: number) => await openTable(server.url, n, dose.ledgers);
  const tables = await Promise.all(Array.from({ length: dose.rooms }, open));
  await Promise.all(tables.map((table) => play(table, report, dose.resumed)));
  for (const table of tables) await check(table, provider, report);
  for (const { seats } of tables) for (const { proxy } of seats) proxy.close();
  return report;
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function openTable(url: string, n: number, ledgers: string | undefined): Promise<Table> {
  const api = await new ApiClient(url).signIn(`streams-${n}@example.test`);
  const bot = await api.post<{ id: string }>("/api/bots", { name: "Scripted", system_prompt: "You talk." });
  const { id } = await api.post<{ id: string }>("/api/conversations", { bot_ids: [bot.id] });
  const ledger = new Ledger(ledgers === undefined ? null : `${ledgers}/stream-${n}.ndjson`);
  const seats = Array.from({ length: DEVICES }, async (_, i) => {
    const proxy = await openFaultProxy(url);
    const device = new RawDevice(api, id, { ledger, name: `d${i}`, through: proxy.url });
    return { device, proxy, isResumed: false };
  });
  return { api, room: id, seats: await Promise.all(seats), ledger };
}

/** One reply after the other until enough was resumed; every device comes back as often as it is thrown out. */
async function play(table: Table, report: StreamReport, enough: number): Promise<void> {
  let isOver = false;
  const stay = table.seats.map((seat) => keepConnected(seat, report, () => isOver));
  for (let n = 0; report.resumed < enough; n++) {
    const begun = closedBy(table);
    const [first] = table.seats;
    const ref = first?.device.say(`go on ${n}`) ?? "";
    await eventually(() => first?.device.isAnswered(ref) && closedBy(table) > begun, Boolean, 120_000);
    report.resumed += table.seats.filter((seat) => seat.isResumed).length;
    for (const seat of table.seats) seat.isResumed = false;
  }
  isOver = true;
  await Promise.all(stay);
}

const closedBy = ({ ledger }: Table): number =>
  new Set(ledger.lines.flatMap((line) => (line.op === "closed" ? [line.message_id] : []))).size;

/** Brings a device back in whenever it is out, and breaks its network after a few deltas of the next reply. */
async function keepConnected(seat: Seat, report: StreamReport, isOver: () => boolean): Promise<void> {
  const { device, proxy } = seat;
  let heardMs = Date.now();
  let patience = MAX_DELTAS;
  device.on((frame) => {
    heardMs = Date.now();
    if (frame.type === "welcome" && (frame["generations"] as unknown[]).length > 0) seat.isResumed = true;
    if (frame.type === "delta" && --patience === 0) breakNetwork(proxy, device);
  });
  while (!isOver()) {
    const isDeaf = device.isOpen && patience <= 0 && Date.now() - heardMs > SILENCE_MS;
    if (isDeaf) device.drop();
    if (!device.isOpen) {
      const begun = Date.now();
      calm(proxy);
      const back = device.connect().then(
        () => true,
        () => false,
      );
      if (await Promise.race([back, wait(CONNECT_MS).then(() => false)])) {
        report.reconnects += 1;
        report.resumeMs.push(Date.now() - begun);
      } else device.drop();
      patience = 1 + Math.floor(Math.random() * MAX_DELTAS);
      if (Math.random() < 0.5) proxy.weather.sliceBytes = 1 + Math.floor(Math.random() * 60);
      if (Math.random() < 0.3) proxy.weather.latencyMs = Math.floor(Math.random() * 60);
    }
    await wait(5);
  }
}

function calm({ weather }: FaultProxy): void {
  weather.sliceBytes = 0;
  weather.latencyMs = 0;
  weather.blackHole = false;
}

function breakNetwork(proxy: FaultProxy, device: RawDevice): void {
  const kinds = [
    () => proxy.reset(),
    () => proxy.cutAfter(Math.floor(Math.random() * 400)),
    () => proxy.halfOpen(),
    () => device.drop(),
  ];
  kinds[Math.floor(Math.random() * kinds.length)]?.();
}

async function check(table: Table, provider: ScriptedProvider, report: StreamReport): Promise<void> {
  for (const { device, proxy } of table.seats) {
    device.drop();
    calm(proxy);
    await device.connect();
  }
  const told = await eventually(
    () => wholeHistory(table.api, table.room),
    (rows) => rows.every((m) => !m.streaming),
  );
  for (const { device } of table.seats) device.drop();
  addVerdict(report, table.room, checkLedger(table.ledger.lines, told));
  const replies = told.filter((m) => m.bot !== null && m.sha256 !== undefined && m.entry !== "");
  report.foreign += replies.filter((m) => !provider.said.has(m.sha256 ?? "")).length;
}
