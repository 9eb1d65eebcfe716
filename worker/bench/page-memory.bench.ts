/**
 * What a room costs the page that stays open: its heap after a collection, its elements and its listeners, while two
 * bots speak without a pause. `npm run bench -- page-memory --minutes 30`; seven unless told. A reader who follows holds no
 * more than some hundred messages (CLI97): nothing may grow without end, and the slope is taken once that many were said.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { demandChromium } from "../run/chromium.ts";
import { buildClient } from "../run/client-build.ts";
import { startServer } from "../run/server-process.ts";
import { ApiClient } from "../torture/api-client.ts";
import { doseOf } from "./doses.ts";
import { printTable } from "./table.ts";

const MINUTES = doseOf("minutes");
const LOOK_EVERY_MS = 20_000;
/** What a reader who follows holds at most; the slope is taken from what follows. */
const WARM_UP_MESSAGES = 400;
const EMAIL = "memory@example.test";
const NAMES = ["Mara", "Ivy"];

interface Look {
  readonly minute: number;
  readonly "heap MB": number;
  readonly elements: number;
  readonly listeners: number;
  readonly messages: number;
}

async function openTable(api: ApiClient): Promise<string> {
  const bot_ids: string[] = [];
  for (const name of NAMES) {
    const bot = await api.post<{ id: string }>("/api/bots", {
      name,
      system_prompt: `You are ${name}. You keep the harbour chronicle and like to tell of tides, lamps and storms.`,
      description: `${name} keeps the chronicle.`,
      behavior_settings: { response_length: "very-long" },
    });
    bot_ids.push(bot.id);
  }
  return (await api.post<{ id: string }>("/api/conversations", { bot_ids, title: "All night" })).id;
}

async function look(page: Page, minute: number): Promise<Look> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  const newest = await page.locator("article[aria-posinset]").last().getAttribute("aria-posinset");
  const listeners = of("JSEventListeners");
  return { minute, "heap MB": of("JSHeapUsedSize") / 1e6, elements, listeners, messages: Number(newest ?? 0) };
}

/** By how much `y` grows where `x` grows by one, by least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return above / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

const folder = mkdtempSync(join(tmpdir(), "bench-memory-"));
const built = process.env["BOTCAFE_CLIENT"];
const assets = built ?? join(folder, "client");
if (built === undefined) await buildClient(assets);
const server = await startServer({ dir: join(folder, "server"), assets, vars: { PRACTICE_TOKENS_PER_SECOND: "80" } });
const browser = await chromium.launch({ executablePath: await demandChromium(), args: ["--no-sandbox"] });
try {
  const api = await new ApiClient(server.url).signIn(EMAIL);
  const room = await openTable(api);
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
  await context.request.post("/api/dev/session", { data: { email: EMAIL } });
  const page = await context.newPage();
  await page.goto(`/r/${room}`);
  await page.locator("#composer-text").waitFor();
  const begun = performance.now();
  const looks: Look[] = [];
  let asked = 0;
  while (performance.now() - begun < MINUTES * 60_000) {
    if ((await page.locator("[aria-busy=true]").count()) === 0) {
      const name = NAMES[asked % NAMES.length];
      await api.post("/api/messages", {
        conversation: room,
        entry: `@${name} ${++asked}. And then, what of the lamp?`,
      });
    }
    const age = performance.now() - begun;
    if (age >= looks.length * LOOK_EVERY_MS) looks.push(await look(page, Number((age / 60_000).toFixed(1))));
    await new Promise((done) => setTimeout(done, 500));
  }
  printTable(
    `Page memory · ${MINUTES} min of streaming, N = ${looks.length} looks`,
    looks.map((row) => ({ ...row })),
  );
  const warm = looks.filter(({ messages }) => messages >= WARM_UP_MESSAGES);
  const per = (name: "heap MB" | "elements" | "listeners", by: "minute" | "messages") =>
    slope(warm.map((row) => [row[by], row[name]]));
  printTable(`Slope after ${WARM_UP_MESSAGES} messages (goal: 0 but for the sawtooth)`, [
    {
      "heap MB/min": per("heap MB", "minute"),
      "heap kB/message": 1_000 * per("heap MB", "messages"),
      "elements/min": per("elements", "minute"),
      "listeners/min": per("listeners", "minute"),
    },
  ]);
} finally {
  await browser.close();
  await server.kill9();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
