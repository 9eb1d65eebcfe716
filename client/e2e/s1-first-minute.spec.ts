import { SAMPLE_ROOM, SAMPLE_SEATS } from "../../shared/sample/table.ts";
import { expect } from "./fixtures.ts";
import { testAtPace } from "./pace.ts";
import { clockGreetings, clockMessage, clockPress } from "./recorder.ts";
import { Room } from "./room.ts";

/** Who answers, and at what length, is drawn by lot: slow enough for the shortest reply to be looked at. */
const test = testAtPace(6);
/** The goals are 2,000 and 100 ms on a machine that does nothing else; the figures are noted with the test. */
const STANDS_MS = 6_000;
const SHOWN_MS = 2_000;

const note = (type: string, ms: number) => test.info().annotations.push({ type, description: `${Math.round(ms)} ms` });

test("[S1] the first minute: three bots at once, one line sent, a reply that explains itself", async ({
  page,
  hasTouch,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.url()} ${request.postData() ?? ""}`));
  const room = new Room(page);

  const stood = await clockGreetings(page, SAMPLE_SEATS.length);
  await page.goto("/");
  for (const { name, greeting } of SAMPLE_SEATS) {
    const card = page.getByRole("article", { name });
    await expect(card).toBeVisible();
    await expect(card).toContainText(greeting);
  }
  const stoodMs = await stood();
  note("stands", stoodMs);
  expect(stoodMs, "milliseconds until the room stood there").toBeLessThan(STANDS_MS);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: SAMPLE_ROOM.title })).toBeVisible();
  await expect(page.getByText(SAMPLE_ROOM.notice)).toBeVisible();

  const [line] = SAMPLE_ROOM.starters;
  await page.getByRole("button", { name: line }).click();
  await expect(room.field).toHaveValue(line);
  await expect(room.messages).toHaveCount(0);

  const pressedAt = await clockPress(page);
  const shownAt = await clockMessage(page, line);
  if (hasTouch) await room.button("Send").tap();
  else await room.field.press("Enter");
  const shownMs = (await shownAt()) - (await pressedAt());
  note("shown", shownMs);
  expect(shownMs, "milliseconds until one's own message was on the screen").toBeLessThan(SHOWN_MS);
  await expect(room.saying(line)).toBeInViewport();

  await expect(room.tickets.first()).toBeInViewport();
  const reason = room.tickets.first().getByText(/talkative \d+ %|mentioned|turn order/);
  await expect(reason).toBeInViewport({ ratio: 0.95 });
  expect(await reason.evaluate((e) => e.scrollWidth <= e.clientWidth), "the reason is not cut off").toBe(true);
  const reply = room.replies().first();
  await expect(reply.locator("[dir=auto] p").first()).toContainText(/\w{3}/);
  const coaster = reply.getByTestId("coaster");
  await expect(coaster).toHaveText(/^\d+$/);

  const woken = Number(await coaster.textContent());
  expect(woken, "the first starter wakes some lore").toBeGreaterThanOrEqual(2);
  await expect(coaster).toHaveAccessibleName(new RegExp(`^${woken} entries`));
  if (!hasTouch) {
    await room.saying(line).hover();
    const actions = await page.getByRole("toolbar", { name: "Actions" }).boundingBox();
    const hint = await page.getByRole("button", { name: /woke\. See why\?$/ }).boundingBox();
    expect(actions && hint && actions.x + actions.width < hint.x, "a line's actions hide no hint").toBe(true);
  }
  await coaster.click();
  const why = page.getByRole("region", { name: "Why" });
  await expect(why.getByRole("list", { name: "Woke" }).getByRole("listitem")).toHaveCount(woken);
  await expect(page.getByRole("heading", { name: "Why" })).toBeFocused();

  expect(asked.length).toBeGreaterThan(3);
  expect(asked.filter((request) => /e-?mail|password|api-keys|\/login|dev\/session/i.test(request))).toEqual([]);
  await expect(page.getByRole("textbox")).toHaveCount(1);
});
