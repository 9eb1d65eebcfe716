import type { ServerProcess } from "../run/server-process.ts";
import { ApiClient, eventually } from "./api-client.ts";
import { wholeHistory } from "./history.ts";
import { checkLedgers, type DeviceLedger, type Verdict } from "./ledger-check.ts";
import { LiveDevice } from "./live-device.ts";

export interface KillReport {
  kills: number;
  acked: number;
  /** Replies that devices saw running when the process died. */
  cut: number;
  /** Of these, those that ended as interrupted, and those whose end was stored but had not reached a device yet. */
  interrupted: number;
  finished: number;
  faults: Record<keyof Verdict, number>;
}

interface Table {
  readonly api: ApiClient;
  readonly room: string;
  readonly devices: LiveDevice[];
  readonly sent: Map<string, string>;
}

/** Every third message wakes a bot, so that both plain sends and running replies meet the kill. */
const WAKES_EVERY = 3;
const MIN_MS = 150;
const MAX_MS = 650;

/**
 * Floods rooms from two devices each, kills the server's whole process group at a random moment, starts it on the same
 * folder, and holds every transcript against what the devices know. As often as `kills` says.
 */
export async function killLoop(first: ServerProcess, dose: { kills: number; rooms: number }): Promise<KillReport> {
  const report: KillReport = {
    kills: 0,
    acked: 0,
    cut: 0,
    interrupted: 0,
    finished: 0,
    faults: { lost: 0, doubled: 0, renumbered: 0, unwritten: 0, stuck: 0 },
  };
  let server = first;
  const tables = await Promise.all(Array.from({ length: dose.rooms }, (_, i) => openTable(server.url, i)));
  for (; report.kills < dose.kills; report.kills++) {
    await Promise.all(tables.flatMap((t) => t.devices.map((d) => d.connect())));
    const flood = floodUntilCut(tables);
    await new Promise((done) => setTimeout(done, MIN_MS + Math.random() * (MAX_MS - MIN_MS)));
    await server.kill9();
    await flood;
    server = await server.restart();
    for (const table of tables) await check(table, report);
  }
  report.acked = tables.reduce((sum, t) => sum + t.devices.reduce((n, d) => n + ackedBy(d, t).length, 0), 0);
  await server.stop();
  return report;
}

async function openTable(url: string, i: number): Promise<Table> {
  const api = await new ApiClient(url).signIn(`torture-${i}@example.test`);
  const { docs } = await api.get<{ docs: { id: string }[] }>("/api/bots?public=true");
  const { id } = await api.post<{ id: string }>("/api/conversations", { bot_ids: docs.slice(0, 3).map((b) => b.id) });
  const devices = ["desk", "phone"].map((name) => new LiveDevice(api, id, name));
  return { api, room: id, devices, sent: new Map() };
}

/** Each device sends its next message when the last was acknowledged, until its socket dies. */
async function floodUntilCut(tables: readonly Table[]): Promise<void> {
  const write = async (table: Table, device: LiveDevice) => {
    while (device.isOpen) {
      const n = table.sent.size;
      const text = `${table.room.slice(-4)} message ${n}`;
      const ref = device.store.send(text, { respond: n % WAKES_EVERY === 0 });
      table.sent.set(ref, text);
      await eventually(() => device.acked.has(ref) || !device.isOpen, Boolean);
      // Stay under what one socket may send.
      await new Promise((done) => setTimeout(done, 55));
    }
  };
  await Promise.all(tables.flatMap((t) => t.devices.map((d) => write(t, d))));
}

async function check(table: Table, report: KillReport): Promise<void> {
  const running = new Set(table.devices.flatMap((d) => d.store.streams.running.peek()));
  const transcript = await wholeHistory(table.api, table.room);
  const ledgers = table.devices.map(
    (d): DeviceLedger => ({ acked: ackedBy(d, table), shown: seenRunning(d, running) }),
  );
  const numbers = new Map(
    table.devices.flatMap((d) => d.store.view.value?.messages.map((m) => [m.id, m.seq] as const) ?? []),
  );
  const verdict = checkLedgers(
    transcript.map((m) => notNew(m, running)),
    ledgers,
    numbers,
  );
  for (const key of Object.keys(report.faults) as (keyof Verdict)[]) report.faults[key] += verdict[key].length;
  report.cut += running.size;
  const ended = transcript.filter((m) => running.has(m.id) && !m.streaming);
  report.interrupted += ended.filter((m) => m.interrupted).length;
  report.finished += ended.filter((m) => !m.interrupted && m.sha256 !== undefined && m.failed === null).length;
}

const ackedBy = (device: LiveDevice, table: Table) =>
  [...device.acked.values()].flatMap((ack) => {
    const text = table.sent.get(ack.ref);
    return ack.message_id && text ? [{ ref: ack.ref, message_id: ack.message_id, text }] : [];
  });

/** A turn that waited may already be speaking again in the new life: only what ran before the kill must be over. */
const notNew = <T extends { id: string; streaming: boolean }>(message: T, running: ReadonlySet<string>): T =>
  running.has(message.id) ? message : { ...message, streaming: false };

const seenRunning = (device: LiveDevice, running: ReadonlySet<string>) =>
  new Map([...device.shown].filter(([id]) => running.has(id)));
