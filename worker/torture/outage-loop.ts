import type { ServerProcess } from "../run/server-process.ts";
import { ApiClient, eventually } from "./api-client.ts";
import { roomInD1 } from "./d1-file.ts";
import { lockD1 } from "./d1-lock.ts";
import { addVerdict, type Found, noFaults } from "./found.ts";
import { wholeHistory } from "./history.ts";
import { Ledger } from "./ledger.ts";
import { checkLedger } from "./ledger-check.ts";
import { RawDevice } from "./raw-device.ts";

export interface OutageReport extends Found {
  seconds: number;
  acked: number;
  /** From the end of the outage until D1 held everything, milliseconds. */
  caughtUpMs: number;
  /** Time until an answer, milliseconds, before and during the outage. */
  before: number[];
  during: number[];
}

export interface OutageDose {
  readonly seconds: number;
  readonly rooms: number;
  readonly kills: number;
  /** Folder of the server's data, to lock D1's file and to look into it. */
  readonly dir: string;
  /** Told now and then how much of the dose is done, from 0 to 1. */
  readonly progress?: (share: number) => void;
}

interface Table {
  readonly api: ApiClient;
  readonly room: string;
  readonly ledger: Ledger;
  readonly device: RawDevice;
  count: number;
}

const CALM_MS = 5_000;
/** Longer than D1 takes to have everything on the busiest machine; what it lacks then is drift. */
const REST_MS = 300_000;
/** Between two messages of a room: two a second is what one socket may say in the long run. */
const PACE_MS = 600;

/**
 * Takes D1's writes away for `seconds` while `rooms` rooms chat, kills the server `kills` times meanwhile, gives them
 * back, and waits until D1 holds every room to the letter.
 */
export async function outageLoop(first: ServerProcess, dose: OutageDose): Promise<OutageReport> {
  const server = first;
  const tables = await Promise.all(Array.from({ length: dose.rooms }, (_, n) => openTable(server.url, n)));
  const before: number[] = [];
  const during: number[] = [];
  await chat(tables, CALM_MS, before);
  let unlock = await lockD1(dose.dir);
  const lockedMs = Date.now();
  const ticks = setInterval(
    () => dose.progress?.(Math.min(0.99, (Date.now() - lockedMs) / (dose.seconds * 1_100))),
    5_000,
  );
  const partMs = (dose.seconds * 1_000) / (dose.kills + 1);
  for (let part = 0; part <= dose.kills; part++) {
    await chat(tables, partMs, during);
    if (part === dose.kills) break;
    // A new process cannot even open a locked file: for its start, and for devices to prove who they are, D1 is back.
    const back = server.crash();
    unlock();
    await back;
    await Promise.all(tables.map((table) => table.device.connect()));
    unlock = await lockD1(dose.dir);
  }
  unlock();
  clearInterval(ticks);
  const healedMs = Date.now();
  const told = await Promise.all(tables.map(async (table) => await quiet(table)));
  await eventually(
    () => tables.every((table, n) => roomInD1(dose.dir, table.room).length === told[n]?.length),
    Boolean,
    REST_MS,
  ).catch(() => {});
  const report: OutageReport = {
    seconds: dose.seconds,
    acked: 0,
    caughtUpMs: Date.now() - healedMs,
    before,
    during,
    faults: noFaults(),
    details: [],
  };
  for (const [n, table] of tables.entries()) hold(table, told[n] ?? [], dose.dir, report);
  await server.stop();
  return report;
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function openTable(url: string, n: number): Promise<Table> {
  const api = await new ApiClient(url).signIn(`outage-${n}@example.test`);
  const bot = await api.post<{ id: string }>("/api/bots", { name: "Steady", system_prompt: "You answer." });
  const { id } = await api.post<{ id: string }>("/api/conversations", { bot_ids: [bot.id] });
  const ledger = new Ledger();
  const device = await new RawDevice(api, id, { ledger, name: "desk" }).connect();
  return { api, room: id, ledger, device, count: 0 };
}

/** Every room says something now and then; how long the answers took is noted. */
async function chat(tables: readonly Table[], forMs: number, delays: number[]): Promise<void> {
  const end = Date.now() + forMs;
  const talk = async (table: Table, n: number) => {
    await wait((n * PACE_MS) / tables.length);
    while (Date.now() < end) {
      const said = Date.now();
      const text = `${table.room.slice(-4)} message ${table.count}`;
      const ref = table.device.say(text, { respond: table.count++ % 10 === 0 });
      if (!(await table.device.answered(ref))) await table.device.connect();
      delays.push(Date.now() - said);
      await wait(Math.max(0, said + PACE_MS - Date.now()));
    }
  };
  await Promise.all(tables.map(talk));
}

async function quiet({ api, room }: Table) {
  const history = () => wholeHistory(api, room);
  return await eventually(history, (rows) => rows.every((m) => !m.streaming), REST_MS).catch(history);
}

function hold(table: Table, told: Parameters<typeof checkLedger>[1], dir: string, report: OutageReport): void {
  const verdict = checkLedger(table.ledger.lines, told, roomInD1(dir, table.room));
  addVerdict(report, table.room, verdict);
  report.acked += table.ledger.lines.filter((line) => line.op === "ack").length;
  table.device.drop();
}
