import { seriousProblems } from "./axe.ts";
import { expect, test } from "./fixtures.ts";

/** Groups, and how many parts each shows. */
const GROUPS = {
  "Colours, type and people": 5,
  "Actions and layers": 11,
  Fields: 11,
  "States and marks": 8,
  "Lists and texts": 6,
  "The room": 18,
};

test("[FND20] the gallery shows every part in each theme and direction, without a serious finding of axe", async ({
  page,
  isMobile,
}) => {
  await page.goto("/-/gallery");
  for (const [name, count] of Object.entries(GROUPS)) {
    const parts = page.getByRole("region", { name, exact: true }).locator(".specimen");
    await expect(parts, name).toHaveCount(count);
    for (const part of await parts.all())
      expect((await part.locator(".specimen-pane").first().boundingBox())?.height, name).toBeGreaterThan(40);
  }
  const themes = page.getByRole("group", { name: "Themes" });
  // Colours do not change with the size.
  for (const theme of isMobile ? ["Menu"] : ["Menu", "Chalkboard", "Closing", "High contrast"]) {
    await themes.getByText(theme, { exact: true }).click();
    await expect(page.locator(".specimen-pane")).toHaveCount(59);
    expect(await seriousProblems(page, [], ".gallery"), theme).toEqual([]);
  }
  await page.getByText("Right to left", { exact: true }).click();
  await expect(page.locator(".specimen-pane").first()).toHaveCSS("direction", "rtl");
  const [width, room] = await page.locator("#main").evaluate((main) => [main.scrollWidth, main.clientWidth]);
  expect(width, "nothing is wider than the page").toBeLessThanOrEqual(room ?? 0);
});
