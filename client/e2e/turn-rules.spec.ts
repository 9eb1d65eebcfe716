import { ASK_FOR_SPEECH, makeBots, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";
import { Room } from "./room.ts";

test("[SEE47] all at once, one is shown early; left to themselves they stop at their limit, or when they are told", async ({
  page,
  person,
  server,
}) => {
  const bot_ids = await makeBots(person.api, { Mara: speech(20, 30), Ivy: "The rope is dry." });
  const together = { strategy: "list", parallel: true, auto_max_turns: 1 };
  const { id } = await person.api.post<{ id: string }>("/api/conversations", {
    bot_ids,
    title: "Turns",
  });
  await person.api.patch(`/api/conversations/${id}`, { turn_taking: together });
  await signIn(page.context(), server.url, person);
  const room = await new Room(page).open(id);

  await test.step("who is ready waits for who has the floor, and is shown where one asks", async () => {
    await room.send(ASK_FOR_SPEECH);
    await expect(room.tickets.filter({ hasText: "Ivy" })).toContainText(/ready, \d+ words/);
    await expect(room.replies("Ivy")).toContainText(/Ready, \d+ words/);
    await expect(room.replies("Ivy")).not.toContainText("The rope is dry.");
    await room.button("Show now what Ivy wrote").click();
    await expect(room.replies("Ivy")).toContainText("The rope is dry.");
    await expect(room.growing).toHaveCount(1);
    await room.stop("Stop everything");
    await expect(room.growing).toHaveCount(0);
  });

  await test.step("bots that keep talking say how far they are, and end", async () => {
    await page
      .getByRole("button", { name: /^Who answers/ })
      .first()
      .click();
    await page.getByRole("menuitemcheckbox", { name: /^Keep talking/ }).click();
    await room.send("What news of the tide?");
    await expect(page.getByText("They stopped here, after 1 turn.")).toBeVisible();
    await room.button("Let them go on +1").click();
    await room.button("That is enough").or(room.button("Stop everything")).first().click();
    await expect(page.getByText("Their talk was stopped.")).toBeVisible();
  });
});
