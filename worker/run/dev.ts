/**
 * `npm run dev`: client and worker in one vite server, both replaced while they run as their sources change. Works on
 * the same `.state/local` as `npm start`.
 */
import { join } from "node:path";
import { cloudflare } from "@cloudflare/vite-plugin";
import { createServer } from "vite";
import { ROOT, step } from "./bootstrap.mjs";
import { announceServer, demandNoOtherServer, endLeftOvers } from "./live-server.ts";
import { isDatabaseMigrated, LOCAL_STATE, migrateDatabase } from "./local-database.ts";
import { demandPort } from "./ports.ts";
import { askedToStop, runScript } from "./script.ts";
import { type Address, listenAddress, workerSettings } from "./settings.ts";
import { askHealth, runCrons } from "./wrangler-dev.ts";
import { WRANGLER_ENV } from "./wrangler-env.ts";

/**
 * The plugin that runs the worker is added here and not in vite.config.ts: in a build it would write the worker, and a
 * copy of the secrets, into the client's output. `DEV_SERVER` tells the worker to allow the inline styles and the
 * second socket that hot reload needs.
 */
function createDevServer({ host, port }: Address) {
  return createServer({
    root: join(ROOT, "client"),
    configFile: join(ROOT, "client", "vite.config.ts"),
    plugins: [
      cloudflare({
        configPath: join(ROOT, "wrangler.toml"),
        persistState: { path: LOCAL_STATE },
        inspectorPort: false,
        config: () => ({ vars: { ...workerSettings(process.env), DEV_SERVER: "true" } }),
      }),
    ],
    server: { host, port, strictPort: true },
  });
}

async function dev(): Promise<number> {
  const stopped = askedToStop();
  const address = listenAddress(process.env);
  demandNoOtherServer();
  await endLeftOvers();
  await demandPort(address, "run dev");
  if (!isDatabaseMigrated()) await step("preparing the database", migrateDatabase);
  Object.assign(process.env, WRANGLER_ENV);
  const server = await step("starting the server", async () => (await createDevServer(address)).listen());
  const url = `http://${address.host}:${address.port}`;
  announceServer(process.pid, url);
  try {
    // The first request fills an empty database. A worker that is broken right now is for its editor to mend.
    const health = await askHealth(url);
    if (health !== "ok") console.log(`\nThe worker is not well yet: ${health}`);
    runCrons(url);
    console.log(`\nBotCafe is ready at ${url}, and follows your edits. Ctrl-C stops it.\n`);
    await stopped;
    return 0;
  } finally {
    await server.close();
  }
}

await runScript(dev);
