import type { Page } from "@playwright/test";
import { seriousProblems } from "./axe.ts";
import { makeRoom, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { testAtPace } from "./pace.ts";
import { signIn } from "./people.ts";
import { addressOf, headingOf, PLACES, visit } from "./places.ts";
import { Room, wordsOf } from "./room.ts";
import { makeThings } from "./sample-cafe.ts";

/** 1280 × 1024 at 400 %. Emulated phones widen what they show to what there is, so the number stands here. */
const ZOOMED = { width: 320, height: 256 };

/** Parts that are wider than the screen; code and tables scroll on their own. */
const tooWide = (page: Page, width: number): Promise<string[]> =>
  page.evaluate((limit) => {
    const wide = [document.documentElement, ...document.querySelectorAll("main, [role=dialog], aside")];
    return wide
      .filter((part) => part.scrollWidth > Math.min(limit, part.clientWidth || limit))
      .map((part) => part.tagName);
  }, width);

/** Most that may move by itself while a screen comes, of what is in sight (the browser's own measure). */
const MOST_MOVED = 0.05;

/** Adds up what moves by itself; answers what has moved since it was asked last. */
async function watchMoves(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const seen = Object.assign(window, { moved: 0, addMoves: () => add(moves.takeRecords()) });
    const add = (list: PerformanceEntryList) => {
      for (const entry of list) seen.moved += (entry as unknown as { value: number }).value;
    };
    const moves = new PerformanceObserver((list) => add(list.getEntries()));
    moves.observe({ type: "layout-shift" });
  });
  return () =>
    page.evaluate(async () => {
      // What another size of the window has moved is drawn by then, and not the screen's doing.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const seen = window as unknown as { moved: number; addMoves: () => void };
      seen.addMoves();
      const { moved } = seen;
      seen.moved = 0;
      return moved;
    });
}

for (const isStranger of [true, false]) {
  test(`[SEE4] [SEE5] [SEE8] [SEE45] axe finds nothing serious at any address, nothing jumps, and nothing is wider than 320 px: ${isStranger ? "a stranger" : "signed in"}`, async ({
    page,
    person,
    server,
    guarded,
    isMobile,
  }) => {
    // Addresses of which some lead to nothing.
    guarded.allow(/status of 404 \(Not Found\)/);
    if (!isStranger) await signIn(page.context(), server.url, person);
    const room = await makeRoom(person.api, "A room to list", { Mara: speech(1, 12) });
    const ids = { ...(await makeThings(person.api)), room };
    const size = page.viewportSize();
    const problems: string[] = [];
    const moves = await watchMoves(page);
    for (const place of PLACES.filter((candidate) => (candidate.isStranger ?? false) === isStranger)) {
      const address = addressOf(place, ids);
      if (address === null) continue;
      if (page.url() === "about:blank") await page.goto("/tutorials");
      await moves();
      await visit(page, address);
      const moved = await moves();
      if (moved > MOST_MOVED) problems.push(`${address} moves by itself while it comes: ${moved.toFixed(3)}`);
      const isLost = (await headingOf(page).textContent()) === "Nothing here";
      if (isLost && !place.name.startsWith("24-")) problems.push(`${address} is drawn as nothing`);
      // Colours do not change with the size.
      const found = await seriousProblems(page, isMobile ? [] : undefined);
      await page.setViewportSize(ZOOMED);
      const wide = await tooWide(page, ZOOMED.width);
      if (size) await page.setViewportSize(size);
      problems.push(
        ...[...found, ...wide.map((part) => `wider than 320 px: ${part}`)].map((what) => `${address} ${what}`),
      );
    }
    expect(problems).toEqual([]);
  });
}

/** What the house's bots say is drawn by lot: slow enough for the shortest to be looked at, and then stopped. */
const slowly = testAtPace(4);

slowly(
  "[SEE4] axe finds nothing serious in a room, its panes, lists and dialogs, in three themes",
  async ({ page, isMobile }) => {
    const room = new Room(page);
    const others = isMobile ? [] : undefined;
    await page.goto("/");
    await room.send("@Mara who lit the lamp, if there is only one key? And @Tobias, what do you make of it?");
    await expect.poll(() => wordsOf(room.growing)).toMatch(/\w+ \w+/);
    await room.field.fill("and then @");
    expect(await seriousProblems(page, others), "while a bot speaks and somebody is about to be mentioned").toEqual([]);
    await room.field.fill("/");
    expect(await seriousProblems(page, []), "while a command is chosen").toEqual([]);
    await room.field.fill("");
    await room.stop("Stop everything");
    await expect(room.tickets).toHaveCount(0);
    await expect(room.growing).toHaveCount(0);
    for (const pane of ["Why", "Prompt", "Tokens", "People"] as const) {
      const region = await room.openPane(pane);
      await expect(region.getByRole("heading").first()).toBeVisible();
      expect(await seriousProblems(page, others), `${pane} pane`).toEqual([]);
    }
    await page.keyboard.press("Escape");
    for (const [at, item] of [/phone/, /^Rename/, /^Delete/].entries()) {
      await page.getByRole("button", { name: "Room menu" }).click();
      if (at === 0) expect(await seriousProblems(page, others), "room menu").toEqual([]);
      await page.getByRole("menuitem", { name: item }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await seriousProblems(page, others), `${item} dialog`).toEqual([]);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    }
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Go to" })).toBeVisible();
    expect(await seriousProblems(page, others), "palette").toEqual([]);
  },
);

slowly("[SEE9] less motion: nothing but a fade while a bot speaks and panes open", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const room = new Room(page);
  await page.goto("/");
  await page.evaluate(() => {
    const moved = new Set<string>();
    Object.assign(window, { moved });
    const look = () => {
      for (const { effect } of document.getAnimations()) {
        if (!(effect instanceof KeyframeEffect) || Number(effect.getComputedTiming().duration) <= 1) continue;
        const properties = effect.getKeyframes().flatMap((frame) => Object.keys(frame));
        const own = ["offset", "computedOffset", "easing", "composite", "opacity"];
        const others = properties.filter((name) => !own.includes(name));
        if (others.length > 0) moved.add(`${effect.target?.className}: ${others.join(" ")}`);
      }
      requestAnimationFrame(look);
    };
    look();
  });
  await room.send("@Mara who lit the lamp, if there is only one key? And @Tobias, what do you make of it?");
  await expect.poll(() => wordsOf(room.growing)).toMatch(/\w+ \w+/);
  await room.openPane("Why");
  await page.keyboard.press("Escape");
  await room.stop("Stop everything");
  await expect(room.tickets).toHaveCount(0);
  await expect(room.replies().last().getByTestId("coaster")).toBeVisible();
  expect(await page.evaluate("[...window.moved]")).toEqual([]);
});
