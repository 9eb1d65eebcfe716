import type { Page } from "@playwright/test";
import { ASK_FOR_SPEECH, makeRoom, speech } from "./cast.ts";
import { expect } from "./fixtures.ts";
import { testAtPace } from "./pace.ts";
import { signIn } from "./people.ts";
import { Room } from "./room.ts";

const test = testAtPace(120);
/** Thinking as some models send it, before the reply: drawn as a block that folds when the reply begins. */
const thought = (words: number, dialect = 0) => `<think>${speech(1, words, dialect)}</think> `;
const PICTURE = "![a lamp on the stair](https://elsewhere.example/lamp.png)";
/** As many sentences as the practice model says at once, long enough to be taller than the view. */
const LONG_REPLY = `${thought(240)}${speech(6, 72)} See ${PICTURE} here. ${speech(5, 72)}`;
const SHORT_REPLY = `${thought(40, 1)}${speech(6, 20, 1)}`;

interface Watched {
  /** How far the first line in sight moved, at most, CSS pixels. */
  readonly moved: number;
  readonly paints: number;
  readonly ms: number;
  /** Blocks that were finished and then drawn anew. */
  readonly redrawn: number;
}

/** Notes from now on how far the first message in sight moves, and how often the growing one is painted. */
async function watch(page: Page): Promise<() => Promise<Watched>> {
  await page.evaluate(() => {
    const list = document.querySelector("[aria-label=Messages]") as HTMLElement;
    const edge = list.getBoundingClientRect().top;
    const row = [...list.querySelectorAll("article")].find((a) => a.getBoundingClientRect().bottom > edge + 8);
    const top = row?.getBoundingClientRect().top ?? 0;
    const seen = { moved: 0, paints: 0, redrawn: 0, from: performance.now() };
    const look = () => {
      seen.moved = Math.max(seen.moved, Math.abs((row?.getBoundingClientRect().top ?? 1e6) - top));
      requestAnimationFrame(look);
    };
    look();
    const growing = document.querySelector("[aria-busy=true]");
    let isCounted = false;
    const watcher = new MutationObserver((changes) => {
      for (const { target } of changes) {
        const block = (target instanceof Element ? target : target.parentElement)?.closest(".markdown > *");
        if (block?.nextElementSibling?.nextElementSibling) seen.redrawn++;
      }
      if (isCounted) return;
      isCounted = true;
      requestAnimationFrame(() => {
        isCounted = false;
        seen.paints++;
      });
    });
    if (growing) watcher.observe(growing, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { seen });
  });
  return () =>
    page.evaluate(() => {
      const { from, ...seen } = (window as unknown as { seen: Watched & { from: number } }).seen;
      return { ...seen, ms: performance.now() - from };
    });
}

test("[S12] whoever scrolls up stays where they read until they come back; a long reply stops at its first line", async ({
  page,
  person,
  server,
  isMobile,
}) => {
  const id = await makeRoom(person.api, "Scroll intention", { Mara: LONG_REPLY, Ivy: SHORT_REPLY });
  await signIn(page.context(), server.url, person);
  const room = await new Room(page).open(id);

  // Without touching: the long reply is read from its start.
  await room.send(`@Mara ${ASK_FOR_SPEECH}`);
  const long = room.replies("Mara").last();
  await expect(long.getByRole("button", { name: "Thinking…" }), "open while only thoughts come").toBeVisible();
  await expect(long.getByRole("button", { name: "What it thought", expanded: false })).toBeVisible();
  const list = page.getByRole("region", { name: "Messages" });
  await expect(page.getByRole("button", { name: /Mara is speaking/ })).toBeVisible({ timeout: 20_000 });
  const gap = async () => {
    const [row, box] = [await long.boundingBox(), await list.boundingBox()];
    return (row?.y ?? 0) - (box?.y ?? 0);
  };
  // Where the thoughts alone were taller than the view, it comes there again when the reply has grown.
  await expect.poll(gap, { message: "its first line stands at the top edge", timeout: 20_000 }).toBeLessThan(24);
  expect(await gap()).toBeGreaterThanOrEqual(0);
  const startWatch = await watch(page);
  await page.waitForTimeout(2_000);
  const { moved: crept, paints, ms, redrawn } = await startWatch();
  expect(crept, "pixels it crept while it grew").toBeLessThanOrEqual(1);
  expect(paints / (ms / 1_000), "paints a second").toBeLessThanOrEqual(11);
  expect(redrawn, "changes of paragraphs that were finished").toBe(0);

  // Back to the end, then one turn of the wheel up.
  await list.focus();
  await page.keyboard.press("j");
  const isAtEnd = () => list.evaluate((it) => it.scrollHeight - it.clientHeight - it.scrollTop <= 4);
  await expect.poll(isAtEnd).toBe(true);
  await scrollUp(page, isMobile);
  const read = await watch(page);
  await room.field.focus();
  await expect(room.growing).toHaveCount(0, { timeout: 60_000 });
  await expect(long.getByText("Picture: a lamp on the stair"), "a picture of elsewhere is named").toBeAttached();
  await page.waitForTimeout(2_000);

  await person.api.post("/api/messages", { conversation: id, entry: `@Ivy ${ASK_FOR_SPEECH}` });
  const pill = page.getByRole("button", { name: /1 new · Jump to latest/ });
  await expect(pill).toBeVisible();
  const short = room.replies("Ivy");
  await expect(short.getByRole("button", { name: "What it thought", expanded: false })).toBeAttached();
  expect((await read()).moved, "pixels the first line moved, all the while").toBeLessThanOrEqual(1);
  await list.focus();
  await page.keyboard.press("j");
  await expect.poll(isAtEnd).toBe(true);
  await expect(pill).toHaveCount(0);
  await room.settled(2);
  await expect.poll(isAtEnd, { message: "following again" }).toBe(true);
});

/** As a person does: a turn of the wheel, or a key where there is none; until the list has glided to rest. */
async function scrollUp(page: Page, isMobile: boolean): Promise<void> {
  const list = page.getByRole("region", { name: "Messages" });
  const top = () => list.evaluate((it) => it.scrollTop);
  const before = await top();
  if (isMobile) {
    await page.keyboard.press("PageUp");
  } else {
    const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
    await page.mouse.move(width / 2, height / 2);
    await page.mouse.wheel(0, -240);
  }
  await expect.poll(top).toBeLessThan(before - 100);
  await list.evaluate(async (it) => {
    let [last, still] = [it.scrollTop, 0];
    while (still < 10) {
      await new Promise(requestAnimationFrame);
      still = it.scrollTop === last ? still + 1 : 0;
      last = it.scrollTop;
    }
  });
}
