import { eventually } from "../../worker/torture/api-client.ts";
import { LiveDevice } from "../../worker/torture/live-device.ts";
import { ASK_FOR_SPEECH, makeRoom } from "./cast.ts";
import { expect } from "./fixtures.ts";
import { testAtPace } from "./pace.ts";
import { signIn } from "./people.ts";

const test = testAtPace(400);
/** Where nothing is told, a list is as old as its last answer: half a minute on average. Milliseconds. */
const SOON_MS = 15_000;

test("[SEE40] phone and desktop show the same unread number as it changes, and a place goes from one to the other", async ({
  page,
  person,
  server,
  openDevice,
}) => {
  const id = await makeRoom(person.api, "Everywhere", { Mara: "Tide, brass, wick." });
  await signIn(page.context(), server.url, person);
  const phone = await openDevice("phone", person);
  await Promise.all([page.goto("/rooms"), phone.goto("/rooms")]);
  const badge = (device: typeof page) =>
    device.locator(".room-row").filter({ hasText: "Everywhere" }).locator(".unread-count");

  const third = await new LiveDevice(person.api, id, "third").connect();
  const replies = () => (third.store.view.value?.messages ?? []).filter((m) => m.bot !== null && !m.streaming);
  third.store.send(`@Mara ${ASK_FOR_SPEECH}`);
  await eventually(replies, (list) => list.length === 1);
  for (const device of [page, phone]) await expect(badge(device)).toHaveText("1", { timeout: SOON_MS });
  third.store.read(replies()[0]?.id ?? "");
  for (const device of [page, phone]) await expect(badge(device)).toHaveCount(0, { timeout: SOON_MS });
  third.close();

  await page.goto(`/r/${id}?pane=people`);
  await page.getByRole("button", { name: /^Send this place to/ }).click({ timeout: SOON_MS });
  await phone.getByRole("button", { name: "Go there" }).click({ timeout: SOON_MS });
  await expect(phone).toHaveURL(new RegExp(`/r/${id}/m/.+pane=people`));
});
