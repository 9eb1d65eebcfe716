import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Time of day in milliseconds, short: a reply may be eight characters a token long and no longer. */
export const clockMs = (): number => Math.round(performance.timeOrigin + performance.now()) % 10_000_000;

export interface Pace {
  readonly tokensPerSecond: number;
  readonly tokens: number;
  /** Between two looks at the clock, milliseconds; 4 unless given. Hundreds of streams at once need a longer one. */
  readonly everyMs?: number;
  /** What a token says; the time of day unless given. */
  readonly token?: () => string;
}

const timeOfDay = (): string => `<${clockMs()}>`;

/** A provider that speaks the chat-completions dialect and, unless told otherwise, says what time it is, token by token. */
export async function startProvider(pace: Pace): Promise<{ url: string; close(): void }> {
  const { tokensPerSecond, tokens, everyMs = 4, token = timeOfDay } = pace;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "text/event-stream" });
    const begun = performance.now();
    let said = 0;
    const say = () => {
      // By the clock, not by the last token: a late timer does not slow the stream.
      for (; said < tokens && performance.now() >= begun + (said * 1_000) / tokensPerSecond; said++) {
        const delta = { content: token() };
        response.write(
          `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta }] })}\n\n`,
        );
      }
      if (said < tokens) {
        setTimeout(say, everyMs);
        return;
      }
      response.write(
        `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}\n\n`,
      );
      response.end("data: [DONE]\n\n");
    };
    say();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, close: () => server.close() };
}
