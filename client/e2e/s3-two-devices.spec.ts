import { ASK_FOR_SPEECH, makeRoom, speech } from "./cast.ts";
import { expect, test } from "./fixtures.ts";
import { clockMessage, clockPress, record, recording } from "./recorder.ts";
import { Room, wordsOf } from "./room.ts";

/** The goal is one second on a machine that does nothing else. Who is not told hears of it half a minute later. */
const TOLD_MS = 6_000;

test("[S3] two devices of one person: what one sends stands on the other, and both show the reply growing", async ({
  person,
  openDevice,
}) => {
  const id = await makeRoom(person.api, "Two devices", { Mara: speech(8, 25) });
  const desk = await new Room(await openDevice("desktop", person)).open(id);
  const phone = await new Room(await openDevice("phone", person)).open(id);
  await record(desk.page);
  await record(phone.page);

  const pressedAt = await clockPress(phone.page);
  const shownAt = await clockMessage(desk.page, ASK_FOR_SPEECH);
  await phone.send(ASK_FOR_SPEECH);
  await expect(desk.saying(ASK_FOR_SPEECH)).toBeInViewport();
  const delayMs = (await shownAt()) - (await pressedAt());
  test.info().annotations.push({ type: "delay", description: `${Math.round(delayMs)} ms` });
  expect(delayMs, "milliseconds from the tap on the phone to the desktop's screen").toBeLessThan(TOLD_MS);
  expect(delayMs).toBeGreaterThan(0);
  await Promise.all([desk.settled(1), phone.settled(1)]);

  const text = await wordsOf(desk.replies().first());
  expect(text.split(/\s+/).length).toBeGreaterThanOrEqual(200);
  expect(await wordsOf(phone.replies().first())).toBe(text);
  for (const { page } of [desk, phone]) {
    const seen = (await recording(page)).map((sample) => sample.text);
    // Each is how the whole begins, so of any two the shorter is how the longer begins.
    expect(seen.filter((part) => !text.startsWith(part))).toEqual([]);
    expect(new Set(seen).size, "steps in which the text was seen to grow").toBeGreaterThan(20);
  }
  for (const room of [desk, phone]) {
    await expect(room.messages).toHaveCount(2);
    await expect(room.saying(ASK_FOR_SPEECH)).toHaveCount(1);
  }
});
