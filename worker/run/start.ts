/** `npm start`: the product on this machine, at http://127.0.0.1:8787 unless `HOST` and `PORT` say otherwise. */
import { networkInterfaces } from "node:os";
import { step } from "./bootstrap.mjs";
import { buildClientForServing, isClientBuilt } from "./client-build.ts";
import { announceServer, demandNoOtherServer, endLeftOvers } from "./live-server.ts";
import { isDatabaseMigrated, migrateDatabase } from "./local-database.ts";
import { demandPort } from "./ports.ts";
import { askedToStop, runScript } from "./script.ts";
import { type Address, listenAddress, workerSettings } from "./settings.ts";
import { logTail, runCrons, startWranglerDev, untilHealthy } from "./wrangler-dev.ts";

/** Addresses a browser can open; the first is on this machine. */
function urlsOf({ host, port }: Address): [string, ...string[]] {
  if (host !== "0.0.0.0" && host !== "::") return [`http://${host.includes(":") ? `[${host}]` : host}:${port}`];
  const others = Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter((found) => found.family === "IPv4" && !found.internal);
  return [`http://127.0.0.1:${port}`, ...others.map((found) => `http://${found.address}:${port}`)];
}

async function prepare(): Promise<void> {
  const pieces = [
    ...(isClientBuilt() ? [] : [step("building the pages", buildClientForServing)]),
    ...(isDatabaseMigrated() ? [] : [step("preparing the database", migrateDatabase)]),
  ];
  const ended = await Promise.allSettled(pieces);
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}

async function start(): Promise<number> {
  const stopped = askedToStop().then(() => "stopped" as const);
  const address = listenAddress(process.env);
  const [url, ...others] = urlsOf(address);
  demandNoOtherServer();
  await endLeftOvers();
  await demandPort(address, "start");
  if ((await Promise.race([prepare(), stopped])) === "stopped") return 0;

  const server = startWranglerDev(address, workerSettings(process.env));
  announceServer(server.group, url);
  try {
    const healthy = step("starting the server", () => untilHealthy(url, server));
    if ((await Promise.race([healthy, stopped])) === "stopped") {
      healthy.catch(() => undefined); // it fails as soon as the server is stopped, which is what was asked for
      return 0;
    }
    runCrons(url);
    console.log(`\nBotCafe is ready at ${url}\n`);
    for (const other of others) console.log(`  also at ${other}: whoever reaches it can sign in as anyone`);
    console.log("Ctrl-C stops it.");
    const end = await Promise.race([server.ended, stopped]);
    if (end !== "stopped") console.error(`\nThe server ended by itself (code ${end}). ${logTail()}`);
    return end === "stopped" ? 0 : 1;
  } finally {
    await server.stop();
    console.log("BotCafe has stopped.");
  }
}

await runScript(start);
