import { expect, test } from "vitest";
import { AttachmentTray, MOST_PICTURES } from "./attachment-tray.ts";
import type { ApiResult } from "./ports.ts";

const file = (name: string, type = "image/png") => new File(["x"], name, { type });
const turn = () => new Promise<void>((done) => setTimeout(done));

function rig() {
  const answers: ((answer: ApiResult<{ id: string; alt: string }>) => void)[] = [];
  const words: { answer: ApiResult<unknown> } = { answer: { ok: true, value: null } };
  const described: [string, string][] = [];
  const signals: AbortSignal[] = [];
  const uploaded: string[] = [];
  const smaller: ((file: File | null) => void)[] = [];
  let keys = 0;
  const tray = new AttachmentTray({
    newKey: () => `k${++keys}`,
    upload: (given, onPart, signal) => {
      uploaded.push(given.name);
      onPart(0.5);
      signals.push(signal);
      return new Promise((resolve) => answers.push(resolve));
    },
    shrink: () => new Promise((resolve) => smaller.push(resolve)),
    describe: async (id, alt) => {
      described.push([id, alt]);
      return words.answer;
    },
  });
  const arrive = async (at: number, id: string, alt = "") => {
    answers[at]?.({ ok: true, value: { id, alt } });
    await turn();
  };
  const fail = async (at: number, detail: string, code = "offline") => {
    answers[at]?.({ ok: false, problem: { status: 0, code, detail, errors: [] } });
    await turn();
  };
  const shrunk = async (at: number, given: File | null) => {
    smaller[at]?.(given);
    await turn();
  };
  return { tray, arrive, fail, shrunk, described, signals, uploaded, words };
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
  const { tray, arrive, fail, signals, uploaded } = rig();
  tray.add([file("a.png"), file("b.png")]);
  await fail(0, "No connection.");
  expect([states(tray), tray.items.value[0]?.problem]).toEqual([["failed", "sending"], "No connection."]);
  expect(tray.items.value[0]?.isFinal).toBe(false);
  const parts: (number | undefined)[] = [];
  const end = tray.items.subscribe(([first]) => void parts.push(first?.part));
  for (const key of ["k1", "k1", "k2"]) tray.retry(key);
  end();
  expect([tray.items.value[0]?.problem, parts]).toEqual([null, [0.5, 0, 0.5]]);
  expect(uploaded, "what is on its way already is not sent a second time").toEqual(["a.png", "b.png", "a.png"]);
  tray.remove("k2");
  expect([states(tray), signals[1]?.aborted]).toEqual([["sending"], true]);
  await arrive(1, "late");
  await arrive(2, "a");
  expect([tray.ready.value, tray.isWaiting.value]).toEqual([["a"], false]);
});

test("[ATT10] ten at most, pictures alone, each refused in words", () => {
  const { tray } = rig();
  tray.add([file("a.txt", "text/plain")]);
  expect([tray.items.value, tray.problem.value]).toEqual([
    [],
    expect.stringMatching(/^a\.txt was left out\. Only pictures/),
  ]);
  tray.add(Array.from({ length: MOST_PICTURES + 2 }, (_, n) => file(`${n}.png`)));
  expect([tray.items.value.length, tray.problem.value]).toEqual([MOST_PICTURES, expect.stringContaining("at most")]);
  tray.remove("k1");
  expect(tray.problem.value).toBe("");
});

test("[ATT10] a file that would be refused again is not offered to be tried again", async () => {
  const { tray, fail } = rig();
  tray.add([file("a.png")]);
  await fail(0, "Pictures have to be PNG, JPEG, WebP or GIF.", "attachment_rejected");
  expect(tray.items.value[0]?.isFinal).toBe(true);
});

test("[ATT11] what a picture shows is kept with it, also when it is said while the picture is on its way", async () => {
  const { tray, arrive, described } = rig();
  tray.add([file("a.png"), file("b.png"), file("c.png")]);
  tray.write("k1", " A lamp ");
  await arrive(0, "a");
  await arrive(1, "b");
  await arrive(2, "c", "A pier, as it was said before");
  tray.write("k2", "A boat");
  await tray.describe("k2");
  await tray.describe("k2");
  expect(described).toEqual([
    ["a", "A lamp"],
    ["b", "A boat"],
  ]);
  expect(tray.items.value[2]?.alt).toBe("A pier, as it was said before");
});

test("[ATT11] a message waits for the words of its pictures, and stays where they cannot be kept", async () => {
  const { tray, arrive, described, words } = rig();
  let sent = 0;
  const send = () => {
    if (!tray.hold(send)) sent += 1;
  };
  tray.add([file("a.png")]);
  await arrive(0, "a");
  tray.write("k1", "A lamp");
  words.answer = { ok: false, problem: { status: 0, code: "offline", detail: "No connection.", errors: [] } };
  send();
  await turn();
  expect([sent, tray.items.value[0]?.problem, tray.isWaiting.value]).toEqual([0, "No connection.", false]);
  words.answer = { ok: true, value: null };
  send();
  send();
  expect(sent).toBe(0);
  await turn();
  expect([sent, tray.items.value[0]?.problem, described.length]).toEqual([1, null, 2]);
});

test("[ATT13] one that is too large is made smaller and goes on by itself; where that fails it says so once", async () => {
  const { tray, arrive, fail, shrunk, uploaded } = rig();
  tray.add([file("a.png"), file("b.png"), file("c.png")]);
  await fail(0, "This one has 14 MB.", "too_large");
  await fail(1, "This one has 12 MB.", "too_large");
  await fail(2, "No connection.");
  expect(tray.items.value.map(({ canShrink }) => canShrink)).toEqual([true, true, false]);
  for (const key of ["k1", "k1", "k2", "k3"]) void tray.shrink(key);
  expect(states(tray)).toEqual(["shrinking", "shrinking", "failed"]);
  expect([tray.isWaiting.value, tray.items.value[0]?.problem]).toEqual([true, null]);
  await shrunk(0, file("a.webp"));
  await shrunk(1, null);
  expect(states(tray)).toEqual(["sending", "failed", "failed"]);
  expect(tray.items.value[1]).toMatchObject({
    canShrink: false,
    isFinal: true,
    problem: expect.stringMatching(/smaller/),
  });
  expect(uploaded.slice(3)).toEqual(["a.webp"]);
  await arrive(3, "a");
  expect(tray.ready.value).toEqual(["a"]);
});

test("[ATT13] one that is taken out meanwhile is not sent", async () => {
  const { tray, fail, shrunk, uploaded } = rig();
  tray.add([file("a.png")]);
  await fail(0, "This one has 14 MB.", "too_large");
  void tray.shrink("k1");
  tray.remove("k1");
  await shrunk(0, file("a.webp"));
  expect([tray.items.value, uploaded]).toEqual([[], ["a.png"]]);
});
