import { expect, test } from "vitest";
import { AttachmentTray, MOST_PICTURES } from "./attachment-tray.ts";
import type { ApiResult } from "./ports.ts";

const file = (name: string, type = "image/png") => new File(["x"], name, { type });
const turn = () => new Promise<void>((done) => setTimeout(done));

function rig() {
  const answers: ((answer: ApiResult<{ id: string }>) => void)[] = [];
  const described: [string, string][] = [];
  const signals: AbortSignal[] = [];
  let keys = 0;
  const tray = new AttachmentTray({
    newKey: () => `k${++keys}`,
    upload: (_file, onPart, signal) => {
      onPart(0.5);
      signals.push(signal);
      return new Promise((resolve) => answers.push(resolve));
    },
    describe: async (id, alt) => {
      described.push([id, alt]);
      return { ok: true, value: null };
    },
  });
  const arrive = async (at: number, id: string) => {
    answers[at]?.({ ok: true, value: { id } });
    await turn();
  };
  const fail = async (at: number, detail: string, code = "offline") => {
    answers[at]?.({ ok: false, problem: { status: 0, code, detail, errors: [] } });
    await turn();
  };
  return { tray, arrive, fail, described, signals };
}
const states = (tray: AttachmentTray) => tray.items.value.map(({ state }) => state);

test("[ATT10] pictures are sent at once, and the message waits until the last is there", async () => {
  const { tray, arrive } = rig();
  tray.add([file("a.png"), file("b.png")]);
  expect(tray.items.value.map(({ part }) => part)).toEqual([0.5, 0.5]);
  await arrive(1, "b");
  expect([tray.ready.value, tray.isWaiting.value]).toEqual([["b"], true]);
  await arrive(0, "a");
  expect([tray.ready.value, tray.isWaiting.value]).toEqual([["a", "b"], false]);
});

test("[ATT10] one that fails says why and is tried again alone; one on its way can be called off", async () => {
  const { tray, arrive, fail, signals } = rig();
  tray.add([file("a.png"), file("b.png")]);
  await fail(0, "No connection.");
  expect([states(tray), tray.items.value[0]?.problem]).toEqual([["failed", "sending"], "No connection."]);
  expect(tray.items.value[0]?.isFinal).toBe(false);
  tray.retry("k1");
  tray.remove("k2");
  expect([states(tray), signals[1]?.aborted]).toEqual([["sending"], true]);
  await arrive(1, "late");
  await arrive(2, "a");
  expect([tray.ready.value, tray.isWaiting.value]).toEqual([["a"], false]);
});

test("[ATT10] ten at most, pictures alone, each refused in words", () => {
  const { tray } = rig();
  tray.add([file("a.txt", "text/plain")]);
  expect([tray.items.value, tray.problem.value]).toEqual([[], expect.stringContaining("Only pictures")]);
  tray.add(Array.from({ length: MOST_PICTURES + 2 }, (_, n) => file(`${n}.png`)));
  expect([tray.items.value.length, tray.problem.value]).toEqual([MOST_PICTURES, expect.stringContaining("at most")]);
});

test("[ATT10] a file that would be refused again is not offered to be tried again", async () => {
  const { tray, fail } = rig();
  tray.add([file("a.png")]);
  await fail(0, "Pictures have to be PNG, JPEG, WebP or GIF.", "attachment_rejected");
  expect(tray.items.value[0]?.isFinal).toBe(true);
});

test("[ATT11] what a picture shows is kept with it, also when it is said while the picture is on its way", async () => {
  const { tray, arrive, described } = rig();
  tray.add([file("a.png"), file("b.png")]);
  await tray.describe("k1", "A lamp");
  await arrive(0, "a");
  await arrive(1, "b");
  await tray.describe("k2", "A boat");
  await tray.describe("k2", "A boat");
  expect(described).toEqual([
    ["a", "A lamp"],
    ["b", "A boat"],
  ]);
});
