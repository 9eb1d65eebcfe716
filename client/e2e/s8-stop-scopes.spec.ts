import { LiveDevice } from "../../worker/torture/live-device.ts";
import { ASK_FOR_SPEECH, makeRoom, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./people.ts";
import { record, recording } from "./recorder.ts";
import { Room, wordsOf } from "./room.ts";

/** Nothing may come any more for this long, milliseconds (ux.md S8). */
const SILENCE_MS = 10_000;
const DRAFT = "half a sentence";

test("[S8] three ways to stop, each with its own reach, and a draft that none of them touches", async ({
  page,
  person,
  server,
  hasTouch,
}) => {
  // Longer than anybody listens: each is stopped before its end, also on a slow machine.
  const bots = { Ivy: speech(12, 40, 0), Mara: speech(12, 40, 1), Tobias: speech(12, 40, 2) };
  const id = await makeRoom(person.api, "Stop", bots);
  await signIn(page.context(), server.url, person);
  const room = await new Room(page).open(id);
  const speaking = async (name: string) => {
    const reply = room.growing.filter({ has: page.getByRole("heading", { name }) });
    await expect.poll(() => wordsOf(reply)).toMatch(/\w+ \w+/);
  };
  const draftIsIntact = async () => {
    await expect(room.field).toHaveValue(DRAFT);
    if (!hasTouch) await expect(room.field).toBeFocused();
    await expect(room.button("Send")).toBeEnabled();
  };

  await room.send(`@Ivy @Mara @Tobias ${ASK_FOR_SPEECH}`);
  await room.field.pressSequentially(DRAFT);
  await speaking("Ivy");
  await expect(room.tickets).toHaveCount(3);

  await test.step("Stop ends this reply; the next begins", async () => {
    const said = await wordsOf(room.replies("Ivy"));
    await expect(room.button("Send")).toBeVisible();
    await room.stop("Stop");
    await expect(room.replies("Ivy")).toContainText(/Stopped by you/i);
    const kept = await wordsOf(room.replies("Ivy"));
    expect(kept.startsWith(said)).toBe(true);
    await speaking("Mara");
    expect(await wordsOf(room.replies("Ivy")), "no text after a stop").toBe(kept);
  });

  await test.step("Stop and hold ends this reply; the queue waits for Resume", async () => {
    await room.stop("Stop and hold");
    await expect(room.replies("Mara")).toContainText(/Stopped by you/i);
    await expect(room.growing).toHaveCount(0);
    await expect(room.tickets).toHaveCount(1);
    await expect(room.tickets.first()).toContainText("Tobias");
    await room.button("Resume").click();
    await speaking("Tobias");
  });

  await test.step("Stop everything is the end of all of it", async () => {
    await room.send(`@Ivy @Mara ${ASK_FOR_SPEECH}`);
    await room.field.pressSequentially(DRAFT);
    await expect(room.tickets).toHaveCount(3);
    await speaking("Tobias");
    await room.stop("Stop everything");
    await expect(room.growing).toHaveCount(0);
    await expect(room.tickets).toHaveCount(0);
    await draftIsIntact();
    await record(page);
    const listened = async () => {
      const list = await recording(page);
      return list.at(-1)!.at - list[0]!.at;
    };
    await expect.poll(listened, { timeout: 60_000 }).toBeGreaterThanOrEqual(SILENCE_MS);
    const samples = await recording(page);
    expect(new Set(samples.map(({ replies }) => replies.join("\n"))).size).toBe(1);
    expect(samples.some(({ growing }) => growing > 0)).toBe(false);
    await expect(room.replies()).toHaveCount(3);
  });

  const device = await new LiveDevice(person.api, id, "witness").connect();
  const welcome = device.heard.find((frame) => frame.type === "welcome");
  device.close();
  expect(welcome).toMatchObject({ generations: [], queue: [] });
});
