import { ASK_FOR_SPEECH, makeRoom, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";
import { Room } from "./room.ts";

test("[SEE11] the keyboard alone: send, stop, look behind a reply, answer it and take that back, the focus always in sight", async ({
  page,
  person,
  server,
}) => {
  const id = await makeRoom(person.api, "Keys", { Ivy: speech(2, 12, 1), Mara: speech(8, 30) });
  await signIn(page.context(), server.url, person);
  const room = await new Room(page).open(id);
  const { keyboard } = page;
  const focused = page.locator(":focus");

  await room.field.focus();
  await keyboard.type(`@Mara @Ivy ${ASK_FOR_SPEECH}`);
  await keyboard.press("Escape");
  await keyboard.press("Enter");
  await expect(room.growing).toHaveCount(1);
  await expect(page.getByRole("status").filter({ hasText: /^Mara is replying/ })).toHaveCount(1);
  await expect(room.field).toBeFocused();

  await keyboard.press("Escape");
  await expect(room.button("Stop")).toBeFocused();
  await keyboard.press("Enter");
  await expect(room.replies("Mara")).toContainText(/Stopped by you/i);
  await expect(room.field).toBeFocused();
  await room.settled(2);
  await expect(page.locator("[aria-live=polite]").filter({ hasText: /Mara: .*Ivy: Then / })).toHaveCount(1);

  await test.step("into the messages and the actions of one", async () => {
    await keyboard.press("Shift+F6");
    await keyboard.press("ArrowUp");
    await expect(focused).toHaveRole("article");
    await expect(focused).toBeInViewport();
    await keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Reply", exact: true }).and(focused)).toBeVisible();
    await keyboard.press("Escape");
    await keyboard.press("w");
    await expect(page.getByRole("heading", { name: "Why" })).toBeFocused();
    await keyboard.press("Escape");
    await expect(focused).toHaveRole("article");
    await keyboard.press("r");
    await expect(room.field).toBeFocused();
    await expect(page.getByText("Replying to")).toBeVisible();
    await keyboard.press("Escape");
    await expect(page.getByText("Replying to")).toHaveCount(0);
  });
});
