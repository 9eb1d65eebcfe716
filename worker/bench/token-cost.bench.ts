/**
 * P4: a model of 1,000 tokens/s before 50 sockets: server CPU and bytes a token of our room, whose text travels in
 * windows, against a bare relay that passes each token on; and the commits a second of our stream's room, those of the
 * objects of its people beside them.
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { bareBundle } from "./bare-worker.ts";
import { spread } from "./figure.ts";
import { bench } from "./ground.ts";
import { cpuMs, workerdOf } from "./process-cpu.ts";
import { startProvider } from "./provider.ts";
import { inTurns, ratios } from "./rounds.ts";
import { type BenchSocket, joinRoom, openSocket, openTable } from "./sockets.ts";
import { cell, median } from "./table.ts";
import { objectCommits } from "./wal-commits.ts";

const SOCKETS = 50;
const RATE = 1_000;
const TOKENS = 2_000;
/** As long as tokens of English are, with the space before. */
const WORDS = [" the", " ferry", "man", " keeps", " bread", " in", " tin", "s", ",", " not"];
const LIMIT_MS = 120_000;

interface Stream {
  readonly cpuMs: number;
  /** Bytes of the frames that bring text, one socket. */
  readonly bytes: number;
  readonly frames: number;
  readonly seconds: number;
}

/** One stream from its beginning until every socket has heard its end. */
async function listen(
  pid: number,
  sockets: readonly BenchSocket[],
  ends: (raw: string) => boolean,
  begin: () => void,
): Promise<Stream> {
  const [first] = sockets;
  let bytes = 0;
  let frames = 0;
  let ended = 0;
  const offs: (() => void)[] = [];
  const before = cpuMs(pid);
  const begun = performance.now();
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`${ended} of ${sockets.length} heard the end`)), LIMIT_MS);
    for (const socket of sockets)
      offs.push(
        socket.onText((raw) => {
          if (ends(raw) && ++ended === sockets.length) {
            clearTimeout(timer);
            done();
          }
          if (socket !== first || !raw.startsWith('{"type":"delta"')) return;
          bytes += Buffer.byteLength(raw);
          frames += 1;
        }),
      );
    begin();
  });
  for (const off of offs) off();
  return { cpuMs: cpuMs(pid) - before, bytes, frames, seconds: (performance.now() - begun) / 1_000 };
}

await bench(async ({ rounds, folder, start }) => {
  let said = 0;
  const token = () => WORDS[said++ % WORDS.length] ?? "";
  const provider = await startProvider({ tokensPerSecond: RATE, tokens: TOKENS, token });
  const ours = await start("ours", { vars: { OPENAI_BASE_URL: provider.url, OPENAI_API_KEY: "bench" } });
  const bare = await start("bare", { bundle: bareBundle() });
  const { api, room } = await openTable(ours.url);
  const devices = await joinRoom(api, room, SOCKETS);
  const relays: BenchSocket[] = [];
  for (let n = 0; n < SOCKETS; n++) relays.push(await openSocket(bare.url.replace("http", "ws")));
  const streams: Record<"ours" | "bare", Stream[]> = { ours: [], bare: [] };
  const commits: number[] = [];
  const peoples: number[] = [];
  const committed = (className: string) => objectCommits(join(folder, "ours"), className);
  const ourStream = async () => {
    const [before, theirs] = [committed("ConversationRoom"), committed("UserHub")];
    const stream = await listen(
      workerdOf(ours.pid),
      devices,
      (raw) => raw.includes('"message.updated"') && raw.includes('"streaming":false'),
      () => devices[0]?.send({ type: "send", ref: randomUUID(), text: "@Bench go on" }),
    );
    commits.push((committed("ConversationRoom") - before) / stream.seconds);
    peoples.push((committed("UserHub") - theirs) / stream.seconds);
    streams.ours.push(stream);
    return stream.cpuMs;
  };
  const bareStream = async () => {
    const stream = await listen(
      workerdOf(bare.pid),
      relays,
      (raw) => raw.startsWith('{"type":"end"'),
      () => relays[0]?.send({ relay: `${provider.url}/chat/completions` }),
    );
    streams.bare.push(stream);
    return stream.cpuMs;
  };
  const found = await inTurns(rounds, { bare: bareStream, ours: ourStream });
  provider.close();
  const bytesOf = (all: readonly Stream[]) => all.slice(1).map(({ bytes }) => bytes / TOKENS);
  const perToken = (ms: readonly number[]) => `${cell((median(ms) * 1_000) / TOKENS)} µs`;
  const common = { trials: `${rounds} × ${TOKENS} tokens`, sign: "≤", unit: "×" } as const;
  const stream = `${RATE} tokens/s to ${SOCKETS} sockets`;
  return [
    {
      ...common,
      goal: "P4",
      what: `CPU a token, ${stream}`,
      ...spread(ratios(found.ours, found.bare)),
      limit: 0.35,
      ours: perToken(found.ours),
      baseline: `${perToken(found.bare)}, bare relay`,
    },
    {
      ...common,
      goal: "P4",
      what: `bytes a token, ${stream}`,
      ...spread(ratios(bytesOf(streams.ours), bytesOf(streams.bare))),
      limit: 0.25,
      ours: `${cell(median(bytesOf(streams.ours)))} B`,
      baseline: `${cell(median(bytesOf(streams.bare)))} B, bare relay`,
    },
    {
      ...common,
      goal: "P4",
      what: "commits a second of a stream's room",
      ...spread(commits.slice(1)),
      unit: "a second",
      limit: 20,
      ours: `${median(streams.ours.map(({ frames }) => frames))} frames of text; its people's objects ${cell(median(peoples.slice(1)))} a second`,
      baseline: `${median(streams.bare.map(({ frames }) => frames))} frames, nothing stored`,
    },
  ];
});
