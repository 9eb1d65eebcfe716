import type { Page } from "@playwright/test";
import { ASK_FOR_SPEECH, makeRoom, speech } from "./cast.ts";
import { expect, startCafe, test } from "./fixtures.ts";
import { guard } from "./guard.ts";
import { newPerson, signIn } from "./people.ts";
import { Room } from "./room.ts";
import { SIZES } from "./sizes.ts";

/** What a browser says by itself of a server that is gone. */
const CUT_LINES = /WebSocket connection to|net::ERR_CONNECTION_REFUSED|net::ERR_/;

/** Messages written without a network; the last one wakes the bot, the others are said to the room alone. */
const IN_THE_DARK = 20;

test("[S6] [SEE2] [OFF1] what is sent without a network outlives its page, which opens without one, and is posted once and in order", async ({
  browser,
}) => {
  let server = await startCafe("mortal");
  const watcher = guard(server.url);
  watcher.allow(CUT_LINES);
  const context = await browser.newContext({ ...SIZES.desktop, baseURL: server.url, serviceWorkers: "allow" });
  await watcher.watch(context);
  const person = await newPerson(server.url);
  const id = await makeRoom(person.api, "Outbox", { Mara: speech(1, 12) });
  await signIn(context, server.url, person);
  let room = await new Room(await context.newPage()).open(id);
  await room.send(`before the lights go out: ${ASK_FOR_SPEECH}`);
  await room.settled(1);
  await room.page.evaluate(() => navigator.serviceWorker.ready);

  await server.kill9();
  await context.setOffline(true);
  for (let n = 1; n < IN_THE_DARK; n++) {
    await room.field.fill(`dark ${n}.`);
    await room.field.press("Control+Enter");
  }
  await room.send(`dark ${IN_THE_DARK}. ${ASK_FOR_SPEECH}`);
  await expect(room.page.getByText("waiting for network")).toHaveCount(IN_THE_DARK);
  await expect(room.page.getByRole("alert").filter({ hasText: /./ })).toHaveCount(0);
  await expect(room.field).toBeEnabled();

  await test.step("the page opens without its server, with the room and all that waits", async () => {
    await room.page.close();
    room = await new Room(await context.newPage()).open(id);
    await expect(room.saying("before the lights go out")).toHaveCount(1);
    await expect(room.replies()).toHaveCount(1);
    await expect(room.page.locator(".connection-bar").filter({ hasText: /Showing what was here at/ })).toBeVisible();
    await expect(room.page.getByText("waiting for network")).toHaveCount(IN_THE_DARK);
  });

  server = await server.restart();
  await context.setOffline(false);
  await expect(room.saying("dark")).toHaveCount(IN_THE_DARK, { timeout: 20_000 });
  await room.settled(2);
  await expect(room.page.getByText("waiting for network")).toHaveCount(0);
  const { docs } = await person.api.get<{ docs: { seq: number; entry: string; bot: string | null }[] }>(
    `/api/conversations/${id}/messages?limit=50`,
  );
  const said = docs.filter(({ bot }) => bot === null).toSorted((a, b) => a.seq - b.seq);
  const numbers = said.flatMap(({ entry }) => /dark (\d+)/.exec(entry)?.[1] ?? []);
  expect(numbers).toEqual(Array.from({ length: IN_THE_DARK }, (_, n) => String(n + 1)));
  expect(docs.filter(({ bot }) => bot !== null)).toHaveLength(2);
  expect(watcher.complaints()).toEqual([]);
  await context.close();
  await server.kill9();
});

/** Swallows the room's next `ack` and cuts the line, as a tunnel does that the train enters at that very moment. */
async function loseNextAck(page: Page): Promise<{ readonly lost: number }> {
  const state = { lost: 0 };
  await page.routeWebSocket(/\/parties\/conversation\//, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      if (state.lost === 0 && String(frame).includes('"type":"ack"')) {
        state.lost++;
        void socket.close({ code: 1001 });
        void server.close();
      } else socket.send(frame);
    });
  });
  return state;
}

test("[SEE2] a message whose acknowledgement is lost has no twin", async ({ page, person, server }) => {
  const id = await makeRoom(person.api, "Lost word", { Mara: speech(1, 12) });
  await signIn(page.context(), server.url, person);
  const tunnel = await loseNextAck(page);
  const room = await new Room(page).open(id);
  await room.send(`only once: ${ASK_FOR_SPEECH}`);
  await room.settled(1);
  expect(tunnel.lost).toBe(1);
  await expect(room.saying("only once")).toHaveCount(1);
  await expect(room.messages).toHaveCount(2);
  await page.reload();
  await room.settled(1);
  await expect(room.messages).toHaveCount(2);
});

/** Cuts the line right after the room's next `ack`, and lets none through until `leave`. */
async function sleepAfterAck(page: Page): Promise<{ isAsleep(): boolean; leave(): void }> {
  let state: "awake" | "asleep" | "back" = "awake";
  await page.routeWebSocket(/\/parties\/conversation\//, (socket) => {
    if (state === "asleep") {
      void socket.close({ code: 1001 });
      return;
    }
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      if (state === "asleep") return;
      socket.send(frame);
      if (state === "back" || !String(frame).includes('"type":"ack"')) return;
      state = "asleep";
      void socket.close({ code: 1001 });
      void server.close();
    });
  });
  return {
    isAsleep: () => state === "asleep",
    leave: () => {
      state = "back";
    },
  };
}

test("[S5] a phone that slept through a reply finds it whole, and what it missed is marked", async ({
  openDevice,
  person,
}) => {
  const id = await makeRoom(person.api, "Nap", { Mara: speech(1, 12) });
  const page = await openDevice("phone", person);
  const nap = await sleepAfterAck(page);
  const room = await new Room(page).open(id);
  await room.send(`good night: ${ASK_FOR_SPEECH}`);
  await expect.poll(nap.isAsleep).toBe(true);
  await expect
    .poll(async () => {
      const { docs } = await person.api.get<{ docs: { bot: string | null; streaming: boolean }[] }>(
        `/api/conversations/${id}/messages`,
      );
      return docs.some(({ bot, streaming }) => bot !== null && !streaming);
    })
    .toBe(true);
  await expect(room.replies(), "nothing comes in meanwhile").toHaveCount(0);
  nap.leave();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(page.locator(".connection-bar")).toContainText("Back. 1 message came in.");
  await room.settled(1);
  await expect(room.saying("good night")).toHaveCount(1);
  await expect(room.messages).toHaveCount(2);
  const divider = page.locator(".unread-divider");
  await expect(divider).toHaveText(/1 message/);
  expect(await divider.evaluate((line) => line.parentElement?.querySelector("article")?.id)).toBe(
    await room.replies().first().getAttribute("id"),
  );
});
