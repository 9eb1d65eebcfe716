import { seriousProblems } from "./axe.ts";
import { makeBots } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";
import { Room } from "./room.ts";

test("[SEE60] two rooms side by side: each writes for itself; keys, panes and the title are the one's with the focus", async ({
  page,
  person,
  server,
}) => {
  const bot_ids = await makeBots(person.api, { Mara: "The lamp is lit.", Ivy: "The rope is dry." });
  const roomOf = async (title: string, bot: number) =>
    (await person.api.post<{ id: string }>("/api/conversations", { bot_ids: [bot_ids[bot]], title })).id;
  const harbour = await roomOf("Harbour Nights", 0);
  const stairs = await roomOf("The Stairs", 1);
  await signIn(page.context(), server.url, person);
  await page.setViewportSize({ width: 1920, height: 1000 });
  await new Room(page).open(harbour);

  await page.getByRole("button", { name: "Room menu" }).click();
  await page.getByRole("menuitem", { name: /^Open a room beside/ }).click();
  await page
    .getByRole("dialog", { name: "Open beside" })
    .getByRole("option", { name: /The Stairs/ })
    .click();
  await expect(page).toHaveURL(`/r/${harbour}?beside=${stairs}`);
  const first = page.getByRole("region", { name: "Harbour Nights", exact: true });
  const second = page.getByRole("region", { name: "The Stairs", exact: true });
  const write = (region: typeof first) => region.getByRole("textbox", { name: "Message", exact: true });
  await expect(write(second)).toBeFocused();
  await expect(page).toHaveTitle(/The Stairs/);

  await test.step("what is written in one stays there, and is answered there", async () => {
    await write(second).fill("Ivy, is the rope dry?");
    await write(first).fill("Only a draft");
    await write(second).press("Enter");
    await expect(second.getByText("Ivy, is the rope dry?")).toBeVisible();
    await expect(second.getByRole("article").filter({ hasText: "BOT" }).last()).toBeVisible();
    await expect(write(first)).toHaveValue("Only a draft");
    await expect(first.getByText("Ivy, is the rope dry?")).toHaveCount(0);
  });

  await test.step("the inspector follows the focus; F6 goes through both", async () => {
    await second.getByRole("button", { name: "People", exact: true }).click();
    const people = page.getByRole("region", { name: "People", exact: true });
    await expect(people.getByText("Ivy").first()).toBeVisible();
    await write(first).click();
    await expect(people.getByText("Mara").first()).toBeVisible();
    await expect(people.getByText("Ivy")).toHaveCount(0);
    await expect(page).toHaveTitle(/Harbour Nights/);
    await expect(write(first)).toBeFocused();
    await page.keyboard.press("F6");
    await page.keyboard.press("F6");
    await expect(write(second)).toBeFocused();
    await expect(people.getByText("Ivy").first()).toBeVisible();
    // Colours are on trial elsewhere.
    expect(await seriousProblems(page, [])).toEqual([]);
  });

  await test.step("a reload keeps both; too narrow for two it shows one, and has not forgotten the other", async () => {
    await page.reload();
    await expect(second).toBeVisible();
    await expect(write(first)).toHaveValue("Only a draft");
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect(second).toBeHidden();
    await page.setViewportSize({ width: 1920, height: 1000 });
    await expect(second).toBeVisible();
    await second.getByRole("button", { name: "Close this room" }).click();
    await expect(second).toHaveCount(0);
    await page.goBack();
    await expect(second).toBeVisible();
  });
});
