import type { Page } from "@playwright/test";
import { ASK_FOR_SPEECH, makeRoom, speech } from "./cast.ts";
import { expect, startCafe, test } from "./fixtures.ts";
import { guard } from "./guard.ts";
import { newPerson, signIn } from "./people.ts";
import { Room } from "./room.ts";
import { SIZES } from "./sizes.ts";

/** What a browser says by itself of a server that is gone. */
const CUT_LINES = /WebSocket connection to|net::ERR_CONNECTION_REFUSED|net::ERR_/;

test("[SEE2] what is sent while the server is dead waits, and is posted exactly once when it is back", async ({
  browser,
}) => {
  let server = await startCafe("mortal");
  const watcher = guard(server.url);
  watcher.allow(CUT_LINES);
  const context = await browser.newContext({ ...SIZES.phone, baseURL: server.url });
  await watcher.watch(context);
  const person = await newPerson(server.url);
  const id = await makeRoom(person.api, "Outbox", { Mara: speech(1, 12) });
  await signIn(context, server.url, person);
  const room = await new Room(await context.newPage()).open(id);
  await room.send(`before the lights go out: ${ASK_FOR_SPEECH}`);
  await room.settled(1);

  await server.kill9();
  await room.send(`first in the dark: ${ASK_FOR_SPEECH}`);
  await room.send(`second in the dark: ${ASK_FOR_SPEECH}`);
  const waiting = room.page.getByText("waiting for network");
  await expect(waiting).toHaveCount(2);
  await expect(room.page.getByRole("alert").filter({ hasText: /./ })).toHaveCount(0);
  await expect(room.field).toBeEnabled();

  await test.step("a reload loses nothing", async () => {
    // The page itself cannot come while its server is dead.
    server = await server.restart();
    await room.page.reload();
  });
  await expect(room.saying("in the dark")).toHaveCount(2, { timeout: 20_000 });
  await expect(waiting).toHaveCount(0);
  await room.settled(3);
  const said = await room.messages.filter({ hasText: /lights go out|in the dark/ }).allInnerTexts();
  expect(said.map((text) => /first|second|before/.exec(text)?.[0])).toEqual(["before", "first", "second"]);

  const { docs } = await person.api.get<{ docs: { entry: string; bot: string | null }[] }>(
    `/api/conversations/${id}/messages`,
  );
  expect(docs.filter((message) => message.bot === null)).toHaveLength(3);
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
