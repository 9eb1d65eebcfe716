import { SAMPLE_ROOM } from "../../shared/sample/table.ts";
import { expect } from "./fixtures.ts";
import { testAtPace } from "./pace.ts";
import { Room } from "./room.ts";

/** Who answers, and at what length, is drawn by lot: told so fast that all of it can be heard to its end. */
const test = testAtPace(400);

test("[S2] [FIRST6] a guest keeps the room under a name, claims it, and goes on on the phone", async ({
  openDevice,
}) => {
  const page = await openDevice("desktop");
  const room = new Room(page);
  await page.goto("/");
  for (const line of SAMPLE_ROOM.starters.slice(0, 2)) {
    const before = await room.replies().count();
    await room.send(line);
    await expect.poll(() => room.replies().count()).toBeGreaterThan(before);
    await expect(room.tickets).toHaveCount(0);
    await expect(room.growing).toHaveCount(0);
  }
  const card = page.getByRole("note", { name: "Keep this room?" });
  await expect(card).toContainText("no e-mail needed");
  await card.getByRole("button", { name: "Keep this room" }).click();

  const dialog = page.getByRole("dialog");
  const name = dialog.getByRole("textbox", { name: "Your name" });
  for (const [taken, reason] of [
    ["settings", "is reserved"],
    ["Settings", "is reserved"],
    ["api", "is reserved"],
    ["-", "has to have 3 to 50 characters"],
  ] as const) {
    await name.fill(taken);
    await dialog.getByRole("button", { name: "Keep it" }).click();
    await expect(dialog.getByText(reason)).toBeVisible();
  }
  const username = `cafe-cat-${Date.now().toString(36)}`;
  await name.fill(username);
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(dialog.getByRole("heading", { name: "The room is yours" })).toBeVisible();
  await expect(dialog.getByRole("time")).toBeVisible();

  const email = `${username}@example.test`;
  await dialog.getByRole("textbox", { name: "E-mail" }).fill(email);
  await dialog.getByRole("button", { name: "Sign in and keep everything" }).click();
  await dialog.getByRole("button", { name: "Back to the room" }).click();
  await room.button("Room menu").click();
  await page.getByRole("menuitem", { name: /phone/ }).click();
  await expect(dialog.getByRole("img", { name: /^Code for/ })).toBeVisible();
  const address = await dialog.getByRole("link").getAttribute("href");
  await expect(dialog.getByRole("img", { name: `Code for ${address}`, exact: true })).toBeVisible();
  expect(new URL(address ?? "").pathname).toMatch(/^\/r\/[^/]+$/);
  await expect(dialog.getByText(`sign in as ${email}`)).toBeVisible();
  await expect(dialog.getByText("listens on this computer alone")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);

  const said = await room.messages.allInnerTexts();
  const phone = new Room(await openDevice("phone"));
  await phone.page.goto(address ?? "");
  await phone.page.getByRole("link", { name: "Sign in", exact: true }).click();
  await phone.page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await phone.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(phone.page).toHaveURL(address ?? "");
  await expect(phone.messages).toHaveCount(said.length);
  await expect(page.getByRole("button", { name: "Also open on your phone" })).toBeVisible();

  await page.reload();
  await expect(room.messages).toHaveCount(said.length);
  await expect(page.getByRole("heading", { level: 1, name: SAMPLE_ROOM.title })).toBeVisible();
  await page.goto(`/${username}`);
  await expect(page.getByRole("heading", { level: 1, name: username })).toBeVisible();
});
