import { ASK_FOR_SPEECH, ASKS, makeBots, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { newPerson } from "./people.ts";
import { Room, wordsOf } from "./room.ts";

/** Nobody is told: whoever is let go would hear a minute longer. The torture holds the room to its two seconds. */
const SOON_MS = 10_000;

test("[S10] a guest comes by a link with a name and one tap; both see each other speak; let go, they are out at once", async ({
  server,
  openDevice,
  guarded,
}) => {
  const anna = await newPerson(server.url, "Anna");
  const mara = { Mara: [speech(1, 12, 0), speech(12, 30, 1)] };
  // Public, so that a guest may take her along to a room of their own.
  const bot_ids = await makeBots(anna.api, mara, { sharing_visibility: "public" });
  const { id } = await anna.api.post<{ id: string }>("/api/conversations", { bot_ids, title: "Harbour Nights" });
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

  await test.step("an aside is for people; whoever did not ask may not stop", async () => {
    await desk.field.fill("/aside The lamp is for us alone");
    await desk.page.keyboard.press("Enter");
    await expect(desk.field).toHaveValue("The lamp is for us alone");
    await desk.button("Send").click();
    await expect(phone.saying("The lamp is for us alone")).toContainText("bots do not read this");
    await desk.button("Turn aside off").click();
    await desk.send(`@Mara ${ASKS[1]}`);
    await expect(phone.button("Stop")).toBeDisabled();
    await expect(phone.button("Stop")).toHaveAttribute("title", /^Only Anna/);
    await expect.poll(() => wordsOf(desk.growing)).toMatch(/\w+ \w+/);
    await desk.stop("Stop");
    await expect(phone.replies()).toContainText(/Stopped by Anna/i);
    await desk.send(`@Mara ${ASK_FOR_SPEECH}`);
    await desk.settled(2);
    const message = (await desk.replies().last().getAttribute("id"))?.slice("m-".length);
    const receipt = await anna.api.get<object>(`/api/conversations/${id}/messages/${message}/prompt`);
    expect(JSON.stringify(receipt)).not.toContain("for us alone");
  });

  await test.step("another take of what others have answered is a branch, and the room stays as it is", async () => {
    await desk.send("Good night then");
    const reply = phone.replies().last();
    await reply.hover();
    await reply.getByRole("button", { name: "New take", exact: true }).click();
    await expect(reply.getByText("1/2")).toBeVisible();
    await reply.getByRole("button", { name: "Next take" }).click();
    const question = phone.page.getByRole("dialog", { name: "Go on in a branch room?" });
    await expect(question).toContainText("Anna shares what was said after it.");
    await question.getByRole("button", { name: "Open the branch" }).click();
    await expect(phone.page).not.toHaveURL(new RegExp(id));
    await expect(phone.page.getByText("Your branch")).toBeVisible();
    await expect(phone.button("At the table: Mara")).toBeVisible();
    await expect(phone.replies()).toHaveCount(2);
    await expect(phone.saying("Good night then")).toHaveCount(0);
    await expect(desk.saying("Good night then")).toBeVisible();
    await expect(desk.replies().getByText("1/2")).toBeVisible();
    await phone.page.getByRole("link", { name: "where it began" }).click();
    await expect(phone.saying("Good night then")).toBeVisible();
  });

  await phone.page.getByRole("link", { name: "All rooms" }).click();
  await expect(pane.getByText("member · elsewhere in BotCafe")).toBeVisible();
  await phone.page.goBack();
  await expect(pane.getByText("member · here")).toBeVisible();

  guarded.allow(/WebSocket/);
  await phone.field.fill("and one more thing");
  await pane.getByRole("button", { name: "More about Ben" }).click();
  await desk.page.getByRole("menuitem", { name: /^Let go/ }).click();
  await desk.page.getByRole("dialog").getByRole("button", { name: "Let go" }).click();
  await expect(phone.page.getByText("You are no longer part of this room.")).toBeVisible({ timeout: SOON_MS });
  await expect(phone.field).toHaveCount(0);
  await expect(phone.page.getByRole("region", { name: "Not sent" })).toContainText("and one more thing");
  await desk.send("Only us now");
  await expect(desk.saying("Only us now")).toBeVisible();
  await expect(phone.saying("Only us now")).toHaveCount(0);
  await expect(pane.getByText("Ben", { exact: true })).toHaveCount(0);
});
