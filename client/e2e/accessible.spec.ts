import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { makeRoom, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";
import { Room } from "./room.ts";

/** What axe calls serious or critical: everything in the light theme, what colours can break in the others. */
async function seriousProblems(page: Page): Promise<string[]> {
  const problems = await look(new AxeBuilder({ page }));
  for (const theme of ["chalkboard", "closing"]) {
    await wearTheme(page, theme);
    const found = await look(new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]));
    problems.push(...found.map((problem) => `${theme}: ${problem}`));
  }
  await wearTheme(page, "menu");
  return problems;
}

async function look(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(" ")} ${html.slice(0, 200)}`));
}

/** As choosing it in the menu does; without the fade, in which every contrast is in between. */
const wearTheme = (page: Page, theme: string): Promise<void> =>
  page.evaluate((name) => {
    document.documentElement.dataset["theme"] = name;
    for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
  }, theme);

test("[SEE4] axe finds nothing serious on any page, in three themes", async ({ page, person, server, guarded }) => {
  // The last address is one where there is nothing.
  guarded.allow(/status of 404 \(Not Found\) \(\S+\/no\/such\/page\)$/);
  await page.goto("/");
  await expect(page.getByRole("article")).toHaveCount(3);
  expect(await seriousProblems(page), "the first screen").toEqual([]);

  await signIn(page.context(), server.url, person);
  await makeRoom(person.api, "A room to list", { Mara: speech(1, 12) });
  for (const [path, sign] of [
    ["/login", page.getByRole("textbox", { name: "E-mail" })],
    ["/rooms", page.getByRole("heading", { name: "Rooms", exact: true })],
    ["/rooms/new", page.getByRole("button", { name: /Mara/ }).first()],
    ["/import", page.getByRole("heading", { level: 1, name: "Import" })],
    ["/no/such/page", page.getByRole("heading", { name: "Nothing here" })],
  ] as const) {
    await page.goto(path);
    await expect(sign).toBeVisible();
    expect(await seriousProblems(page), path).toEqual([]);
  }
});

test("[SEE4] axe finds nothing serious in a room and its panes, in three themes", async ({ page }) => {
  const room = new Room(page);
  await page.goto("/");
  await room.send("@Mara who lit the lamp, if there is only one key? And @Tobias, what do you make of it?");
  await expect(room.growing).toHaveCount(1);
  await room.field.fill("and then @");
  expect(await seriousProblems(page), "while a bot speaks and somebody is about to be mentioned").toEqual([]);
  await room.field.fill("");
  await expect(room.tickets).toHaveCount(0, { timeout: 30_000 });
  await expect(room.growing).toHaveCount(0);
  for (const pane of ["Why", "Prompt", "People"] as const) {
    const region = await room.openPane(pane);
    await expect(region.getByRole("heading").first()).toBeVisible();
    expect(await seriousProblems(page), `${pane} pane`).toEqual([]);
  }
});
