import { makeRoom, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";

test("[SEE1] signing in leads back to the page that asked for it, lasts over a reload, and ends by signing out", async ({
  page,
  person,
}) => {
  const isAskedToSignIn = page.getByRole("heading", { name: "Sign in first" });
  const signInAs = async (email: string) => {
    await page.getByRole("link", { name: "Sign in", exact: true }).click();
    await page.getByRole("textbox", { name: "E-mail" }).fill(email);
    await page.getByRole("textbox", { name: "Name people see" }).fill("Ada");
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await page.goto("/rooms");
  await expect(isAskedToSignIn).toBeVisible();
  await signInAs(`visitor-${person.email}`);
  await expect(page).toHaveURL(/\/rooms$/);
  await expect(page.getByRole("heading", { name: "No rooms yet" })).toBeVisible();

  await page.reload();
  await expect(page.getByRole("heading", { name: "No rooms yet" })).toBeVisible();
  const account = page.getByRole("button", { name: /^Account and appearance: Ada/ });
  await account.filter({ visible: true }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/$/);

  const id = await makeRoom(person.api, "Behind the door", { Mara: speech(1, 12) });
  await page.goto(`/r/${id}`);
  await expect(isAskedToSignIn).toBeVisible();
  await signInAs(person.email);
  await expect(page).toHaveURL(new RegExp(`/r/${id}$`));
  await expect(page.getByRole("heading", { level: 1, name: "Behind the door" })).toBeVisible();
});
