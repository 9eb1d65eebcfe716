import { ASK_FOR_SPEECH, makeRoom, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";
import { Room } from "./room.ts";

test("[SEE5] 320 px wide, nothing scrolls sideways", async ({ page, person, server }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  // The list hides what sticks out, so its messages are measured one by one.
  const cutOff = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("article, article [dir=auto], article p, article pre")]
        .filter((element) => element.getBoundingClientRect().right > innerWidth)
        .map((element) => element.outerHTML.slice(0, 120)),
    );
  await page.goto("/");
  await expect(page.getByRole("article")).toHaveCount(3);
  expect(await isTooWide(), "/").toBe(false);

  await signIn(page.context(), server.url, person);
  const id = await makeRoom(person.api, "A".repeat(80), {
    [`Mara${"a".repeat(60)}`]: speech(1, 12),
    Ivy: speech(1, 9),
  });
  for (const path of ["/login", "/rooms", "/rooms/new", "/import", `/r/${id}`, `/r/${id}?pane=people`]) {
    await page.goto(path);
    await expect(page.getByRole("main")).not.toBeEmpty();
    expect(await isTooWide(), path).toBe(false);
  }

  const room = await new Room(page).open(id);
  await room.send(`${ASK_FOR_SPEECH} ${"W".repeat(300)}\n\n\`\`\`\n${"code ".repeat(80)}\n\`\`\``);
  await room.settled(1);
  expect(await isTooWide(), "a long word and long code").toBe(false);
  expect(await cutOff(), "messages that stick out").toEqual([]);
  await expect(room.saying("code").locator("pre")).toHaveCSS("overflow-x", "auto");
  await expect(room.button("Send")).toBeInViewport({ ratio: 1 });
  await expect(room.field).toBeInViewport({ ratio: 1 });
});
