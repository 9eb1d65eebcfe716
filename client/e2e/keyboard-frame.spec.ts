import { makeRoom, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";

test("[SEE30] by the keyboard: to a room by name, to a setting, and back out of every layer", async ({
  page,
  person,
  server,
}) => {
  const id = await makeRoom(person.api, "Harbour Nights", { Mara: speech(1, 12) });
  await signIn(page.context(), server.url, person);
  await page.goto("/settings/appearance");
  await expect(page.getByRole("heading", { name: "Appearance" })).toBeVisible();
  const palette = page.getByRole("combobox", { name: "Go to" });
  const open = () =>
    expect(async () => {
      await page.keyboard.press("Control+k");
      await expect(palette).toBeFocused({ timeout: 1_000 });
    }).toPass();
  await open();
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await open();
  await page.keyboard.type("hrbr");
  await expect(page.getByRole("listbox", { name: "Found" }).getByRole("option").first()).toContainText(
    "Harbour Nights",
  );
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/r/${id}$`));
  await expect(page.getByRole("heading", { level: 1, name: "Harbour Nights" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toBeEnabled();
  await page.keyboard.press("Control+,");
  await expect(page.getByRole("searchbox", { name: "Search the settings" })).toBeFocused();
  await page.keyboard.type("dyslexia");
  await page.getByRole("combobox", { name: "Font", exact: true }).selectOption("spaced");
  await expect(page.locator("html")).toHaveAttribute("data-font", "spaced");
  await page.getByRole("button", { name: /^Reset this/ }).click();
  await expect(page.locator("html")).toHaveAttribute("data-font", "hyperlegible");
});
