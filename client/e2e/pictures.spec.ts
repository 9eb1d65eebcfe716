import type { Locator } from "@playwright/test";
import { LiveDevice } from "../../worker/torture/live-device.ts";
import { makeRoom } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { newPerson, signIn } from "./people.ts";
import { Room } from "./room.ts";

interface Given {
  readonly how: "paste" | "drop";
  readonly name: string;
  readonly base64: string;
  /** Noughts behind its end, which are no part of a picture, bytes. */
  readonly behind: number;
}

/** Gives a picture to what is written in, as the system's clipboard and its windows do. */
const give = (field: Locator, given: Given) =>
  field.evaluate((to, { how, name, base64, behind }: Given) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes, new Uint8Array(behind)], name, { type: "image/png" }));
    const manners = { bubbles: true, cancelable: true };
    const event =
      how === "paste"
        ? new ClipboardEvent(how, { ...manners, clipboardData: data })
        : new DragEvent(how, { ...manners, dataTransfer: data });
    to.dispatchEvent(event);
  }, given);

test("[SEE42] a picture sent on the desktop is seen on the phone of who is in the room, and by nobody who was let go", async ({
  page,
  person,
  server,
  openDevice,
  guarded,
}) => {
  const [id, ben] = [
    await makeRoom(person.api, "Pictures", { Mara: "Tide, brass, wick." }),
    await newPerson(server.url, "Ben"),
  ];
  const { code } = await person.api.post<{ code: string }>(`/api/conversations/${id}/invitations`, { role: "member" });
  await ben.api.post(`/api/invitations/${code}/accept`, {});
  await signIn(page.context(), server.url, person);
  const desk = await new Room(page).open(id);
  const phone = await new Room(await openDevice("phone", ben)).open(id);

  const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 200, height: 100 } });
  const chosen = page.waitForEvent("filechooser");
  await desk.button("More").click();
  await page.getByRole("menuitem", { name: /^Add pictures/ }).click();
  await (await chosen).setFiles({ name: "harbour.png", mimeType: "image/png", buffer });
  await page.getByRole("textbox", { name: "What harbour.png shows" }).fill("The harbour at night");
  await desk.field.fill("Look");
  await desk.button("Send").click();

  const picture = phone.saying("Look").getByRole("img", { name: "The harbour at night" });
  await expect(picture).toBeVisible();
  await expect
    .poll(() => picture.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.width]))
    .toEqual([200, 200]);
  await phone.page.getByRole("button", { name: /^Show large/ }).click();
  await expect(phone.page.getByRole("dialog", { name: "harbour.png" }).getByRole("img")).toBeInViewport();
  await phone.page.keyboard.press("Escape");
  await expect(phone.page.getByRole("dialog")).toHaveCount(0);

  guarded.allow(/WebSocket/);
  const path = (await picture.getAttribute("src")) ?? "";
  expect((await phone.page.request.get(path)).status()).toBe(200);
  const device = await new LiveDevice(person.api, id, "third").connect();
  const ids = device.store.view.value?.members.filter(({ role }) => role === "member").map((m) => m.user_id) ?? [];
  device.store.command({ type: "members", remove: ids });
  await expect(phone.page.getByText("You are no longer part of this room.")).toBeVisible();
  expect((await phone.page.request.get(path)).status()).toBe(404);
  expect((await page.request.get(path)).status()).toBe(200);
  device.close();
});

test("[SEE49] a picture that is too large is made smaller on the page, and sent in a thread, beside one that was pasted", async ({
  page,
  person,
  server,
}) => {
  const id = await makeRoom(person.api, "Large pictures", { Mara: "Tide, brass, wick." });
  const said = { conversation: id, entry: "Look here", respond: false };
  const start = await person.api.post<{ id: string }>("/api/messages", said);
  await signIn(page.context(), server.url, person);
  await page.goto(`/r/${id}?pane=threads&of=${start.id}`);
  const pane = page.getByRole("complementary", { name: "Inspector" });
  const base64 = (await page.screenshot({ clip: { x: 0, y: 0, width: 240, height: 120 } })).toString("base64");
  const field = pane.getByRole("textbox", { name: "Message in the thread" });
  await give(field, { how: "drop", name: "harbour.png", base64, behind: 11 * 1024 * 1024 });
  await expect(pane.getByText(/up to 10 MB. This one has 11.0 MB/)).toBeVisible();
  await pane.getByRole("button", { name: /^Shrink it for me/ }).click();
  await pane.getByRole("textbox", { name: "What harbour.webp shows" }).fill("The harbour");
  await give(field, { how: "paste", name: "pasted.png", base64, behind: 0 });
  await pane.getByRole("textbox", { name: "What pasted.png shows" }).fill("The pier");
  await expect(pane.getByText(/^Mara cannot see pictures/)).toBeVisible();
  await pane.getByRole("button", { name: "Send" }).click();
  for (const name of ["The harbour", "The pier"]) {
    const shown = pane.getByRole("list", { name: "Messages of the thread" }).getByRole("img", { name });
    await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(240);
  }
  await expect(pane.getByRole("list", { name: "Pictures of the message" })).toHaveCount(0);
});
