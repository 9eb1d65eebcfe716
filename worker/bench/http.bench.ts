/**
 * P14: server CPU of an authenticated trivial route against a bare `Response.json`, and of a route with D1 against a bare
 * select. All alternate in one run; medians over the repetitions. Tokens go round, so that no person meets their limit.
 * First sights are those of people who signed in and called nothing yet, a group a repetition, in a warm isolate.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../run/server-process.ts";
import { bareHttpBundle } from "./bare-http.ts";
import { ask, askJson, signInMany } from "./http-calls.ts";
import { cpuMs, workerdOf } from "./process-cpu.ts";
import { median, printTable } from "./table.ts";

const CALLS = 600;
const REPETITIONS = 5;
const PEOPLE = 60;
/** New people a repetition. */
const STRANGERS = 60;
const AT_ONCE = 8;

/** CPU of one call, microseconds, over `calls` calls, `AT_ONCE` of them under way. */
async function measure(pid: number, calls: number, make: (n: number) => Promise<void>): Promise<number> {
  const before = cpuMs(pid);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let n = next++; n < calls; n = next++) await make(n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return ((cpuMs(pid) - before) * 1_000) / calls;
}

const folder = mkdtempSync(join(tmpdir(), "bench-"));
const ours = await startServer({ dir: join(folder, "ours") });
const bare = await startServer({ dir: join(folder, "bare"), bundle: await bareHttpBundle() });
const [ourPid, barePid] = [workerdOf(ours.pid), workerdOf(bare.pid)];
const people = await signInMany(ours.url, PEOPLE);
const tokenOf = (n: number): string => people[n % PEOPLE]?.token ?? "";
const [first] = people;
// Whoever was first is the admin. Everybody's own rows would need as many; these and the seeded bots are everybody's.
const tokens = { reason: "to read it often", name: "Mask", amount: 1_000, price: 5 };
const { id } = await askJson<{ id: string }>(`${ours.url}/api/token-packages`, first?.token ?? "", tokens);
const plain = `${ours.url}/api/token-packages/${id}`;
const bots = await askJson<{ docs: { id: string }[] }>(`${ours.url}/api/bots?public=true&limit=1`, null);
const bot = `${ours.url}/api/bots/${bots.docs[0]?.id ?? id}`;

/** No D1 of its own: the caller is proved, nothing else. */
const trivial = `${ours.url}/help/api.css`;
const strangers = await signInMany(ours.url, STRANGERS * REPETITIONS, "stranger");
const found: Record<"json" | "row" | "trivial" | "first" | "plain" | "bot", number[]> = {
  json: [],
  row: [],
  trivial: [],
  first: [],
  plain: [],
  bot: [],
};
await measure(ourPid, PEOPLE, (n) => ask(trivial, tokenOf(n)));
for (let i = 0; i < REPETITIONS; i++) {
  found.json.push(await measure(barePid, CALLS, () => ask(`${bare.url}/`, null)));
  found.trivial.push(await measure(ourPid, CALLS, (n) => ask(trivial, tokenOf(n))));
  found.first.push(await measure(ourPid, STRANGERS, (n) => ask(trivial, strangers[i * STRANGERS + n]?.token ?? "")));
  found.row.push(await measure(barePid, CALLS, () => ask(`${bare.url}/row`, null)));
  found.plain.push(await measure(ourPid, CALLS, (n) => ask(plain, tokenOf(n))));
  found.bot.push(await measure(ourPid, CALLS, (n) => ask(bot, tokenOf(n))));
}
const row = (call: string, xs: readonly number[], against: readonly number[]) => ({
  call,
  "µs CPU": median(xs),
  min: Math.min(...xs),
  max: Math.max(...xs),
  ratio: median(xs) / median(against),
});
printTable(`P14 · CPU of a call, ${CALLS} calls × ${REPETITIONS} (first sight: ${STRANGERS} × ${REPETITIONS})`, [
  row("bare Response.json", found.json, found.json),
  row("bare select of one row", found.row, found.row),
  row("nothing but a proved caller / bare json", found.trivial, found.json),
  row("the same, token never seen / bare json", found.first, found.json),
  row("a plain row by its id / bare select", found.plain, found.row),
  row("a bot by its id / bare select", found.bot, found.row),
]);
await Promise.all([ours.stop(), bare.stop()]);
rmSync(folder, { recursive: true, force: true });
process.exit(0);
