import type { Locator, Page } from "@playwright/test";
import { ASK_FOR_SPEECH, ASKS, makeRoom, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";
import { record, recording } from "./recorder.ts";
import { Room, wordsOf } from "./room.ts";

/** Ivy is long from the second time on, and is stopped: nobody has to be quicker than she is. */
const CAST = {
  Ivy: [speech(3, 20, 0), speech(12, 30, 1), speech(12, 30, 2)],
  Mara: [speech(2, 12, 3), speech(1, 12, 4)],
  Tobias: ["Hm.", speech(1, 12, 5), speech(1, 12, 6)],
};

test("[S7] several bots in a visible order: planned, heard one by one, rearranged and skipped", async ({
  page,
  person,
  server,
  hasTouch,
}) => {
  const id = await makeRoom(person.api, "Order", CAST);
  await signIn(page.context(), server.url, person);
  const room = await new Room(page).open(id);
  const spoken = async () => {
    const names = await room.replies().getByRole("heading").allTextContents();
    return names.map((name) => /^(Ivy|Mara|Tobias)/.exec(name)?.[0]);
  };

  await room.field.pressSequentially("@Ivy then @Mara");
  await page.keyboard.press("Escape");
  await expect(room.tickets).toHaveCount(2);
  await expect(room.tickets.nth(0)).toHaveText(/^1\s*I?\s*Ivy\s*mentioned/);
  await expect(room.tickets.nth(1)).toHaveText(/^2\s*M?\s*Mara\s*mentioned/);
  for (const ticket of await room.tickets.all()) await expect(ticket).toBeInViewport({ ratio: 0.95 });

  await record(page);
  await room.field.fill(`@Ivy then @Mara: ${ASK_FOR_SPEECH}`);
  await room.button("Send").click();
  await room.settled(2);
  expect(await spoken()).toEqual(["Ivy", "Mara"]);
  const samples = await recording(page);
  expect(Math.max(...samples.map((sample) => sample.growing))).toBe(1);
  expect(new Set(samples.map((sample) => sample.text.length)).size, "steps in which it grew").toBeGreaterThan(5);

  const said = await wordsOf(room.replies("Ivy"));
  const receipt = await room.openPane("Prompt");
  await expect(receipt).toContainText("What Mara read for this reply");
  await receipt.getByText("As it was sent").click();
  await expect(receipt).toContainText(said);
  await page.keyboard.press("Escape");
  await expect(receipt).toHaveCount(0);

  await test.step("held turns are rearranged by the keyboard and skipped; what is left goes on", async () => {
    await room.send(`@Ivy @Mara @Tobias ${ASKS[1]}`);
    await expect(room.tickets.nth(0)).toContainText("Now");
    await room.button("Hold the queue").click();
    await expect(room.tickets.nth(1)).toContainText("on hold");
    await room.stop("Stop");
    await room.settledBut(3, 2);
    await expect(room.tickets.nth(0)).toContainText(/Mara.*on hold/);
    await page.getByRole("button", { name: /^Mara\b.*: change this turn$/ }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menuitem", { name: "Move later" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(room.tickets.nth(0)).toContainText("Tobias");
    await expect(room.tickets.nth(1)).toContainText("Mara");
    if (!hasTouch) {
      // There and back, by the pointer.
      await dragOnePlace(page, room.tickets.nth(0));
      await expect(room.tickets.nth(0)).toContainText("Mara");
      await dragOnePlace(page, room.tickets.nth(0));
      await expect(room.tickets.nth(0)).toContainText("Tobias");
    }
    await room.button("Resume").click();
    await room.settled(5);
    expect(await spoken()).toEqual(["Ivy", "Mara", "Ivy", "Tobias", "Mara"]);

    await room.send(`@Ivy @Mara @Tobias ${ASKS[2]}`);
    await room.button("Skip Mara").click();
    await expect(room.tickets.filter({ hasText: "Mara" })).toHaveCount(0);
    await room.stop("Stop");
    await room.settled(7);
    expect((await spoken()).slice(5)).toEqual(["Ivy", "Tobias"]);
  });
});

/** Drags a ticket to where the one behind it stands. */
async function dragOnePlace(page: Page, ticket: Locator): Promise<void> {
  // Its place in the row counts, not where it passes on its way there.
  await ticket.evaluate((element) => Promise.all(element.getAnimations().map(({ finished }) => finished)));
  const box = await ticket.boundingBox();
  if (!box) throw new Error("the ticket is not in sight");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + box.width + 8, y, { steps: 5 });
  await page.mouse.up();
}
