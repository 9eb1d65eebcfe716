import { makeBots } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";

test("[RMS4] rooms are pinned, renamed, archived and deleted from the list, and a deletion is taken back", async ({
  page,
  person,
  server,
}) => {
  const [bot = ""] = await makeBots(person.api, { Mara: "Hm." });
  for (const title of ["Harbour", "Bakery"]) await person.api.post("/api/conversations", { bot_ids: [bot], title });
  await signIn(page.context(), server.url, person);
  await page.goto("/rooms");
  const list = page.getByRole("region", { name: "Rooms" });
  const rows = list.getByRole("listitem");
  const act = async (room: string, item: RegExp) => {
    await list.getByRole("button", { name: `More about ${room}` }).click();
    await page.getByRole("menu").getByText(item).click();
  };
  await expect(rows.first()).toContainText("Bakery");
  await act("Harbour", /^Pin/);
  await expect(rows.first()).toContainText("Pinned");
  await expect(rows.first()).toContainText("Harbour");

  await act("Harbour", /^Rename/);
  await page.getByRole("textbox", { name: "Title" }).fill("Harbour Nights");
  await page.keyboard.press("Enter");
  await expect(rows.first()).toContainText("Harbour Nights");

  await act("Harbour Nights", /^Delete/);
  await expect(rows).toHaveCount(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(rows).toHaveCount(2);

  await act("Bakery", /^Archive/);
  await expect(rows).toHaveCount(1);
  await list.getByRole("button", { name: "Archived" }).click();
  await expect(rows).toContainText(["Bakery"]);
  await page.reload();
  await expect(rows).toContainText(["Harbour Nights"]);
});

test("[RMS8] the search of the rail is on the page where there is no rail", async ({
  page,
  person,
  server,
  isMobile,
}) => {
  await signIn(page.context(), server.url, person);
  await page.goto("/rooms");
  const search = page.getByRole("button", { name: "Go to a room, bot or setting" });
  if (!isMobile) return await expect(search).toBeHidden();
  await search.click();
  const palette = page.getByRole("dialog", { name: "Go to" });
  await palette.getByRole("combobox").fill("new room");
  await palette
    .getByRole("option", { name: /^New room/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/rooms\/new$/);
});
