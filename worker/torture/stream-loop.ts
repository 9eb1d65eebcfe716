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
  /** Deltas until its network breaks. */
  patience: number;
}

const DEVICES = 8;
/** A device that hears nothing for so long in mid-reply takes its network for dead; in the product 35 s. */
const SILENCE_MS = 600;
const LOOK_MS = 20;
/** So long a handshake may take; on a busy machine forty at once take seconds. */
const CONNECT_MS = 10_000;
/** A network lasts for so many deltas at most; a reply has some thirty. */
const MAX_DELTAS = 12;
/** Of the devices that came back into a reply, so many keep their network to its end. */
const CALM_SHARE = 0.7;
/** Longer than a reply takes on the busiest machine; one that takes longer is stuck. */
const REPLY_MS = 180_000;
/** Pieces that some networks cut everything into, bytes: few so small that every character comes in two. */
const TRICKLE = { share: 0.1, bytes: 8 };
const SLICES = { share: 0.4, bytes: 400 };

/**
 * Rooms in which one reply after the other streams to eight devices, each on a network that breaks all the time: reset,
 * half-open, cut in the middle of a frame, a trickle of bytes, latency. Until `resumed` streams were taken up again.
 */
export async function streamLoop(
  server: ServerProcess,
  provider: ScriptedProvider,
  dose: { resumed: number; rooms: number; ledgers?: string; progress?: (share: number) => void },
): Promise<StreamReport> {
  const report: StreamReport = { resumed: 0, reconnects: 0, foreign: 0, resumeMs: [], faults: noFaults(), details: [] };
  const open = async (_: unknown, n: number) => await openTable(server.url, n, dose.ledgers);
  const tables = await Promise.all(Array.from({ length: dose.rooms }, open));
  await Promise.all(tables.map((table) => play(table, report, dose)));
  await Promise.all(tables.map((table) => check(table, provider, report)));
  for (const { seats } of tables) for (const { proxy } of seats) proxy.close();
  return report;
}

const somePatience = (): number => 1 + Math.floor(Math.random() * MAX_DELTAS);

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function openTable(url: string, n: number, ledgers: string | undefined): Promise<Table> {
  const api = await new ApiClient(url).signIn(`streams-${n}@example.test`);
  const bot = await api.post<{ id: string }>("/api/bots", { name: "Scripted", system_prompt: "You talk." });
  const { id } = await api.post<{ id: string }>("/api/conversations", { bot_ids: [bot.id] });
  const ledger = new Ledger(ledgers === undefined ? null : `${ledgers}/stream-${n}.ndjson`);
  const seats = Array.from({ length: DEVICES }, async (_, i) => {
    const proxy = await openFaultProxy(url);
    const device = new RawDevice(api, id, { ledger, name: `d${i}`, through: proxy.url });
    return { device, proxy, isResumed: false, patience: somePatience() };
  });
  return { api, room: id, seats: await Promise.all(seats), ledger };
}

/** One reply after the other until enough was resumed; every device comes back as often as it is thrown out. */
async function play(
  table: Table,
  report: StreamReport,
  dose: { resumed: number; progress?: (share: number) => void },
): Promise<void> {
  let isOver = false;
  const stay = table.seats.map((seat) => keepConnected(seat, report, () => isOver));
  for (let n = 0; report.resumed < dose.resumed; n++) {
    if (!(await oneReply(table, n))) {
      report.faults.stuck += 1;
      report.details.push(`${table.room}: reply ${n} did not end in ${REPLY_MS} ms`);
      break;
    }
    report.resumed += table.seats.filter((seat) => seat.isResumed).length;
    for (const seat of table.seats) {
      seat.isResumed = false;
      // One whose network is broken has still to notice.
      if (seat.patience > 0) seat.patience = somePatience();
    }
    dose.progress?.(Math.min(1, report.resumed / dose.resumed));
  }
  isOver = true;
  await Promise.all(stay);
}

/** Asks for a reply until the room takes it, and waits until some device was told that it is whole. */
async function oneReply({ seats, ledger }: Table, n: number): Promise<boolean> {
  const [first] = seats;
  if (first === undefined) return false;
  const begun = ledger.closed.size;
  const end = Date.now() + REPLY_MS;
  let ref = first.device.say(`go on ${n}`);
  let isRefused = false;
  const forget = first.device.on((frame) => {
    if (frame.type === "nack" && frame["ref"] === ref) isRefused = true;
  });
  while (ledger.closed.size === begun && Date.now() < end) {
    await wait(20);
    if (!isRefused) continue;
    isRefused = false;
    await wait(1_000);
    ref = first.device.say(`go on ${n}`);
  }
  forget();
  return ledger.closed.size > begun;
}

/** Brings a device back in whenever it is out, and breaks its network after a few deltas of the next reply. */
async function keepConnected(seat: Seat, report: StreamReport, isOver: () => boolean): Promise<void> {
  const { device, proxy } = seat;
  let heardMs = Date.now();
  device.on((frame) => {
    heardMs = Date.now();
    if (frame.type === "welcome" && (frame["generations"] as unknown[]).length > 0) seat.isResumed = true;
    if (frame.type === "delta" && --seat.patience === 0) breakNetwork(proxy, device);
  });
  while (!isOver()) {
    const isDeaf = device.isOpen && seat.patience <= 0 && Date.now() - heardMs > SILENCE_MS;
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
      // Resumed, it mostly stays for the rest of the reply: the next one is to be resumed too.
      seat.patience = seat.isResumed && Math.random() < CALM_SHARE ? Number.POSITIVE_INFINITY : somePatience();
      proxy.weather.sliceBytes = someSlice();
      if (Math.random() < 0.3) proxy.weather.latencyMs = Math.floor(Math.random() * 60);
    }
    await wait(LOOK_MS);
  }
}

/** A network that works again. What it had broken is gone: half-open sockets would fill the room to its 64. */
function calm({ weather, reset }: FaultProxy): void {
  reset();
  weather.sliceBytes = 0;
  weather.latencyMs = 0;
  weather.blackHole = false;
}

function someSlice(): number {
  const luck = Math.random();
  if (luck < TRICKLE.share) return 1 + Math.floor(Math.random() * TRICKLE.bytes);
  return luck < TRICKLE.share + SLICES.share ? 16 + Math.floor(Math.random() * SLICES.bytes) : 0;
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
  const history = () => wholeHistory(table.api, table.room);
  const told = await eventually(history, (rows) => rows.every((m) => !m.streaming), REPLY_MS).catch(history);
  for (const { device } of table.seats) device.drop();
  addVerdict(report, table.room, checkLedger(table.ledger.lines, told));
  const replies = told.filter((m) => m.bot !== null && m.sha256 !== undefined && m.entry !== "");
  report.foreign += replies.filter((m) => !provider.said.has(m.sha256 ?? "")).length;
}
