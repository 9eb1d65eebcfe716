import { globSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Clock, ModelChunk, ModelRequest, PromptMessage } from "../conversation/ports.ts";
import { ModelFailure } from "../conversation/ports.ts";
import { AiModel } from "./ai-model.ts";
import { chooseModel } from "./choose-model.ts";

const KEY = "sk-test-0123456789abcdef";
type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let base = "";
let handle: Handler;
let seen: { readonly request: IncomingMessage; readonly body: string }[] = [];
/** Resolves when the provider sees its connection closed before it had finished. */
let hungUp: Promise<void>;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      seen.push({ request, body });
      handle(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
});

const CHUNK = { id: "c", object: "chat.completion.chunk", created: 1, model: "m" };
const delta = (fields: Record<string, unknown>, finish: string | null = null) =>
  `data: ${JSON.stringify({ ...CHUNK, choices: [{ index: 0, delta: fields, finish_reason: finish }] })}\n\n`;
const USAGE = `data: ${JSON.stringify({ ...CHUNK, choices: [], usage: { prompt_tokens: 11, completion_tokens: 3, total_tokens: 14 } })}\n\n`;
const DONE = "data: [DONE]\n\n";
const END = delta({}, "stop");

/** Answers with an event stream of these frames. */
const streams =
  (...frames: readonly string[]): Handler =>
  (_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const frame of frames) response.write(frame);
    response.end();
  };
const answers =
  (status: number, body: string, headers: Record<string, string> = {}): Handler =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };

const MESSAGES: PromptMessage[] = [
  { role: "system", content: "You are Mara." },
  { role: "user", name: "Ben", content: "Ben: Who lit it?" },
  { role: "assistant", name: "Mara", content: "Not I." },
  { role: "system", content: "Fog tonight." },
  { role: "user", name: "Ben", content: "Ben: Who then?" },
];
function request(over: Partial<ModelRequest> = {}, model: string | null = null): ModelRequest {
  return {
    choice: chooseModel({ provider: "openai", model, apiKeyId: null }, {}),
    messages: MESSAGES,
    seed: "s",
    trigger: "normal",
    scene: { bot: { name: "Mara" } as never, userName: "Ben", otherBots: [], lore: [], lines: [], prefix: "" },
    ...over,
  };
}
const env = () => ({ OPENAI_API_KEY: KEY, OPENAI_BASE_URL: base });

interface Heard {
  readonly chunks: ModelChunk[];
  readonly failure: ModelFailure | null;
}
async function ask(
  req = request(),
  clock?: Clock,
  signal = new AbortController().signal,
  chunks: ModelChunk[] = [],
): Promise<Heard> {
  try {
    for await (const chunk of new AiModel(env(), clock ? { clock } : {}).stream(req, signal)) chunks.push(chunk);
  } catch (cause) {
    expect(cause).toBeInstanceOf(ModelFailure);
    return { chunks, failure: cause as ModelFailure };
  }
  return { chunks, failure: null };
}
const text = ({ chunks }: Heard) => chunks.map((chunk) => (chunk.type === "text" ? chunk.text : "")).join("");
const reasoning = ({ chunks }: Heard) => chunks.map((chunk) => (chunk.type === "reasoning" ? chunk.text : "")).join("");

/** Time goes on when the test says so, however long what it waits for takes on this machine. */
class HandClock implements Clock {
  #now = 0;
  readonly #timers = new Map<() => void, number>();

  nowMs = () => this.#now;
  after(ms: number, task: () => void) {
    this.#timers.set(task, this.#now + ms);
    if (ms <= 0) setImmediate(() => this.advance(0));
    return () => this.#timers.delete(task);
  }
  advance(ms: number) {
    this.#now += ms;
    for (const [task, atMs] of this.#timers) {
      if (atMs > this.#now) continue;
      this.#timers.delete(task);
      task();
    }
  }
}

const until = async (check: () => boolean) => {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 1));
};

/** A reply whose time is the test's: what has come so far, and how it ended, which is null until then. */
function follow() {
  const clock = new HandClock();
  const chunks: ModelChunk[] = [];
  let ended: Heard | null = null;
  const over = ask(request(), clock, undefined, chunks).then((heard) => {
    ended = heard;
    return heard;
  });
  /** Lets so much time pass, and everything that comes of it happen. */
  const pass = async (ms: number) => {
    clock.advance(ms);
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { over, pass, isOver: () => ended !== null, said: () => text({ chunks, failure: null }) };
}

describe("a reply", () => {
  test("[MODEL4] text, reasoning and the provider's counts, from system text first and the transcript in order", async () => {
    handle = streams(
      delta({ reasoning_content: "hm" }),
      delta({ content: "No" }),
      delta({ content: "body." }),
      END,
      USAGE,
      DONE,
    );
    const heard = await ask();
    expect(heard.failure).toBeNull();
    expect(text(heard)).toBe("Nobody.");
    expect(reasoning(heard)).toBe("hm");
    expect(heard.chunks.at(-1)).toEqual({
      type: "finish",
      usage: { inputTokens: 11, outputTokens: 3 },
      reason: "stop",
    });
    const sent = JSON.parse(seen[0]!.body);
    expect(sent.messages.map((m: { role: string; content: string }) => `${m.role}: ${m.content}`)).toEqual(
      MESSAGES.map((message) => `${message.role}: ${message.content}`),
    );
    expect(sent).toMatchObject({
      model: "gpt-4.1-mini",
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 4_096,
    });
  });

  test("[MODEL4] without counts from the provider there are none; length and filter are named", async () => {
    handle = streams(delta({ content: "Hi" }), delta({}, "length"), DONE);
    expect((await ask()).chunks.at(-1)).toEqual({ type: "finish", usage: null, reason: "length" });
    handle = streams(delta({ content: "I ca" }), delta({}, "content_filter"), DONE);
    expect((await ask()).chunks.at(-1)).toMatchObject({ reason: "filter" });
  });

  test("[MODEL5] [MODEL12] thinking split over frames, one byte at a time, with comments and CRLF", async () => {
    const frames = [
      ": keep-alive\r\n\r\n",
      delta({ content: "<th" }),
      delta({ content: "ink>why</thi" }),
      delta({ content: "nk>\n\n灯台 \u0007😀" }),
      END,
      DONE,
    ];
    handle = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
      const bytes = Buffer.from(frames.join("").replaceAll("\n\n", "\r\n\r\n"));
      let at = 0;
      const next = () => {
        response.write(bytes.subarray(at, at + 1));
        at += 1;
        if (at < bytes.length) setImmediate(next);
        else response.end();
      };
      next();
    };
    const heard = await ask();
    expect(heard.failure).toBeNull();
    expect(reasoning(heard)).toBe("why");
    expect(text(heard)).toBe("灯台 😀");
  });

  test("[MODEL4] a missing [DONE] or a doubled end does no harm", async () => {
    handle = streams(delta({ content: "Hi" }), END);
    expect(text(await ask())).toBe("Hi");
    handle = streams(delta({ content: "Hi" }), END, END, USAGE, DONE, DONE);
    const heard = await ask();
    expect(text(heard)).toBe("Hi");
    expect(heard.chunks.filter((chunk) => chunk.type === "finish")).toHaveLength(1);
  });

  test("[MODEL4] models that think get the field that counts their thoughts", async () => {
    handle = streams(delta({ content: "Hi" }), END, DONE);
    await ask(request({}, "o4-mini"));
    const sent = JSON.parse(seen[0]!.body);
    expect(sent).toMatchObject({ model: "o4-mini", max_completion_tokens: 4_096 });
    expect(sent).not.toHaveProperty("max_tokens");
  });
});

describe("the wire", () => {
  test("[MODEL8] a fixed set of headers, the key as a bearer token", async () => {
    handle = streams(delta({ content: "Hi" }), END, DONE);
    await ask();
    const { headers, method, url } = seen[0]!.request;
    expect({ method, url }).toEqual({ method: "POST", url: "/v1/chat/completions" });
    expect(headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      "content-type": "application/json",
      "user-agent": "BotCafe",
    });
    const ours = Object.keys(headers).filter(
      (name) =>
        ![
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "accept-encoding",
          "accept-language",
          "sec-fetch-mode",
        ].includes(name),
    );
    expect(ours.toSorted()).toEqual(["accept", "authorization", "content-type", "user-agent"]);
  });

  test("[MODEL8] a redirect is refused, and nothing goes where it points", async () => {
    handle = (_, response) => {
      response.writeHead(307, { location: `${base}/elsewhere` });
      response.end();
    };
    const { failure } = await ask();
    expect(failure?.error.code).toBe("provider_unavailable");
    expect(seen).toHaveLength(1);
  });

  test("[MODEL9] HTTP errors, errors inside the stream, pages and JSON in place of a stream", async () => {
    const codeFor = async (handler: Handler) => {
      handle = handler;
      return (await ask()).failure?.error;
    };
    expect(await codeFor(answers(429, "{}", { "retry-after": "3" }))).toMatchObject({
      code: "rate_limited",
      retry_after_ms: 3_000,
    });
    expect(seen).toHaveLength(1);
    expect(await codeFor(answers(401, JSON.stringify({ error: { message: `bad key ${KEY}` } })))).toMatchObject({
      code: "invalid_key",
      details: "bad key […]",
    });
    expect(
      await codeFor(answers(404, JSON.stringify({ error: { message: "no", code: "model_not_found" } }))),
    ).toMatchObject({ code: "key_lacks_model" });
    expect(
      await codeFor(answers(200, JSON.stringify({ error: { message: "no", type: "insufficient_quota" } }))),
    ).toMatchObject({ code: "provider_no_credit" });
    expect(await codeFor(answers(200, "<html>hello</html>", { "content-type": "text/html" }))).toMatchObject({
      code: "provider_unavailable",
    });
    const inStream = `data: ${JSON.stringify({ error: { message: "slow down", code: "rate_limit_exceeded" } })}\n\n`;
    expect(await codeFor(streams(inStream))).toMatchObject({ code: "rate_limited" });
  });

  test("[MODEL9] a reply cut off keeps what came, and says it was cut", async () => {
    handle = streams(delta({ content: "Nobody g" }));
    const cut = await ask();
    expect(text(cut)).toBe("Nobody g");
    expect(cut.failure?.error).toMatchObject({ code: "provider_unavailable", retryable: true });
    handle = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(delta({ content: "Nobody g" }));
      setTimeout(() => response.destroy(), 30);
    };
    const reset = await ask();
    expect(text(reset)).toBe("Nobody g");
    expect(reset.failure?.error.code).toBe("provider_unavailable");
    handle = streams(END, DONE);
    expect((await ask()).failure?.error.message).toBe("OpenAI sent an empty reply.");
  });

  test("[MODEL9] nobody listens there", async () => {
    const model = new AiModel({ OPENAI_API_KEY: KEY, OPENAI_BASE_URL: "http://127.0.0.1:1/v1" });
    const asked = model.stream(request(), new AbortController().signal)[Symbol.asyncIterator]().next();
    await expect(asked).rejects.toMatchObject({ error: { code: "provider_unavailable", retryable: true } });
  });

  test("[MODEL7] a reply that does not end is cut, by its characters and by its bytes", async () => {
    const small = request();
    const choice = { ...small.choice, maxOutputTokens: 10 };
    const endless: Handler = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const frame = delta({ content: "word " }).repeat(50);
      const more = () => {
        while (!response.destroyed && response.write(frame));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    };
    handle = endless;
    const chars = await ask(request({ choice }));
    expect(chars.failure?.error.code).toBe("too_large");
    expect(text(chars).length).toBe(80);
    handle = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const noise = `: ${"x".repeat(60_000)}\n\n`;
      const more = () => {
        while (!response.destroyed && response.write(noise));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    };
    expect((await ask(request({ choice }))).failure?.error.code).toBe("too_large");
  });
});

describe("time", () => {
  /** Answers with these frames and then falls silent; tells when the line is cut. */
  const fallsSilent =
    (...frames: readonly string[]): Handler =>
    (_, response) => {
      hungUp = new Promise((resolve) => response.on("close", resolve));
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.flushHeaders();
      for (const frame of frames) response.write(frame);
    };

  test("[MODEL6] 60 s without a word, 45 s without a next one: the line is cut, what came is kept", async () => {
    handle = fallsSilent(": thinking\n\n", delta({ role: "assistant" }));
    const silent = follow();
    await until(() => seen.length === 1);
    await silent.pass(59_999);
    expect(silent.isOver()).toBe(false);
    await silent.pass(1);
    expect((await silent.over).failure?.error).toMatchObject({ code: "provider_timeout", retryable: true });
    await hungUp;

    handle = fallsSilent(delta({ content: "Nobody" }));
    const half = follow();
    await until(() => half.said() === "Nobody");
    await half.pass(44_999);
    expect(half.isOver()).toBe(false);
    await half.pass(1);
    const stalled = await half.over;
    expect([text(stalled), stalled.failure?.error.code]).toEqual(["Nobody", "provider_timeout"]);
    await hungUp;
  });

  test("[MODEL6] 600 s in all, however lively", async () => {
    let say = (_frame: string) => {};
    handle = (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      say = (frame) => void response.write(frame);
    };
    const lively = follow();
    await until(() => seen.length === 1);
    for (let half = 1; half <= 20; half += 1) {
      expect(lively.isOver(), `after ${30 * (half - 1)} s`).toBe(false);
      say(delta({ content: "and" }));
      await until(() => lively.said() === "and".repeat(half));
      await lively.pass(30_000);
    }
    expect((await lively.over).failure?.error.code).toBe("provider_timeout");
  });

  test("[MODEL11] aborting ends at once and silently, and the provider sees the line closed", async () => {
    handle = fallsSilent(delta({ content: "Nobody" }));
    const abort = new AbortController();
    const chunks: ModelChunk[] = [];
    for await (const chunk of new AiModel(env()).stream(request(), abort.signal)) {
      chunks.push(chunk);
      abort.abort();
    }
    // A line that stays open ends the test: nothing else would close it.
    await hungUp;
    expect(chunks).toEqual([{ type: "text", text: "Nobody" }]);
  });

  test("[MODEL11] aborting before the first word, and before the request, too", async () => {
    handle = fallsSilent();
    const abort = new AbortController();
    const asked = ask(request(), undefined, abort.signal);
    await until(() => seen.length > 0);
    abort.abort();
    expect(await asked).toEqual({ chunks: [], failure: null });
    await hungUp;
    seen = [];
    expect(await ask(request(), undefined, AbortSignal.abort())).toEqual({ chunks: [], failure: null });
    expect(seen).toEqual([]);
  });

  test("[MODEL11] a listener that leaves closes the line as well", async () => {
    handle = fallsSilent(delta({ content: "Nobody" }));
    for await (const _ of new AiModel(env()).stream(request(), new AbortController().signal)) break;
    await hungUp;
  });
});

test("[MODEL13] nothing but types of the providers' libraries and of the practice model is imported up front", () => {
  const files = globSync("*.ts", { cwd: import.meta.dirname }).filter((file) => !file.includes(".test."));
  expect(files.length).toBeGreaterThan(8);
  for (const file of files) {
    const source = readFileSync(`${import.meta.dirname}/${file}`, "utf8");
    const early = source.match(/^import (?!type\b)[^;]*"(?:ai|@ai-sdk\/[^"]*|\.\/practice\/[^"]*)";/gmu) ?? [];
    expect(early, file).toEqual([]);
  }
});

describe("who answers", () => {
  test("[MODEL2] an unknown provider, one without key, one whose wire is not spoken, a key of one's own", async () => {
    const refused = async (choice: Partial<ModelRequest["choice"]>, settings = {}) => {
      const made = request();
      const model = new AiModel(settings);
      const asked = model.stream({ ...made, choice: { ...made.choice, ...choice } }, new AbortController().signal);
      const failure = await asked.next().then(
        () => null,
        (cause: unknown) => (cause as ModelFailure).error,
      );
      expect(failure).toMatchObject({ code: "not_configured", retryable: false });
      return failure?.message;
    };
    expect(await refused({ provider: "nobody" })).toBe("There is no provider called nobody here.");
    expect(await refused({ provider: "deepseek" })).toBe("This server has no key for DeepSeek.");
    expect(await refused({ provider: "anthropic" }, { ANTHROPIC_API_KEY: "k" })).toBe(
      "This server cannot reach Anthropic.",
    );
    expect(await refused({ byoKey: true }, env())).toBe("Keys of your own cannot be used for replies here yet.");
  });

  test("[MODEL4] [MODEL28] the practice model comes the same way: in pieces, with counts, no network", async () => {
    const bot = {
      id: "b",
      name: "Bob",
      description: "",
      gender: null,
      age: null,
      system_prompt: "x",
      greeting: "",
      speech_examples: [],
      personality_traits: {},
      behavior_settings: {},
      signature_phrases: [],
    };
    const made = request({
      choice: chooseModel({ provider: null, model: null, apiKeyId: null }, {}),
      scene: {
        bot,
        userName: "Ben",
        otherBots: [],
        lore: ["The lamp was lit at four by nobody at all."],
        lines: [{ name: "Ben", kind: "user", text: "Who lit the lamp?" }],
        prefix: "",
      },
    });
    const model = new AiModel(
      { PRACTICE_TOKENS_PER_SECOND: "200" },
      { fetch: () => Promise.reject(new Error("no network")) },
    );
    const chunks: ModelChunk[] = [];
    for await (const chunk of model.stream(made, new AbortController().signal)) chunks.push(chunk);
    expect(chunks.length).toBeGreaterThan(2);
    expect(text({ chunks, failure: null })).toContain("The lamp was lit at four");
    const finish = chunks.at(-1);
    expect(finish).toMatchObject({ type: "finish", reason: "stop" });
    expect(finish?.type === "finish" && finish.usage!.outputTokens).toBeGreaterThan(2);
  });
});
