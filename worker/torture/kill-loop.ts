import type { ServerProcess } from "../run/server-process.ts";
import { FAILPOINTS, type Failpoint } from "../testing/faults/plan.ts";
import { type FaultControl, openFaultControl } from "./fault-control.ts";
import { FloodedRoom } from "./flooded-room.ts";
import { addVerdict, type Found, noFaults } from "./found.ts";

export interface KillReport extends Found {
  kills: number;
  /** Of these, those at a failpoint, and those that came while replies were being written. */
  atFailpoints: number;
  inMidStream: number;
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
  /** Where the ledgers are written down, for whoever looks into a failure. */
  readonly ledgers?: string;
  /** Told after each kill how much of the dose is done, from 0 to 1. */
  readonly progress?: (share: number) => void;
}

/** Rooms are looked at and left after so many kills: a transcript stays short enough to be read whole. */
const KILLS_PER_ROUND = 20;
/**
 * A kill comes after so many acknowledged commands, counted over all rooms, and then at any moment: so a dose has its 50
 * a kill on a busy machine as on an idle one.
 */
const MIN_ACKED = 20;
const MAX_ACKED = 100;
const MAX_MS = 120;
/** A machine that answers so few in so long is killed all the same. */
const PATIENCE_MS = 10_000;
/** Long enough for a busy machine to come there six times. */
const FAILPOINT_MS = 10_000;
/** One kill in so many takes the whole process group, as a loss of power does; the others take the runtime alone. */
const GROUP_EVERY = 10;

/**
 * Floods rooms from two devices each (new words, edits, deletions), kills the server at a random moment or at a
 * failpoint, lets it start again on the same folder, and at the end of a round holds every room against its ledger. Goes
 * on until as many kills as asked for came in mid-stream.
 */
export async function killLoop(first: ServerProcess, dose: KillDose): Promise<KillReport> {
  const report: KillReport = {
    kills: 0,
    atFailpoints: 0,
    inMidStream: 0,
    acked: 0,
    cut: 0,
    interrupted: 0,
    faults: noFaults(),
    details: [],
  };
  const control = await openFaultControl();
  let server = first;
  // Few kills miss every reply; that none meets one would be a fault of the harness, and must end.
  while (report.inMidStream < dose.kills && report.kills < dose.kills * 2)
    server = await playRound(server, control, dose, report);
  control.close();
  await server.stop();
  return report;
}

async function playRound(
  first: ServerProcess,
  control: FaultControl,
  dose: KillDose,
  report: KillReport,
): Promise<ServerProcess> {
  let server = first;
  const kills = Math.min(KILLS_PER_ROUND, dose.kills - report.inMidStream);
  const names = Array.from({ length: dose.rooms }, (_, n) => `from-kill-${report.kills}-room-${n}`);
  const rooms = await Promise.all(names.map((name) => FloodedRoom.open(server.url, name, dose.ledgers)));
  for (let n = 0; n < kills; n++) {
    await Promise.all(rooms.map((room) => room.connect()));
    const acks = countdown(MIN_ACKED + Math.floor(Math.random() * (MAX_ACKED - MIN_ACKED)));
    const flood = Promise.all(rooms.map((room) => room.flood(acks.count)));
    await Promise.race([acks.done, wait(PATIENCE_MS)]);
    if (!isDue(report.kills, dose.failpoints ?? 0)) await wait(Math.random() * MAX_MS);
    else if (await control.until(server, anyFailpoint(), 1 + Math.floor(Math.random() * 6), FAILPOINT_MS))
      report.atFailpoints += 1;
    const isWhole = report.kills % GROUP_EVERY === GROUP_EVERY - 1;
    const [back] = await Promise.all([isWhole ? server.restart() : server.crash().then(() => server), flood]);
    server = back;
    const cut = rooms.reduce((sum, room) => sum + room.cut, 0);
    report.cut += cut;
    if (cut > 0) report.inMidStream += 1;
    report.kills += 1;
    dose.progress?.(report.inMidStream / dose.kills);
  }
  const settled = await Promise.all(rooms.map((room) => room.settle(dose.dir)));
  for (const [n, { verdict, acked, interrupted }] of settled.entries()) {
    addVerdict(report, rooms[n]?.name ?? "", verdict);
    report.acked += acked;
    report.interrupted += interrupted;
  }
  return server;
}

/** Spreads a share evenly over the numbers from 0: a half is every second one. */
const isDue = (n: number, share: number): boolean => Math.floor((n + 1) * share) > Math.floor(n * share);

const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** `done` resolves when it was counted down. */
function countdown(from: number): { done: Promise<void>; count: () => void } {
  let left = from;
  const { promise, resolve } = Promise.withResolvers<void>();
  const count = () => {
    if (--left <= 0) resolve();
  };
  return { done: promise, count };
}

/** One that a room passes as it goes on; its tables are made only once. */
function anyFailpoint(): Failpoint {
  const names = (Object.keys(FAILPOINTS) as Failpoint[]).filter((name) => name !== "step-written");
  return names[Math.floor(Math.random() * names.length)] ?? "ack-unsent";
}
