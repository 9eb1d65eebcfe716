import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { ROOT } from "./bootstrap.mjs";
import { freePort } from "./ports.ts";
import type { ServerAnswer, ServerOrder, ServerStop } from "./server-child.ts";
import { endGroup, signalGroup } from "./tools.ts";
import { bundleWorker, type WorkerBundle } from "./worker-bundle.ts";

const CHILD = join(ROOT, "worker", "run", "server-child.ts");
/** What is kept of the output: the end, enough for any failure and little enough for hours of load. */
const MAX_OUTPUT_CHARS = 1_000_000;
/** Ready in under a second here; chosen for a machine that does much else. */
const START_TIMEOUT_MS = 30_000;

export type ServerOptions = {
  /** Folder of the data: D1, R2, the objects. Made if missing; a second server on it finds what the first stored. */
  dir: string;
  /** One that is free now, unless given. */
  port?: number;
  /** Settings of the worker, as text bindings. `PORT` and `HOST` are set already. */
  vars?: Record<string, string>;
  /** Added to the environment of the process. */
  env?: Record<string, string>;
  /** Static files; those of `client/dist` unless given. */
  assets?: string;
  /** What to run; the worker of wrangler.toml, bundled if need be, unless given. */
  bundle?: WorkerBundle;
};

/** A whole server in a process group of its own, for tests that end it in the middle of something. */
export type ServerProcess = {
  url: string;
  port: number;
  /** Also the id of the process group: node and workerd. */
  pid: number;
  /** What the worker and the runtime have printed in this life: the last million characters. */
  output(): string;
  /**
   * Waits for a text in the output, for instance of a failpoint.
   * @throws When it does not come in time.
   */
  untilOutput(text: string, timeoutMs?: number): Promise<void>;
  /** Loss of power: SIGKILL to the whole group. Returns when nobody listens any more. */
  kill9(): Promise<void>;
  /**
   * Death of the runtime alone: SIGKILL to workerd, which holds all there is. Miniflare, which holds nothing, starts it
   * again on the same port and folder at once. Returns when it is back, in a fraction of what `restart` takes.
   */
  crash(): Promise<void>;
  /** A stall: nothing answers, no connection breaks. */
  pause(): void;
  resume(): void;
  /** An orderly end. */
  stop(): Promise<void>;
  /** Ends it as `kill9` does if it still runs, and starts it again on the same folder and port. */
  restart(): Promise<ServerProcess>;
};

/**
 * Starts the worker under Miniflare in a process of its own; some 0.7 s. It ends with the process that started it.
 *
 * @throws When it does not start, with what it said.
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const bundle = options.bundle ?? (await bundleWorker());
  const port = options.port ?? (await freePort());
  const vars = { HOST: "127.0.0.1", PORT: String(port), ...options.vars };
  mkdirSync(options.dir, { recursive: true });
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", CHILD], {
    cwd: ROOT,
    detached: true,
    // Test runners ask for colours; what the server says is read by programs.
    env: { ...process.env, FORCE_COLOR: undefined, ...options.env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const closed = new Promise<void>((done) => child.once("close", () => done()));
  const said = collectOutput(child);
  const { assets } = options;
  const order: ServerOrder = { bundle, dir: options.dir, port, vars, ...(assets === undefined ? {} : { assets }) };
  child.send(order);
  const { url, runtime: runtimeId } = await untilReady(child, said.text);
  const { crash } = followRuntime(child, said, runtimeId);
  const pid = child.pid ?? 0;
  const kill9 = async () => {
    await endGroup(pid, 0);
    await closed;
    await untilRefused(port);
  };
  return {
    url,
    port,
    pid,
    output: said.text,
    untilOutput: said.until,
    kill9,
    crash,
    pause: () => signalGroup(pid, "SIGSTOP"),
    resume: () => signalGroup(pid, "SIGCONT"),
    stop: async () => {
      if (child.connected) child.send("stop" satisfies ServerStop);
      await closed;
    },
    restart: async () => {
      await kill9();
      return await startServer({ ...options, bundle, port });
    },
  };
}

/** Knows which process is the runtime now. */
function followRuntime(child: ChildProcess, said: Said, first: number) {
  let pid = first;
  let isBack = () => {};
  let hasEnded = (_: Error) => {};
  child.on("message", (answer: ServerAnswer) => {
    if (!("runtime" in answer)) return;
    pid = answer.runtime;
    isBack();
  });
  child.once("close", () => hasEnded(new Error(`the server ended instead of starting again\n${said.text()}`)));
  const crash = () =>
    new Promise<void>((done, fail) => {
      [isBack, hasEnded] = [done, fail];
      // What the last life said is no news of this one.
      said.forget();
      process.kill(pid, "SIGKILL");
    });
  return { crash };
}

type Said = ReturnType<typeof collectOutput>;

function collectOutput(child: ChildProcess) {
  let text = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text = (text + chunk).slice(-MAX_OUTPUT_CHARS);
      for (const listener of listeners) listener();
    });
  const until = (wanted: string, timeoutMs = 30_000): Promise<void> =>
    new Promise((done, fail) => {
      const look = () => {
        if (!text.includes(wanted)) return;
        clearTimeout(timer);
        listeners.delete(look);
        done();
      };
      const timer = setTimeout(() => {
        listeners.delete(look);
        fail(new Error(`no "${wanted}" in ${timeoutMs} ms; the server said:\n${text}`));
      }, timeoutMs);
      listeners.add(look);
      look();
    });
  const forget = () => {
    text = "";
  };
  return { text: () => text, until, forget };
}

/** The child's first answer. */
function untilReady(child: ChildProcess, output: () => string): Promise<{ url: string; runtime: number }> {
  return new Promise((done, fail) => {
    const give = (why: string) => fail(new Error(`the server did not start: ${why}\n${output()}`));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      give(`nothing in ${START_TIMEOUT_MS} ms`);
    }, START_TIMEOUT_MS);
    child.once("message", (answer: ServerAnswer) => {
      clearTimeout(timer);
      if ("url" in answer) done(answer);
      else give("failed" in answer ? answer.failed : "it has no address");
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      give(`ended with code ${code}`);
    });
  });
}

/** How long a killed process may keep its port, milliseconds. Chosen: it is gone within one, also on a busy machine. */
const RELEASE_MS = 10_000;

/**
 * Waits until the port refuses connections: the system takes it from a killed process a little later. Somebody else may
 * have it by then, and is not waited for.
 */
async function untilRefused(port: number): Promise<void> {
  const end = Date.now() + RELEASE_MS;
  const isOpen = () =>
    new Promise<boolean>((done) => {
      const socket = connect({ host: "127.0.0.1", port });
      socket.once("connect", () => done(true)).once("error", () => done(false));
      socket.once("connect", () => socket.destroy());
      // Neither answer: whoever listens there is not ours any more.
      socket.setTimeout(RELEASE_MS, () => {
        socket.destroy();
        done(false);
      });
    });
  while ((await isOpen()) && Date.now() < end) await new Promise((go) => setTimeout(go, 5));
}
