import type { ServerProcess } from "../run/server-process.ts";
import { ApiClient, eventually } from "./api-client.ts";
import { openFaultControl } from "./fault-control.ts";
import { wholeHistory } from "./history.ts";
import { Ledger } from "./ledger.ts";
import { RawDevice } from "./raw-device.ts";

interface MigrationReport {
  kills: number;
  /** Kills after which the person could not talk in a room. */
  broken: number;
  details: string[];
}

interface MigrationDose {
  readonly kills: number;
  /** Told now and then how much is done, from 0 to 1. */
  readonly progress?: (share: number) => void;
}

/** A statement comes sooner than this; longer, and there is none of that number. */
const WITHIN_MS = 4_000;

/**
 * Kills the process after a statement that makes an object's tables, one further each time, and starts it again: a room
 * then comes into being as ever, and takes and keeps what is said.
 */
export async function migrationLoop(first: ServerProcess, dose: MigrationDose): Promise<MigrationReport> {
  const report: MigrationReport = { kills: 0, broken: 0, details: [] };
  const control = await openFaultControl();
  let server = first;
  for (let n = 0, nth = 1; report.kills < dose.kills; n++) {
    const api = await new ApiClient(server.url).signIn(`tables-${n}@example.test`);
    const bot = await api.post<{ id: string }>("/api/bots", { name: "Silent", system_prompt: "You listen." });
    const open = () => api.post<{ id: string }>("/api/conversations", { bot_ids: [bot.id] });
    await control.plan(server, { failpoint: { name: "step-written", nth } });
    const hit = server.untilOutput("FAILPOINT step-written", WITHIN_MS).then(
      () => true,
      () => false,
    );
    const unanswered = open().catch(() => null);
    const cameThere = await hit;
    await server.kill9();
    await unanswered;
    server = await server.restart();
    nth = cameThere ? nth + 1 : 1;
    if (!cameThere) continue;
    report.kills += 1;
    await talks(api, open).catch((cause: unknown) => {
      report.broken += 1;
      report.details.push(`killed after statement ${nth - 1}: ${String(cause)}`);
    });
    dose.progress?.(report.kills / dose.kills);
  }
  control.close();
  await server.stop();
  return report;
}

/** @throws Where a room cannot be opened, or does not keep what is said. */
async function talks(api: ApiClient, open: () => Promise<{ id: string }>): Promise<void> {
  const { id } = await open();
  const device = await new RawDevice(api, id, { ledger: new Ledger(), name: "desk" }).connect();
  const ref = device.say("are you whole?", { respond: false });
  await eventually(() => device.isAnswered(ref), Boolean);
  device.drop();
  const texts = (await wholeHistory(api, id)).map((message) => message.entry);
  if (!texts.includes("are you whole?")) throw new Error(`it has ${texts.join(", ")}`);
}
