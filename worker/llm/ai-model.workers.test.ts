import { expect, test } from "vitest";
import type { ModelChunk } from "../conversation/ports.ts";
import { AiModel } from "./ai-model.ts";
import { chooseModel } from "./choose-model.ts";

const BOB = {
  id: "b",
  name: "Bob",
  description: "",
  gender: null,
  age: null,
  system_prompt: "Bob is a kind gardener.",
  greeting: "",
  speech_examples: [],
  personality_traits: {},
  behavior_settings: {},
  signature_phrases: [],
};

// The libraries are a megabyte and more: on a busy machine they take their time.
const PATIENT = { timeout: 90_000 };

test(
  "[MODEL4] [MODEL13] in workerd the libraries load with the first reply, and the practice model speaks",
  PATIENT,
  async () => {
    const model = new AiModel({ PRACTICE_TOKENS_PER_SECOND: "2000" });
    const chunks: ModelChunk[] = [];
    const request = {
      choice: chooseModel({ provider: null, model: null, apiKeyId: null }, {}),
      messages: [
        { role: "system" as const, content: "You are Bob." },
        { role: "user" as const, content: "Ben: hello" },
      ],
      seed: "s",
      trigger: "normal" as const,
      scene: {
        bot: BOB,
        userName: "Ben",
        otherBots: [],
        lore: [],
        lines: [{ name: "Ben", kind: "user" as const, text: "hello" }],
        prefix: "",
      },
    };
    for await (const chunk of model.stream(request, new AbortController().signal)) chunks.push(chunk);
    expect(chunks.filter((chunk) => chunk.type === "text").length).toBeGreaterThan(0);
    expect(chunks.at(-1)).toMatchObject({ type: "finish", reason: "stop" });
  },
);

test(
  "[MODEL8] [MODEL11] in workerd a provider is asked over fetch, and left at once when nobody listens",
  PATIENT,
  async () => {
    let cancelled = false;
    const bytes = new TextEncoder();
    const frame = (content: string) => `data: {"choices":[{"index":0,"delta":{"content":"${content}"}}]}\n\n`;
    const fake = (_: RequestInfo | URL, init?: RequestInit) => {
      expect(init?.redirect).toBe("manual");
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(bytes.encode(frame("Hello")));
          init?.signal?.addEventListener("abort", () => {
            cancelled = true;
            controller.error(init.signal?.reason);
          });
        },
      });
      return Promise.resolve(new Response(body, { headers: { "content-type": "text/event-stream" } }));
    };
    const model = new AiModel({ OPENAI_API_KEY: "k" }, { fetch: fake as typeof fetch });
    const abort = new AbortController();
    const heard: ModelChunk[] = [];
    const request = {
      choice: chooseModel({ provider: "openai", model: null, apiKeyId: null }, {}),
      messages: [{ role: "user" as const, content: "Ben: hello" }],
      seed: "s",
      trigger: "normal" as const,
      scene: { bot: BOB, userName: "Ben", otherBots: [], lore: [], lines: [], prefix: "" },
    };
    for await (const chunk of model.stream(request, abort.signal)) {
      heard.push(chunk);
      abort.abort();
    }
    expect(heard).toEqual([{ type: "text", text: "Hello" }]);
    expect(cancelled).toBe(true);
  },
);
