/**
 * Pictures of every screen, in three themes and both sizes, into `.output/screenshots`: to be looked at by people.
 * `node client/e2e/screenshots.ts [words of a screen's name]` takes only those that match.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { OUTPUT } from "../../worker/run/bootstrap.mjs";
import { demandChromium } from "../../worker/run/chromium.ts";
import { buildClient } from "../../worker/run/client-build.ts";
import { type ServerProcess, startServer } from "../../worker/run/server-process.ts";
import { MOMENTS, type Moment } from "./moments.ts";
import { newPerson, type Person, signIn } from "./people.ts";
import { addressOf, drawn, PLACES } from "./places.ts";
import { fillCafe, type SampleCafe } from "./sample-cafe.ts";
import { fillShelf } from "./sample-shelf.ts";
import { BROWSER_ARGS, SIZES, type Size } from "./sizes.ts";

const FOLDER = join(process.env["BOTCAFE_OUTPUT"] ?? OUTPUT, "screenshots");
const DATA = join(FOLDER, ".server");
/** A client that is built already, as for the browser tests. */
const BUILT = process.env["BOTCAFE_CLIENT"];
const CLIENT = BUILT ?? join(FOLDER, ".client");
const THEMES = ["menu", "chalkboard", "closing"];
const wanted = process.argv.slice(2);

/** Every address of the client, and what people do there. */
const SCREENS: readonly Moment[] = [
  ...PLACES.map((place) => ({
    ...place,
    open: async (page: Page, { ids }: SampleCafe) => {
      await page.goto(addressOf(place, ids) ?? "/");
      await drawn(page);
    },
  })),
  ...MOMENTS,
].toSorted((a, b) => a.name.localeCompare(b.name));

async function shoot(page: Page, name: string, size: Size): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  for (const theme of THEMES) {
    await page.evaluate((value) => {
      document.documentElement.dataset["theme"] = value;
      for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
    }, theme);
    await page.screenshot({ path: join(FOLDER, `${name}-${size}-${theme}.png`), scale: "css" });
  }
}

async function shootAll(browser: Browser, size: Size, person: Person, cafe: SampleCafe): Promise<void> {
  for (const { name, isStranger, only, open } of SCREENS) {
    const isWanted = wanted.length === 0 || wanted.some((word) => name.includes(word));
    if (!isWanted || (only !== undefined && only !== size)) continue;
    const context = await browser.newContext({ ...SIZES[size], baseURL: cafe.server.url, locale: "en-GB" });
    if (!isStranger) await signIn(context, cafe.server.url, person);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    try {
      await open(page, cafe);
      await page.waitForLoadState("networkidle");
      await shoot(page, name, size);
    } catch (error) {
      process.stdout.write(`${name} ${size}: ${error instanceof Error ? error.message.slice(0, 300) : ""}\n`);
      await page.screenshot({ path: join(FOLDER, `${name}-${size}-failed.png`), scale: "css" });
    }
    if (name.includes("offline")) cafe.server = await cafe.server.restart();
    await quiet(page, cafe);
    await context.close();
  }
}

/** Ends what a picture has begun, so that the next one finds the room still. */
async function quiet(page: Page, { watch }: SampleCafe): Promise<void> {
  if (!page.url().includes(watch)) return;
  const everything = page.getByRole("button", { name: "Stop everything", exact: true });
  const more = page.getByRole("button", { name: "More ways to stop" });
  if (await more.isVisible()) await more.click();
  // Gone before the click: the last word was said meanwhile.
  if (await everything.isVisible()) await everything.click({ timeout: 2_000 }).catch(() => {});
  await page.getByRole("button", { name: "Stop", exact: true }).waitFor({ state: "hidden" });
}

async function start(tokensPerSecond: number, port?: number): Promise<ServerProcess> {
  const vars = { PRACTICE_TOKENS_PER_SECOND: String(tokensPerSecond) };
  return await startServer({ dir: DATA, assets: CLIENT, vars, ...(port !== undefined && { port }) });
}

const executablePath = await demandChromium();
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
if (BUILT === undefined) await buildClient(CLIENT);
const quick = await start(2_000);
const person = await newPerson(quick.url, "Ada");
await fillShelf(quick.url);
const rooms = await fillCafe(person.api);
await quick.stop();
const cafe: SampleCafe = { ...rooms, server: await start(12, quick.port) };
const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS });
for (const size of ["desktop", "phone"] as const) await shootAll(browser, size, person, cafe);
await browser.close();
await cafe.server.kill9();
process.stdout.write(`${FOLDER}\n`);
