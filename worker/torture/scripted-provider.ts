import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Words that break careless code: pairs, families, marks that join, right to left, three bytes, four bytes. */
const WORDS = [
  "bread",
  "naïve",
  "👩‍👩‍👧‍👦",
  "e\u0301clair",
  "مرحبا",
  "こんにちは",
  "🍞",
  "שלום",
  "Zażółć",
  "𝒳",
  "ok.",
  "क्षि",
];

/** A provider in the chat-completions dialect that says a known text, byte by byte where it hurts. */
export interface ScriptedProvider {
  readonly url: string;
  /** Requests that are open now, and how many there ever were. */
  readonly open: number;
  readonly asked: number;
  /** Hashes of every text it has said to its end. */
  readonly said: ReadonlySet<string>;
  close(): void;
}

export interface ProviderPace {
  readonly words: number;
  /** Between two words, milliseconds. */
  readonly everyMs: number;
}

export async function startScriptedProvider({ words, everyMs }: ProviderPace): Promise<ScriptedProvider> {
  const said = new Set<string>();
  let open = 0;
  let asked = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    open += 1;
    asked += 1;
    const seed = asked;
    response.once("close", () => {
      open -= 1;
    });
    response.writeHead(200, { "content-type": "text/event-stream" });
    let text = "";
    for (let n = 0; n < words && !response.destroyed; n++) {
      const word = `${WORDS[(n * 7 + seed) % WORDS.length]}${n % 9 === 8 ? `\n${seed}.${n} ` : " "}`;
      text += word;
      await tell(response, chunk({ content: word }), n);
      await new Promise((done) => setTimeout(done, everyMs));
    }
    await tell(response, chunk({}, "stop"), 0);
    if (!response.destroyed) said.add(createHash("sha256").update(text, "utf8").digest("hex"));
    response.end("data: [DONE]\n\n");
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    said,
    get open() {
      return open;
    },
    get asked() {
      return asked;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const chunk = (delta: object, finish_reason: string | null = null): string =>
  JSON.stringify({
    id: "1",
    object: "chat.completion.chunk",
    created: 1,
    model: "m",
    choices: [{ index: 0, delta, finish_reason }],
  });

/** Every seventh event comes in two pieces, cut in the middle of a character where there is one; line ends vary. */
async function tell(response: ServerResponse, data: string, n: number): Promise<void> {
  const bytes = Buffer.from(`data: ${data}${n % 5 === 4 ? "\r\n\r\n" : "\n\n"}`);
  if (n % 7 !== 6) {
    response.write(bytes);
    return;
  }
  const wide = bytes.findIndex((byte) => byte >= 0x80);
  const at = wide < 0 ? bytes.length >> 1 : wide + 1;
  response.write(bytes.subarray(0, at));
  await new Promise((done) => setImmediate(done));
  response.write(bytes.subarray(at));
}
