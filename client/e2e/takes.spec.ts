import type { Locator, Page } from "@playwright/test";
import { makeRoom, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";
import { Room, wordsOf } from "./room.ts";

/** Messages said after the reply that is taken anew. */
const AFTER = 10;

test("[S9] a take ten messages back: nothing moves, it is told, another path and the way back", async ({
  page,
  person,
  server,
  isMobile,
}) => {
  const id = await makeRoom(person.api, "Takes", { Mara: speech(1, 8) });
  await signIn(page.context(), server.url, person);
  const room = await new Room(page).open(id);
  await room.send("@Mara Is the lamp lit?");
  await room.settled(1);
  const entries = Array.from({ length: AFTER }, (_, n) => `Line ${n + 1} of the log.\n\nAnd more.`);
  await Promise.all(
    entries.map((entry) => person.api.post("/api/messages", { conversation: id, entry, respond: false })),
  );
  await expect(room.messages).toHaveCount(2 + AFTER);
  const earlier = await room.messages.evaluateAll((all) =>
    all.map((one) => one.querySelector("[dir=auto]")?.textContent),
  );

  const reply = room.replies().first();
  const list = page.getByRole("region", { name: "Messages" });
  await list.press("Home");
  await expect(reply).toBeInViewport();
  await reply.hover();
  await reply.getByRole("button", { name: "New take", exact: true }).click();
  await list.press("End");
  const newest = room.messages.last();
  await expect(newest).toBeInViewport();
  await expect(page.getByRole("button", { name: /Jump to latest/ })).toHaveCount(0);
  const top = () => newest.evaluate((one) => one.getBoundingClientRect().top);
  const before = await top();
  await expect(page.getByText("New take ready 2/2")).toBeVisible({ timeout: 20_000 });
  // The queue above the composer may have gone meanwhile; the last line is still where it ended.
  await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThanOrEqual(2);

  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(reply).toBeInViewport();
  await expect(reply.getByText("1/2")).toBeVisible();
  await reply.getByRole("button", { name: "Next take" }).click();
  await expect(page.getByText(`${AFTER} more messages on the earlier path`)).toBeVisible();
  await expect(room.messages).toHaveCount(2);
  await expect(reply.getByText("2/2")).toBeVisible();

  await page.getByRole("button", { name: "Go back" }).click();
  await expect(room.messages).toHaveCount(2 + AFTER);
  expect(
    await room.messages.evaluateAll((all) => all.map((one) => one.querySelector("[dir=auto]")?.textContent)),
  ).toEqual(earlier);
  await expect(page.getByText("on the earlier path")).toHaveCount(0);

  if (!isMobile) return;
  await reply.scrollIntoViewIfNeeded();
  await drawSideways(page, reply, -120);
  await expect(reply.getByText("2/2")).toBeVisible();
  await drawSideways(page, reply, -120);
  const more = reply.locator(".take-stepper").getByRole("button", { name: "New take" });
  await expect(more).toBeVisible();
  await expect(reply.getByText("2/2")).toBeVisible();
  await drawSideways(page, reply, 120);
  await expect(reply.getByText("1/2")).toBeVisible();
  await expect(more).toHaveCount(0);
});

/** A finger on the message, drawn to the right by `dx` CSS pixels, to the left where that is negative. */
async function drawSideways(page: Page, message: Locator, dx: number): Promise<void> {
  const box = await message.locator(".bubble").first().boundingBox();
  if (!box) throw new Error("nothing to draw on");
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(20, box.height / 2)];
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", at: number) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x: at, y }] });
  await touch("touchStart", x);
  for (let step = 1; step <= 6; step++) await touch("touchMove", x + (dx * step) / 6);
  await touch("touchEnd", x + dx);
}

test("[SEE12] one's own words and a reply: edited, hidden, reacted to, taken anew, deleted", async ({
  page,
  person,
  server,
}) => {
  const id = await makeRoom(person.api, "Deeds", { Mara: speech(1, 6) });
  await signIn(page.context(), server.url, person);
  const room = await new Room(page).open(id);
  await room.send("@Mara Is the lamp out?");
  await room.settled(1);
  const own = room.messages.first();
  const reply = room.replies().first();
  const press = async (name: string) => {
    await reply.hover();
    await reply.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name }).click();
  };

  await own.focus();
  await page.keyboard.press("e");
  const field = page.getByRole("textbox", { name: "Text of the message" });
  await expect(field).toBeFocused();
  await field.fill("Is the lamp lit?");
  await page.keyboard.press("Escape");
  await expect(page.getByText("You have changed it.")).toBeVisible();
  await field.press("Control+Enter");
  await expect(own).toContainText("Is the lamp lit?");
  await expect(own).toContainText("edited");
  await expect(own).toBeFocused();

  await press("Hide from bots");
  await expect(reply).toContainText("hidden from bots");
  await reply.hover();
  await reply.getByRole("button", { name: "React", exact: true }).click();
  await page.getByRole("button", { name: "React with 🎉" }).click();
  await expect(reply.getByRole("button", { name: /🎉 1, by you/ })).toHaveAttribute("aria-pressed", "true");

  const first = await wordsOf(reply);
  await press("New take with a wish…");
  await page.getByRole("button", { name: "shorter", exact: true }).click();
  await expect(reply.getByText("2/2")).toBeVisible({ timeout: 20_000 });
  await expect(reply).toContainText("wish: shorter");
  await press("Delete this take");
  await expect(reply.getByText("2/2")).toHaveCount(0);
  expect(await wordsOf(reply)).toBe(first);
  await expect(room.growing).toHaveCount(0);

  await reply.focus();
  await page.keyboard.press("Delete");
  await page.getByRole("button", { name: "Delete for everyone" }).click();
  await expect(room.replies()).toHaveCount(0);
});
