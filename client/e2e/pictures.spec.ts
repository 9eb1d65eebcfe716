import { LiveDevice } from "../../worker/torture/live-device.ts";
import { makeRoom } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { newPerson, signIn } from "./people.ts";
import { Room } from "./room.ts";

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
