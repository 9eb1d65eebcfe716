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
import { newPerson, type Person, signIn } from "./people.ts";
import { Room } from "./room.ts";
import { CARD, fillCafe, type SampleCafe } from "./sample-cafe.ts";
import { BROWSER_ARGS, SIZES, type Size } from "./sizes.ts";

const FOLDER = join(OUTPUT, "screenshots");
const DATA = join(FOLDER, ".server");
const CLIENT = join(FOLDER, ".client");
const THEMES = ["menu", "chalkboard", "closing"];
const wanted = process.argv.slice(2);

/** One screen: how to get there from a fresh page. */
interface Screen {
  readonly name: string;
  /** As somebody without a session. */
  readonly isStranger?: boolean;
  /** Where the other size has no such screen. */
  readonly only?: Size;
  readonly open: (page: Page, cafe: SampleCafe) => Promise<unknown>;
}

const SCREENS: readonly Screen[] = [
  {
    name: "00-evening",
    only: "desktop",
    open: async (page, { evening }) => {
      await openPane(page, evening, "Why");
      const room = new Room(page);
      await room.send("@Mara @Ivy so who has the second key, and who rings the bell?");
      await room.growing
        .locator("[dir=auto]")
        .filter({ hasText: /(\w+\W+){14}/ })
        .waitFor();
    },
  },
  { name: "01-first-visit", isStranger: true, open: (page) => page.goto("/") },
  {
    name: "02-starter-chosen",
    isStranger: true,
    open: async (page) => {
      await page.goto("/");
      await page.getByRole("button", { name: /^Who lit the lamp/ }).click();
    },
  },
  { name: "03-room", open: (page, { harbour }) => new Room(page).open(harbour) },
  {
    name: "04-mentions",
    open: async (page, { harbour }) => {
      const room = await new Room(page).open(harbour);
      await room.field.pressSequentially("@Ivy and @");
    },
  },
  {
    name: "05-speaking",
    open: async (page, { watch }) => {
      const room = await new Room(page).open(watch);
      await room.send("@Mara @Ivy @Tobias one after the other: who was on the stairs when the lamp was lit?");
      await someWords(room);
    },
  },
  {
    name: "06-stop-menu",
    open: async (page, { watch }) => {
      const room = await new Room(page).open(watch);
      await room.send("@Ivy @Tobias what did the log say on its last page?");
      await someWords(room);
      const more = room.button("More ways to stop");
      if (await more.isVisible()) await more.click();
    },
  },
  {
    name: "07-held",
    open: async (page, { watch }) => {
      const room = await new Room(page).open(watch);
      await room.send("@Tobias @Ivy @Mara and the bread on the ferry steps?");
      await someWords(room);
      await room.stop("Stop and hold");
      await room.button("Resume").waitFor();
    },
  },
  { name: "08-why", open: (page, { harbour }) => openPane(page, harbour, "Why") },
  {
    name: "09-why-held-back",
    open: async (page, { harbour }) => {
      const pane = await openPane(page, harbour, "Why");
      await pane
        .getByRole("button", { name: /Show what did not wake/ })
        .first()
        .click();
    },
  },
  { name: "10-prompt", open: (page, { harbour }) => openPane(page, harbour, "Prompt") },
  { name: "11-people", open: (page, { harbour }) => openPane(page, harbour, "People") },
  {
    name: "12-who-answers",
    open: async (page, { harbour }) => {
      await new Room(page).open(harbour);
      const menu = page.getByRole("button", { name: /^Who answers/ });
      if (!(await menu.first().isVisible())) await new Room(page).openPane("People");
      await menu.filter({ visible: true }).last().click();
    },
  },
  { name: "13-markdown", open: (page, { texts }) => new Room(page).open(texts) },
  { name: "14-failure", open: (page, { wires }) => new Room(page).open(wires) },
  { name: "15-empty-room", open: (page, { empty }) => new Room(page).open(empty) },
  { name: "16-rooms", open: (page) => page.goto("/rooms") },
  { name: "17-new-room", open: (page) => page.goto("/rooms/new") },
  {
    name: "18-new-room-chosen",
    open: async (page) => {
      await page.goto("/rooms/new");
      for (const name of ["Mara", "Ivy"]) await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
    },
  },
  { name: "19-import", open: (page) => page.goto("/import") },
  { name: "20-import-preview", open: previewImport },
  {
    name: "21-imported",
    open: async (page) => {
      await previewImport(page);
      await page.getByRole("button", { name: "Import", exact: true }).click();
      await page.getByRole("button", { name: "Start a room" }).waitFor();
    },
  },
  { name: "22-login", isStranger: true, open: (page) => page.goto("/login") },
  { name: "23-sign-in-first", isStranger: true, open: (page) => page.goto("/rooms") },
  { name: "24-not-found", isStranger: true, open: (page) => page.goto("/no/such/page") },
  {
    name: "25-account-menu",
    open: async (page) => {
      await page.goto("/rooms");
      await page
        .getByRole("button", { name: /^Account and appearance/ })
        .filter({ visible: true })
        .click();
    },
  },
  { name: "40-discover", isStranger: true, open: (page) => page.goto("/discover") },
  { name: "41-discover-nothing-fits", open: (page) => page.goto("/discover?q=zebra&tags=cosy,debate") },
  { name: "42-discover-tomes", isStranger: true, open: (page) => page.goto("/discover/tomes") },
  { name: "43-discover-creators", isStranger: true, open: (page) => page.goto("/discover/creators") },
  { name: "44-bot-page", isStranger: true, open: (page) => page.goto("/corner-table/mara-quill") },
  { name: "45-creator-page", isStranger: true, open: (page) => page.goto("/corner-table") },
  { name: "46-search", open: (page) => page.goto("/search?q=lamp") },
  ...["Colours, type and people", "Actions and layers", "Fields", "States and marks", "Lists and texts"].map(
    (group, at): Screen => ({
      name: `gallery-${at + 1}`,
      isStranger: true,
      open: async (page) => {
        await page.goto("/-/gallery");
        await page.getByRole("heading", { name: group, exact: true }).evaluate((heading) => heading.scrollIntoView());
      },
    }),
  ),
  {
    name: "26-offline",
    open: async (page, cafe) => {
      const room = await new Room(page).open(cafe.empty);
      await cafe.server.kill9();
      await room.send("Is anybody there?");
      await page.getByText("You can keep writing").waitFor();
    },
  },
];

/** Waits until a reply has some words. */
const someWords = (room: Room) =>
  room.growing
    .locator("[dir=auto]")
    .filter({ hasText: /\w+ \w+ \w+ \w+ \w+ \w/ })
    .waitFor();

async function openPane(page: Page, id: string, name: "Why" | "Prompt" | "People") {
  const pane = await (await new Room(page).open(id)).openPane(name);
  await pane.getByRole("heading").first().waitFor();
  return pane;
}

async function previewImport(page: Page): Promise<void> {
  await page.goto("/import");
  await page.getByLabel("Choose a file").setInputFiles(CARD);
  await page.getByRole("region", { name: "What this file becomes" }).waitFor();
}

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
  if (await everything.isVisible()) await everything.click();
  await page.getByRole("button", { name: "Stop", exact: true }).waitFor({ state: "hidden" });
}

async function start(tokensPerSecond: number, port?: number): Promise<ServerProcess> {
  const vars = { PRACTICE_TOKENS_PER_SECOND: String(tokensPerSecond) };
  return await startServer({ dir: DATA, assets: CLIENT, vars, ...(port !== undefined && { port }) });
}

const executablePath = await demandChromium();
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
await buildClient(CLIENT);
const quick = await start(2_000);
const person = await newPerson(quick.url, "Ada");
const rooms = await fillCafe(person.api);
await quick.stop();
const cafe: SampleCafe = { ...rooms, server: await start(12, quick.port) };
const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS });
for (const size of ["desktop", "phone"] as const) await shootAll(browser, size, person, cafe);
await browser.close();
await cafe.server.kill9();
process.stdout.write(`${FOLDER}\n`);
