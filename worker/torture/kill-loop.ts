import type { ServerProcess } from "../run/server-process.ts";
import { FAILPOINTS, type Failpoint } from "../testing/faults/plan.ts";
import { ApiClient, eventually } from "./api-client.ts";
import { roomInD1 } from "./d1-file.ts";
import { openFaultControl } from "./fault-control.ts";
import { addVerdict, type Found, noFaults } from "./found.ts";
import { wholeHistory } from "./history.ts";
import { Ledger } from "./ledger.ts";
import { checkLedger } from "./ledger-check.ts";
import { RawDevice } from "./raw-device.ts";

export interface KillReport extends Found {
  kills: number;
  /** Of these, those at a failpoint. */
  atFailpoints: number;
  acked: number;
  /** Replies that a device saw running when the process died, and those that came back as interrupted. */
  cut: number;
  interrupted: number;
}

export interface KillDose {
  readonly kills: number;
  readonly rooms: number;
  /** Folder of the server's data, to look into D1's file. */
  readonly dir: string;
  /** Share of the kills that wait for a failpoint; needs a server with faults in it. */
  readonly failpoints?: number;
  /** Rooms are looked at and left after so many kills: a transcript stays short enough to be read whole. */
  readonly killsPerRoom?: number;
  /** Where the ledgers are written down, for whoever looks into a failure. */
  readonly ledgers?: string;
}

interface Table {
  readonly api: ApiClient;
  readonly room: string;
  readonly devices: readonly RawDevice[];
  readonly ledger: Ledger;
  count: number;
}

/** Every third message wakes a bot, so that both plain sends and running replies meet the kill. */
const WAKES_EVERY = 3;
const MIN_MS = 150;
const MAX_MS = 650;
/** Stay under what one socket may send. */
const PACE_MS = 55;
const FAILPOINT_MS = 1_500;

/**
 * Floods rooms from two devices each (new words, edits, deletions), kills the server's whole process group at a random
 * moment or at a failpoint, starts it on the same folder, and at the end holds every room against its ledger.
 */
export async function killLoop(first: ServerProcess, dose: KillDose): Promise<KillReport> {
  const report: KillReport = {
    kills: 0,
    atFailpoints: 0,
    acked: 0,
    cut: 0,
    interrupted: 0,
    faults: noFaults(),
    details: [],
  };
  const control = await openFaultControl();
  let server = first;
  while (report.kills < dose.kills) {
    const kills = Math.min(dose.killsPerRoom ?? 20, dose.kills - report.kills);
    const round = report.kills;
    const tables = await Promise.all(
      Array.from({ length: dose.rooms }, (_, i) => openTable(server.url, `${round}-${i}`, dose.ledgers)),
    );
    for (let n = 0; n < kills; n++) {
      await Promise.all(tables.flatMap((t) => t.devices.map((d) => d.connect())));
      const flood = floodUntilCut(tables);
      if (Math.random() >= (dose.failpoints ?? 0)) await wait(MIN_MS + Math.random() * (MAX_MS - MIN_MS));
      else if (await control.until(server, anyFailpoint(), 1 + Math.floor(Math.random() * 6), FAILPOINT_MS))
        report.atFailpoints += 1;
      await server.kill9();
      await flood;
      report.cut += new Set(tables.flatMap((t) => running(t.ledger))).size;
      server = await server.restart();
      report.kills += 1;
    }
    for (const table of tables) await settle(table, dose.dir, report);
  }
  control.close();
  await server.stop();
  return report;
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

function anyFailpoint(): Failpoint {
  const names = Object.keys(FAILPOINTS) as Failpoint[];
  return names[Math.floor(Math.random() * names.length)] ?? "ack-unsent";
}

async function openTable(url: string, name: string, ledgers: string | undefined): Promise<Table> {
  const api = await new ApiClient(url).signIn(`torture-${name}@example.test`);
  const { docs } = await api.get<{ docs: { id: string }[] }>("/api/bots?public=true");
  const { id } = await api.post<{ id: string }>("/api/conversations", { bot_ids: docs.slice(0, 3).map((b) => b.id) });
  const ledger = new Ledger(ledgers === undefined ? null : `${ledgers}/${name}.ndjson`);
  const devices = ["desk", "phone"].map((device) => new RawDevice(api, id, { ledger, name: device }));
  return { api, room: id, devices, ledger, count: 0 };
}

/** Each device says its next thing when the last was answered, until its socket dies. */
async function floodUntilCut(tables: readonly Table[]): Promise<void> {
  const write = async (table: Table, device: RawDevice) => {
    while (device.isOpen) {
      const ref = sayNext(table, device);
      const begun = Date.now();
      while (device.isOpen && !device.isAnswered(ref)) await wait(2);
      await wait(Math.max(0, begun + PACE_MS - Date.now()));
    }
  };
  await Promise.all(tables.flatMap((t) => t.devices.map((d) => write(t, d))));
}

/** Mostly new words, now and then an edit or a deletion of the device's own. */
function sayNext(table: Table, device: RawDevice): string {
  const n = table.count++;
  const own = table.ledger.lines.filter((line) => line.op === "ack" && line.device === device.name);
  const gone = new Set(table.ledger.lines.flatMap((line) => (line.op === "delete" ? [line.message_id] : [])));
  const at = own[Math.floor(Math.random() * own.length)];
  const id = at?.op === "ack" ? at.message_id : null;
  if (id !== null && !gone.has(id) && n % 8 === 5) return device.edit(id, `${table.room.slice(-4)} edit ${n}`);
  if (id !== null && !gone.has(id) && n % 16 === 14) return device.delete(id);
  return device.say(`${table.room.slice(-4)} message ${n}`, { respond: n % WAKES_EVERY === 0 });
}

/** Messages that were being written as far as any device knows. */
function running(ledger: Ledger): string[] {
  const closed = new Set(ledger.lines.flatMap((line) => (line.op === "closed" ? [line.message_id] : [])));
  return ledger.lines.flatMap((line) =>
    line.op === "opened" && line.streaming && !closed.has(line.message_id) ? [line.message_id] : [],
  );
}

/** Lets a room come to rest, everything said again that was never answered, and holds it against its ledger. */
async function settle(table: Table, dir: string, report: KillReport): Promise<void> {
  await Promise.all(table.devices.map((d) => d.connect()));
  await eventually(() => table.devices.every((d) => d.owes === 0), Boolean);
  const [desk] = table.devices;
  desk?.command({ type: "stop", scope: "all" });
  const told = await eventually(
    () => wholeHistory(table.api, table.room),
    (rows) => rows.every((m) => !m.streaming) && table.devices.every((d) => d.owes === 0),
  );
  const inD1 = await eventually(
    () => roomInD1(dir, table.room),
    (rows) => JSON.stringify(rows.map(wordsOf)) === JSON.stringify(told.map(wordsOf)),
    60_000,
  ).catch(() => roomInD1(dir, table.room));
  for (const device of table.devices) device.drop();
  const verdict = checkLedger(table.ledger.lines, told, inD1);
  addVerdict(report, table.room, verdict);
  report.acked += new Set(table.ledger.lines.flatMap((line) => (line.op === "ack" ? [line.ref] : []))).size;
  report.interrupted += told.filter((m) => m.interrupted).length;
}

const wordsOf = ({ id, entry }: { id: string; entry: string }) => [id, entry];
