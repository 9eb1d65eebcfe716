import { eventually } from "../../worker/torture/api-client.ts";
import { LiveDevice } from "../../worker/torture/live-device.ts";
import { ASK_FOR_SPEECH, makeRoom } from "./cast.ts";
import { expect } from "./fixtures.ts";
import { testAtPace } from "./pace.ts";
import { signIn } from "./people.ts";
import { Room } from "./room.ts";

/** What is said counts here, not how long it takes. */
const test = testAtPace(400);

test("[SEE41] [THR1] a thread stands beside the room: answered there, counted below its message, the same on the phone", async ({
  page,
  person,
  server,
}) => {
  const id = await makeRoom(person.api, "Side talk", { Mara: "Tide, brass, wick." });
  const phone = await new LiveDevice(person.api, id, "phone").connect();
  const messages = () => phone.store.view.value?.messages ?? [];
  phone.store.send("Who keeps the lamp?", { respond: false });
  await eventually(messages, (list) => list.some((m) => m.entry === "Who keeps the lamp?"));
  const start = messages().find((m) => m.entry === "Who keeps the lamp?");

  await signIn(page.context(), server.url, person);
  await new Room(page).open(id);
  const parent = page.locator(`#m-${start?.id}`);
  await parent.focus();
  await page.keyboard.press("t");
  const pane = page.getByRole("complementary", { name: "Inspector" });
  await pane.getByRole("textbox", { name: "Message in the thread" }).fill(`@Mara ${ASK_FOR_SPEECH}`);
  await page.keyboard.press("Enter");
  await expect(pane.getByRole("list", { name: "Messages of the thread" }).getByRole("article")).toHaveCount(2);
  const line = parent.getByRole("button", { name: /^\d replies, last from / });
  await expect(line).toBeVisible();
  const region = page.getByRole("region", { name: "Messages" });
  await expect(region.getByText(ASK_FOR_SPEECH), "not in the room").toHaveCount(0);
  await eventually(messages, (list) => list.find((m) => m.id === start?.id)?.message_thread.replies === 2);
  const answer = pane.getByRole("article").last();
  await answer.hover();
  await answer.getByRole("button", { name: "React" }).click();
  await page.getByRole("button", { name: "React with 👍" }).click();
  await expect(answer.getByRole("button", { name: /👍/ })).toBeVisible();
  await answer.getByRole("button", { name: "Reply" }).click();
  await page.keyboard.type("Well said");
  await page.keyboard.press("Enter");
  const wellSaid = () => messages().find((m) => m.entry === "Well said");
  await eventually(wellSaid, (said) => said?.message_thread.thread_id === start?.id);
  const reply = messages().find((m) => m.bot !== null && m.message_thread.thread_id === start?.id);
  expect(wellSaid()?.message_thread.reply_to_id).toBe(reply?.id);
  await pane.getByRole("button", { name: "Close" }).click();
  await line.click();
  await expect(pane.getByRole("textbox", { name: "Message in the thread" })).toBeVisible();
  await page.goto(`/r/${id}/m/${wellSaid()?.id}`);
  await expect(pane.locator(`#t-${wellSaid()?.id}`)).toBeInViewport();
  await expect(parent, "the room stands where the thread begins").toBeInViewport();
  phone.close();
});
