import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type ServerOptions, type ServerProcess, startServer } from "../run/server-process.ts";
import { doseOf } from "./doses.ts";
import { type Figure, report } from "./figure.ts";

/** Where one benchmark stands: a folder of its own, and the servers it has started there. */
export interface Ground {
  /** How often everything is measured: `--rounds`, five unless given. */
  readonly rounds: number;
  readonly folder: string;
  /** A server on data of its own, in the folder `name`. It ends with the benchmark. */
  start(name: string, options?: Omit<ServerOptions, "dir">): Promise<ServerProcess>;
}

/** Runs one benchmark, reports what it found, and leaves neither processes nor files. Ends this process. */
export async function bench(measure: (ground: Ground) => Promise<readonly Figure[]>): Promise<never> {
  const rounds = doseOf("rounds");
  const [load = 0] = loadavg();
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const servers: ServerProcess[] = [];
  const start: Ground["start"] = async (name, options) => {
    const server = await startServer({ ...options, dir: join(folder, name) });
    servers.push(server);
    return server;
  };
  let code = 0;
  try {
    report(await measure({ rounds, folder, start }), load);
  } catch (cause) {
    console.error(cause);
    code = 1;
  }
  await Promise.all(servers.map((server) => server.kill9()));
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}
