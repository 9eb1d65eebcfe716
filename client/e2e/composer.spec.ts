import { ASK_FOR_SPEECH, makeRoom, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";
import { Room } from "./room.ts";

const QUIET = { Ivy: speech(1, 8), Mara: speech(1, 8) };

test("[SEE10] what one writes: commands are found and never sent by mistake, drafts stay, bots are left alone on request", async ({
  page,
  person,
  server,
  hasTouch,
}) => {
  const id = await makeRoom(person.api, "Writing", QUIET);
  const other = await makeRoom(person.api, "Elsewhere", QUIET);
  await signIn(page.context(), server.url, person);
  const room = await new Room(page).open(id);
  const commands = page.getByRole("listbox", { name: "Commands" });

  await test.step("the commands stand behind a slash, and one that does not exist asks", async () => {
    await room.field.pressSequentially("/");
    await expect(commands.getByRole("option").filter({ hasText: "/ask" })).toBeInViewport();
    await room.field.pressSequentially("zz");
    await expect(commands).toHaveCount(0);
    await expect(page.getByText("No command /zz. Send as text?")).toBeInViewport();
    if (hasTouch) await room.button("Run").click();
    else await page.keyboard.press("Enter");
    await expect(room.messages).toHaveCount(0);
    await expect(room.field).toHaveValue("/zz");
    await room.field.fill("/asi");
    await commands.getByRole("option").click();
    await expect(room.field).toHaveValue("/aside ");
    await room.field.fill("/aside between us");
    await room.button("Run").click();
    await expect(page.getByText("Aside: bots will not read this.")).toBeVisible();
    await expect(room.field).toHaveValue("between us");
  });

  await test.step("an aside wakes nobody, and a quiet message neither", async () => {
    await room.button("Send").click();
    await expect(room.saying("between us")).toHaveCount(1);
    await room.button("Turn aside off").click();
    await room.field.fill("/quiet nobody needs to answer");
    await room.button("Run").click();
    await expect(room.saying("nobody needs to answer")).toHaveCount(1);
    await expect(room.tickets).toHaveCount(0);
    if (!hasTouch) await expect(room.field).toBeFocused();
  });

  await test.step("a draft waits in its room", async () => {
    await room.field.fill("half a thought");
    await room.open(other);
    await expect(room.field).toHaveValue("");
    await room.open(id);
    await expect(room.field).toHaveValue("half a thought");
  });

  await test.step("a picked name is spoken to, and says so before sending", async () => {
    await room.field.fill("");
    await room.field.pressSequentially("@ma");
    const names = page.getByRole("listbox", { name: "Who to mention" });
    await names.getByRole("option", { name: /Mara bot$/ }).click();
    await expect(room.field).toHaveValue("@Mara ");
    await expect(room.tickets).toHaveText([/^1.*Mara.*mentioned/]);
    await room.field.pressSequentially(ASK_FOR_SPEECH);
    await room.button("Send").click();
    await room.settled(1);
    await expect(room.replies("Mara")).toHaveCount(1);
  });
});
