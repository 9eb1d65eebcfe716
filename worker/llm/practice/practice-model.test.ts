import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleBots } from "../../../shared/sample/bots.ts";
import type { PracticeScene } from "../../conversation/ports.ts";
import { HastyClock } from "../testing/hasty-clock.ts";
import { composeReply } from "./compose.ts";
import { PracticeModel } from "./practice-model.ts";
import { rhythmOf, tokensOf } from "./rhythm.ts";

const [mara] = sampleBots();
const SCENE: PracticeScene = {
  bot: { id: mara!.id, ...mara!.input },
  userName: "Anna",
  otherBots: [],
  lore: [],
  lines: [{ name: "Anna", kind: "user", text: "Do you believe in ghosts?" }],
  prefix: "",
};
const CALL: LanguageModelV4CallOptions = {
  prompt: [{ role: "user", content: [{ type: "text", text: "hello there" }] }],
};
const TEXT = composeReply(SCENE, "s");

function model(clock = new HastyClock(), tokensPerSecond = 18) {
  return new PracticeModel({ scene: SCENE, seed: "s", clock, tokensPerSecond });
}

describe("rhythm", () => {
  test("[MODEL28] loses nothing, whatever the script", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        expect(tokensOf(text).join("")).toBe(text);
      }),
    );
    expect(tokensOf("灯台 is internationalisation")).toEqual(["灯", "台", " is", " intern", "ational", "isation"]);
  });

  test("[MODEL28] keeps the pace on average, unevenly, after a moment's thought", () => {
    const text = "The lamp was lit. Nobody saw who did it, and nobody asked. ".repeat(12);
    const beats = rhythmOf(text, 20, "seed");
    const [first, ...rest] = beats.map((beat) => beat.afterMs);
    const pace = beats.length / (rest.reduce((sum, ms) => sum + ms, 0) / 1000);
    expect(pace).toBeGreaterThan(18);
    expect(pace).toBeLessThan(22);
    expect(first).toBeGreaterThan(300);
    expect(Math.max(...rest) / Math.min(...rest)).toBeGreaterThan(4);
    expect(rhythmOf(text, 20, "seed")).toEqual(beats);
    expect(rhythmOf(text, 20, "other")).not.toEqual(beats);
  });
});

describe("the model", () => {
  test("[MODEL28] streams its reply over the time it would take, and counts its tokens", async () => {
    const clock = new HastyClock();
    const { stream } = await model(clock).doStream(CALL);
    const parts: LanguageModelV4StreamPart[] = [];
    for await (const part of stream) parts.push(part);
    const deltas = parts.flatMap((part) => (part.type === "text-delta" ? [part.delta] : []));
    expect(deltas.length).toBeGreaterThan(8);
    expect(deltas.join("")).toBe(TEXT);
    expect(clock.nowMs()).toBeGreaterThan((tokensOf(TEXT).length / 18) * 1000);
    const finish = parts.at(-1);
    expect(finish).toMatchObject({ type: "finish", finishReason: { unified: "stop" } });
    expect(finish?.type === "finish" && finish.usage.outputTokens.total).toBeGreaterThan(5);
    expect(clock.waiting).toBe(0);
  });

  test("[MODEL28] a fast deployment gets few large steps instead of many timers", async () => {
    const { stream } = await model(new HastyClock(), 5_000).doStream(CALL);
    let steps = 0;
    for await (const part of stream) if (part.type === "text-delta") steps += 1;
    expect(steps).toBeLessThan(4);
  });

  test("[MODEL28] stops at once and leaves no timer when aborted or abandoned", async () => {
    const clock = new HastyClock();
    const abort = new AbortController();
    const { stream } = await model(clock).doStream({ ...CALL, abortSignal: abort.signal });
    const reader = stream.getReader();
    await reader.read();
    abort.abort(new Error("stopped"));
    await expect(
      reader
        .read()
        .then(() => reader.read())
        .then(() => reader.read()),
    ).rejects.toThrow("stopped");
    expect(clock.waiting).toBe(0);
    const left = await model(clock).doStream(CALL);
    await left.stream.cancel();
    expect(clock.waiting).toBe(0);
    const before = await model(clock).doStream({ ...CALL, abortSignal: AbortSignal.abort(new Error("never")) });
    await expect(before.stream.getReader().read()).rejects.toThrow("never");
  });

  test("[MODEL28] keeps to the output limit and says so", async () => {
    const cut = await model().doGenerate({ ...CALL, maxOutputTokens: 3 });
    expect(cut).toMatchObject({ finishReason: { unified: "length" } });
    expect(cut.content).toEqual([{ type: "text", text: tokensOf(TEXT).slice(0, 3).join("") }]);
    expect((await model().doGenerate(CALL)).content).toEqual([{ type: "text", text: TEXT }]);
  });
});
