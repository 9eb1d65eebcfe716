import type { ServerProcess } from "../run/server-process.ts";
import type { Failpoint } from "../testing/faults/plan.ts";
import { ApiClient, eventually } from "./api-client.ts";
import { isNotNow, roomInD1 } from "./d1-file.ts";
import { type FaultControl, openFaultControl } from "./fault-control.ts";
import { Ledger } from "./ledger.ts";
import { RawDevice } from "./raw-device.ts";

export interface AlarmReport {
  kills: number;
  /** Kills after which a message never reached D1 by itself. */
  stranded: number;
  /** From the restart until D1 had it, milliseconds. */
  drainedMs: number[];
  /** Kills that came when D1 had it already, or just had it: there was nothing left to strand. */
  early: number;
  details: string[];
}

export interface AlarmDose {
  readonly kills: number;
  /** Folder of the server's data, to look into D1's file. */
  readonly dir: string;
  /** Told after each kill how much of the dose is done, from 0 to 1. */
  readonly progress?: (share: number) => void;
}

/** Places on the way from a commit to D1 and to the next alarm. */
const POINTS: readonly Failpoint[] = [
  "outbox-read",
  "d1-unwritten",
  "d1-written",
  "outbox-unremoved",
  "outbox-removed",
  "alarm-unset",
  "alarm-set",
  "transaction-closed",
];
/** An alarm that was set rings by itself after a restart; a machine that does much else takes its time. */
const WITHIN_MS = 120_000;

/** One kill in so many takes the whole process group; the others take the runtime alone. */
const GROUP_EVERY = 10;

/**
 * Kills the process on the way from a commit to D1, lets it start again and touches nothing: the alarm alone must bring
 * the message to D1, which is read from its file.
 */
export async function alarmLoop(first: ServerProcess, dose: AlarmDose): Promise<AlarmReport> {
  const report: AlarmReport = { kills: 0, stranded: 0, drainedMs: [], early: 0, details: [] };
  const control = await openFaultControl();
  let server = first;
  while (report.kills < dose.kills) {
    server = await playKill(server, control, dose.dir, report);
    dose.progress?.(report.kills / dose.kills);
  }
  control.close();
  await server.stop();
  return report;
}

async function playKill(
  server: ServerProcess,
  control: FaultControl,
  dir: string,
  report: AlarmReport,
): Promise<ServerProcess> {
  const n = report.kills++;
  const point = POINTS[n % POINTS.length] ?? "d1-written";
  const api = await new ApiClient(server.url).signIn(`alarms-${n}@example.test`);
  const bot = await api.post<{ id: string }>("/api/bots", { name: "Silent", system_prompt: "You listen." });
  const { id } = await api.post<{ id: string }>("/api/conversations", { bot_ids: [bot.id] });
  const device = await new RawDevice(api, id, { ledger: new Ledger(), name: "desk" }).connect();
  // What is acknowledged must wait, or it would be in D1 before the process comes to the point.
  await control.plan(server, { d1: "refuse" });
  const texts = ["words 0", "words 1"];
  for (const text of texts) await device.answered(device.say(text, { respond: false }));
  await control.plan(server, { d1: "accept" });
  const hit = control.until(server, point, 1, 4_000);
  device.say("one more", { respond: false });
  await hit;
  const arrived = () => countIn(dir, id, texts);
  if (arrived() > 0) report.early += 1;
  const isWhole = n % GROUP_EVERY === GROUP_EVERY - 1;
  const [back] = await Promise.all([isWhole ? server.restart() : server.crash().then(() => server), device.drop()]);
  const begun = Date.now();
  const last = await eventually(
    arrived,
    (count) => count === texts.length || Date.now() - begun > WITHIN_MS,
    2 * WITHIN_MS,
  );
  if (last === texts.length) report.drainedMs.push(Date.now() - begun);
  else {
    report.stranded += 1;
    report.details.push(`kill ${n}, ${id}: died at ${point}, and D1 never had it`);
  }
  return back;
}

/** How many of the texts D1 has; none is known of a file that its dead process has left to be recovered. */
function countIn(dir: string, room: string, texts: readonly string[]): number {
  try {
    return roomInD1(dir, room).filter((row) => texts.includes(row.entry)).length;
  } catch (cause) {
    if (!isNotNow(cause)) throw cause;
    return 0;
  }
}
