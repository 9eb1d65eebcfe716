import { expect, test } from "./fixtures.ts";
import { Room } from "./room.ts";

test("[TUT2] a tutorial goes on by what is really done, and Esc leaves it for good", async ({ page }) => {
  await page.goto("/tutorials");
  await page.getByRole("button", { name: "Start: Talk to several bots" }).click();
  const mark = page.getByRole("dialog", { name: "Everybody at the table" });
  await expect(mark).toBeVisible();
  await mark.getByRole("button", { name: "Next" }).click();
  await expect(page.getByRole("dialog", { name: "Name two of them" })).toBeVisible();

  const room = new Room(page);
  await room.send("@Mara and @Ivy: who has the key?");
  const queue = page.getByRole("dialog", { name: "The queue" });
  await expect(queue).toBeVisible();
  await queue.getByRole("button", { name: "Done" }).click();
  await expect(queue).toHaveCount(0);

  await page.goto("/tutorials");
  await expect(page.getByRole("status").filter({ hasText: "1 of 6 done" })).toBeVisible();
  await page.getByRole("button", { name: "Start: Decide who speaks" }).click();
  // It takes the focus once it listens to Esc.
  await expect(page.getByRole("dialog", { name: "Who answers" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.reload();
  await expect(room.field).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
