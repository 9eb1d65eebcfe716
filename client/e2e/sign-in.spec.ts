import { expect, test } from "./fixtures.ts";

test("[SEE1] signing in leads back to where one wanted to go, and signing out ends it", async ({
  page,
  isMobile,
  guarded,
}) => {
  // The true answer to "who am I" before signing in and after signing out; a browser calls every 401 an error.
  guarded.allow(/status of 401 \(Unauthorized\) \(\S+\/api\/me\)$/);
  await page.goto("/rooms");
  await expect(page.getByRole("heading", { name: "Sign in first" })).toBeVisible();
  await page.getByRole("link", { name: "Sign in", exact: true }).click();

  await page.getByRole("textbox", { name: "E-mail" }).fill(`visitor-${isMobile}@example.test`);
  await page.getByRole("textbox", { name: "Name people see" }).fill("Ada");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/rooms$/);
  await expect(page.getByRole("heading", { name: "No rooms yet" })).toBeVisible();

  await page.reload();
  await expect(page.getByRole("heading", { name: "No rooms yet" })).toBeVisible();
  await page
    .getByRole("button", { name: /^Account and appearance: Ada/ })
    .filter({ visible: true })
    .click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/$/);
  await page.goto("/rooms");
  await expect(page.getByRole("heading", { name: "Sign in first" })).toBeVisible();
});
