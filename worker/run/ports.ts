import { createServer } from "node:net";
import { Refusal } from "./bootstrap.mjs";
import type { Address } from "./settings.ts";
import { runCommand } from "./tools.ts";

/** Opens the port for a moment. Answers the port that was opened, or why it could not be. */
function tryPort({ host, port }: Address): Promise<number | NodeJS.ErrnoException> {
  const server = createServer();
  return new Promise((done) => {
    server.on("error", done);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address !== null ? address.port : port));
    });
  });
}

/** A port of this machine that nobody has; somebody may take it before the caller does. */
export async function freePort(): Promise<number> {
  const port = await tryPort({ host: "127.0.0.1", port: 0 });
  if (typeof port !== "number") throw port;
  return port;
}

/**
 * Makes sure we may listen there, because the server itself dies without a word when it may not.
 * @param script For the advice, as in `npm run dev`.
 * @throws Refusal that says what is wrong and, where the system tells, who has the port.
 */
export async function demandPort(address: Address, script: string): Promise<void> {
  const found = await tryPort(address);
  if (typeof found === "number") return;
  const { host, port } = address;
  const other = `PORT=${port === 65_535 ? 8788 : port + 1} npm ${script}`;
  switch (found.code) {
    case "EADDRINUSE":
      throw new Refusal(`Port ${port} is taken${await whoListens(port)}. Stop that, or use another port: ${other}`);
    case "EACCES":
      throw new Refusal(`Port ${port} may not be used without more rights. Use another: ${other}`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      throw new Refusal(`HOST=${host} is not an address of this machine.`);
    default:
      throw found;
  }
}

/** " by node (process 4711)", or "" where neither `lsof` nor `ss` is there or may tell. */
async function whoListens(port: number): Promise<string> {
  const lsof = await say("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"]);
  const [, pid, name] = /^p(\d+)\nc(.+)$/m.exec(lsof) ?? [];
  if (pid) return ` by ${name} (process ${pid})`;
  const ss = await say("ss", ["-Hltnp", `sport = :${port}`]);
  const [, user, id] = /\("([^"]+)",pid=(\d+)/.exec(ss) ?? [];
  return id ? ` by ${user} (process ${id})` : "";
}

/** What a command answers; nothing where it is not installed. */
async function say(command: string, args: string[]): Promise<string> {
  try {
    return (await runCommand(command, args)).output;
  } catch {
    return "";
  }
}
