import { makeRoom, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { newPerson } from "./people.ts";
import { Room } from "./room.ts";

test("[S10] a guest comes by a link with a name and one tap; both see each other speak; let go, they are out at once", async ({
  server,
  openDevice,
  guarded,
}) => {
  const anna = await newPerson(server.url, "Anna");
  const id = await makeRoom(anna.api, "Harbour Nights", { Mara: speech(2, 12) });
  const desk = await new Room(await openDevice("desktop", anna)).open(id);
  const pane = await desk.openPane("People");
  await pane.getByRole("button", { name: "Invite people" }).click();
  const invite = desk.page.getByRole("dialog", { name: "Invite people" });
  await invite.getByRole("button", { name: "Make a link" }).click();
  const address = (await invite.getByRole("link").textContent()) ?? "";
  await invite.getByRole("button", { name: "Close" }).click();

  const phone = new Room(await openDevice("phone"));
  await phone.page.goto(new URL(address).pathname);
  await expect(phone.page.getByRole("heading", { level: 1 })).toHaveText("Anna invites you to “Harbour Nights”");
  await expect(phone.page.getByText("The words of Mara come from the practice model and cost nothing.")).toBeVisible();
  await phone.page.getByRole("textbox", { name: "Your name" }).fill("Ben");
  await phone.page.getByRole("button", { name: "Join" }).click();
  await expect(phone.field).toBeEnabled();

  await expect(pane.getByText("Ben", { exact: true })).toBeVisible();
  await expect(pane.getByText("member · here")).toBeVisible();
  await expect(desk.page.getByText("Only when asked").first()).toBeVisible();
  await phone.field.pressSequentially("Good evening", { delay: 40 });
  await expect(desk.page.getByText("Ben is typing…")).toBeVisible();
  await phone.button("Send").click();
  await expect(desk.saying("Good evening")).toBeVisible();
  await desk.send("Take a seat, Ben");
  await expect(phone.saying("Take a seat, Ben")).toBeVisible();
  await expect(desk.replies()).toHaveCount(0);

  guarded.allow(/WebSocket/);
  await pane.getByRole("button", { name: "More about Ben" }).click();
  await desk.page.getByRole("menuitem", { name: /^Let go/ }).click();
  await desk.page.getByRole("dialog").getByRole("button", { name: "Let go" }).click();
  await expect(phone.page.getByText("You are no longer part of this room.")).toBeVisible({ timeout: 2_000 });
  await desk.send("Only us now");
  await expect(desk.saying("Only us now")).toBeVisible();
  await expect(phone.saying("Only us now")).toHaveCount(0);
  await expect(pane.getByText("Ben", { exact: true })).toHaveCount(0);
});
