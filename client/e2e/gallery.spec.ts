import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

/** Groups, and how many parts each shows. */
const GROUPS = {
  "Colours, type and people": 5,
  "Actions and layers": 11,
  Fields: 11,
  "States and marks": 8,
  "Lists and texts": 5,
};

async function seriousProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(".gallery").analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(" ")} ${html.slice(0, 160)}`));
}

test("[FND20] the gallery shows every part in each theme and direction, without a serious finding of axe", async ({
  page,
  guarded,
}) => {
  // A stranger who comes by another way than the first screen asks who they are.
  guarded.allow(/status of 401 \(Unauthorized\) \(\S+\/api\/me\)$/);
  await page.goto("/-/gallery");
  for (const [name, count] of Object.entries(GROUPS)) {
    const parts = page.getByRole("region", { name, exact: true }).getByRole("article");
    await expect(parts, name).toHaveCount(count);
    for (const part of await parts.all())
      expect((await part.locator(".specimen-pane").first().boundingBox())?.height, name).toBeGreaterThan(40);
  }
  const themes = page.getByRole("group", { name: "Themes" });
  for (const theme of ["Menu", "Chalkboard", "Closing", "High contrast"]) {
    await themes.getByText(theme, { exact: true }).click();
    await expect(page.locator(".specimen-pane")).toHaveCount(40);
    expect(await seriousProblems(page), theme).toEqual([]);
    expect(await page.locator(".gallery").screenshot(), theme).not.toHaveLength(0);
  }
  await page.getByText("Right to left", { exact: true }).click();
  await expect(page.locator(".specimen-pane").first()).toHaveCSS("direction", "rtl");
  const [width, room] = await page.locator("#main").evaluate((main) => [main.scrollWidth, main.clientWidth]);
  expect(width, "nothing is wider than the page").toBeLessThanOrEqual(room ?? 0);
});
