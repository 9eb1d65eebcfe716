import { eventually } from "../../worker/torture/api-client.ts";
import { LiveDevice } from "../../worker/torture/live-device.ts";
import { ASK_FOR_SPEECH, makeRoom } from "./cast.ts";
import { expect } from "./fixtures.ts";
import { testAtPace } from "./pace.ts";
import { signIn } from "./people.ts";
import { Room } from "./room.ts";

/** Twelve replies are told in no time: what counts is how many there are. */
const test = testAtPace(400);
const REPLIES = 12;
const READ = 7;

test("[S14] the divider stands above the first message that no device has shown, and stays while one reads", async ({
  page,
  person,
  server,
}) => {
  const id = await makeRoom(person.api, "Unread truth", { Mara: "Tide, brass, wick." });
  const phone = await new LiveDevice(person.api, id, "phone").connect();
  const replies = () => (phone.store.view.value?.messages ?? []).filter((m) => m.bot !== null);
  for (let said = 1; said <= REPLIES; said++) {
    phone.store.send(`@Mara ${ASK_FOR_SPEECH}`);
    await eventually(replies, (list) => list.length === said && list.every((m) => !m.streaming));
  }
  const seventh = replies()[READ - 1];
  phone.store.read(seventh?.id ?? "");
  await eventually(
    () => phone.store.view.value?.members[0]?.read_up_to,
    (read) => read === seventh?.id,
  );
  await eventually(
    () => phone.store.reading.unread.value?.unread,
    (count) => count === REPLIES - READ,
  );

  await signIn(page.context(), server.url, person);
  const room = await new Room(page).open(id);
  const divider = page.locator(".unread-divider");
  await expect(divider).toBeInViewport();
  await expect(divider).toHaveText(/^New since .+ · 5 messages$/);
  const eighth = page.locator(`#m-${replies()[READ]?.id}`);
  expect(await divider.evaluate((line) => line.parentElement?.querySelector("article")?.id)).toBe(
    `m-${replies()[READ]?.id}`,
  );

  const list = page.getByRole("region", { name: "Messages" });
  await list.focus();
  await page.keyboard.press("End");
  await expect(room.messages.last()).toBeInViewport();
  const newest = replies().at(-1)?.id;
  await eventually(
    () => phone.store.view.value?.members[0]?.read_up_to,
    (read) => read === newest,
  );
  await expect(divider, "stays in its place during the visit").toHaveText(/· 5 messages$/);
  await list.focus();
  await page.keyboard.press("u");
  await expect(eighth).toBeInViewport();
  await page.reload();
  await expect(eighth, "where one left off").toBeInViewport();
  await expect(divider, "everything is read at the next visit").toHaveCount(0);

  const tenth = page.locator(`#m-${replies()[9]?.id}`);
  await list.focus();
  await page.keyboard.press("End");
  await expect(room.messages.last()).toBeInViewport();
  await tenth.hover();
  await tenth.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Mark unread from here" }).click();
  await eventually(
    () => phone.store.reading.unread.value?.unread,
    (count) => count === 3,
  );
  await expect(divider).toHaveText(/· 3 messages$/);
  phone.close();
});
