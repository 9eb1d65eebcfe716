import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";
import { wordsOf } from "./room.ts";

const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true });

test("[BED1] a bot is written from a template, edits outlive a reload, and a lost race shows both versions", async ({
  page,
  person,
  server,
  guarded,
  isMobile,
}) => {
  // The answer to a save of an older version; a browser calls it an error.
  guarded.allow(/status of 412/);
  await signIn(page.context(), server.url, person);
  await page.goto("/bots/new");
  await page.getByRole("button", { name: /^Somebody who teaches/ }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Nine");
  await page.getByRole("button", { name: "Make the bot" }).click();
  await expect(page).toHaveURL(/\/bots\/[^/]+\/persona$/);
  await expect(page.getByRole("heading", { level: 1, name: "Nine" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Address" })).toHaveValue("nine");

  const greeting = page.getByRole("textbox", { name: "Greeting" });
  await greeting.fill("Mine.");
  await expect(page.getByRole("tab", { name: "Persona (not saved)" })).toBeVisible();
  await page.reload();
  await expect(greeting).toHaveValue("Mine.");
  await expect(page.getByText("From your last visit")).toBeVisible();

  const id = page.url().split("/").at(-2);
  const meanwhile = { greeting: "Theirs.", description: "Theirs alone." };
  const answer = await fetch(`${server.url}/api/bots/${id}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${person.api.token}`, "content-type": "application/json" },
    body: JSON.stringify(meanwhile),
  });
  expect(answer.status).toBe(200);
  await save(page).click();
  const dialog = page.getByRole("dialog", { name: "Somebody changed this bot meanwhile" });
  await expect(dialog.getByRole("region", { name: "Greeting" })).toContainText("YoursMine.TheirsTheirs.");
  await dialog.getByRole("button", { name: "Keep mine" }).click();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("Theirs alone.");
  await page.keyboard.press("Control+s");
  await expect(save(page)).toBeHidden();

  if (isMobile) await page.getByRole("tab", { name: "Try it" }).click();
  await page.getByRole("button", { name: "Talk with Nine" }).click();
  const trial = page.getByRole("region", { name: "Try it" });
  await expect(trial.getByText("Mine.")).toBeVisible();
  await trial.getByRole("textbox", { name: "Message", exact: true }).fill("What is a tide?");
  await trial.getByRole("button", { name: "Send" }).click();
  // The greeting is the first.
  const reply = trial.getByRole("article", { name: "Nine" }).nth(1);
  await expect.poll(() => wordsOf(reply)).toMatch(/\S/);
  await trial.getByRole("button", { name: "End the trial" }).click();
  await expect.poll(async () => (await person.api.get<{ docs: [] }>("/api/conversations")).docs.length).toBe(0);
});
