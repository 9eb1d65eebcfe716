import type { ServerProcess } from "../run/server-process.ts";
import type { Failpoint } from "../testing/faults/plan.ts";
import { ApiClient, eventually } from "./api-client.ts";
import { roomInD1 } from "./d1-file.ts";
import { openFaultControl } from "./fault-control.ts";
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
/** An alarm that was set rings by itself after a restart; back-off adds up to a second here. */
const WITHIN_MS = 30_000;

/**
 * Kills the process on the way from a commit to D1, starts it again and touches nothing: the alarm alone must bring the
 * message to D1, which is read from its file.
 */
export async function alarmLoop(first: ServerProcess, dose: { kills: number; dir: string }): Promise<AlarmReport> {
  const report: AlarmReport = { kills: 0, stranded: 0, drainedMs: [], early: 0, details: [] };
  const control = await openFaultControl();
  let server = first;
  for (let n = 0; n < dose.kills; n++) {
    const point = POINTS[n % POINTS.length] ?? "d1-written";
    const api = await new ApiClient(server.url).signIn(`alarms-${n}@example.test`);
    const bot = await api.post<{ id: string }>("/api/bots", { name: "Silent", system_prompt: "You listen." });
    const { id } = await api.post<{ id: string }>("/api/conversations", { bot_ids: [bot.id] });
    const device = await new RawDevice(api, id, { ledger: new Ledger(), name: "desk" }).connect();
    const texts: string[] = [];
    // What is acknowledged must wait, or it would be in D1 before the process comes to the point.
    await control.plan(server, { d1: "refuse" });
    for (let i = 0; i < 2; i++) {
      const ref = device.say(`words ${i}`, { respond: false });
      await eventually(() => device.isAnswered(ref), Boolean);
      texts.push(`words ${i}`);
    }
    await control.plan(server, { d1: "accept" });
    const hit = control.until(server, point, 1, 4_000);
    device.say("one more", { respond: false });
    await hit;
    if (roomInD1(dose.dir, id).some((row) => texts.includes(row.entry))) report.early += 1;
    await server.kill9();
    device.drop();
    server = await server.restart();
    report.kills += 1;
    const begun = Date.now();
    const arrived = () => roomInD1(dose.dir, id).filter((row) => texts.includes(row.entry)).length === texts.length;
    await eventually(arrived, Boolean, WITHIN_MS).then(
      () => report.drainedMs.push(Date.now() - begun),
      () => {
        report.stranded += 1;
        report.details.push(`${id}: killed at ${point}, and D1 never had it`);
      },
    );
  }
  control.close();
  await server.stop();
  return report;
}
