/**
 * A simulation for decision 0042, nothing of the product runs here: what it would take to let thousands watch one room.
 * The room sends each frame to relay objects, those to further relays or to viewers. Each object does one thing at a
 * time. Printed: how late a frame is at the viewers, how busy the busiest object is, and what an hour costs.
 */
import { seededRng } from "../conversation/testing/seeded-rng.ts";
import { quantile } from "../torture/scoreboard.ts";
import { printTable } from "./table.ts";

/** Processor time of a delivery, milliseconds: a bare object's, measured (fan-out.bench.ts). */
const DELIVERY_MS = 0.01;
/** The room commits each frame before it sends it, milliseconds. */
const COMMIT_MS = 0.18;
/** From object to object over the network, milliseconds: a base and an exponential rest. Chosen: another city. */
const HOP_MS = { base: 4, rest: 3 };
/** Frames a second of a room where one bot streams: a window of text each 50 ms, and what people do. */
const FRAMES_PER_S = 21;
/** The room keeps its sockets for those who take part; relays hang on as many more. */
const RELAYS_ON_ROOM = 16;
const SECONDS = 30;

/** List prices, US dollars. */
const DOLLARS = { perGbSecond: 12.5e-6, perRequest: 0.15e-6 };
const OBJECT_GB = 0.125;
/** Messages into an object that count as one request. */
const MESSAGES_A_REQUEST = 20;
const PINGS_PER_HOUR = 3_600 / 25;

interface Tree {
  readonly viewers: number;
  /** Sockets of one relay, viewers or further relays. */
  readonly fanOut: number;
}

/** Relays by level, the one nearest to the room first. */
function levelsOf({ viewers, fanOut }: Tree): number[] {
  const levels: number[] = [];
  let below = Math.ceil(viewers / fanOut);
  levels.unshift(below);
  while (below > RELAYS_ON_ROOM) {
    below = Math.ceil(below / fanOut);
    levels.unshift(below);
  }
  return levels;
}

/**
 * Frames through one path of the tree, from the room to one viewer: at each object a frame waits until the one before it
 * is dealt with, then for its own place among the deliveries.
 */
function simulate(tree: Tree): { delays: number[]; busiest: number } {
  const rng = seededRng(42);
  const levels = levelsOf(tree);
  const sizes = levels.map((count, at) => Math.ceil((levels[at + 1] ?? tree.viewers) / count));
  const work = [COMMIT_MS + (levels[0] ?? 0) * DELIVERY_MS, ...sizes.map((size) => size * DELIVERY_MS)];
  const freeAt = work.map(() => 0);
  const delays: number[] = [];
  for (let n = 0; n < SECONDS * FRAMES_PER_S; n++) {
    const born = (n * 1_000) / FRAMES_PER_S + rng() * 20;
    let now = born;
    for (const [at, cost] of work.entries()) {
      const begun = Math.max(now, freeAt[at] ?? 0);
      freeAt[at] = begun + cost;
      now = begun + cost * rng();
      now += HOP_MS.base - HOP_MS.rest * Math.log(1 - rng());
    }
    delays.push(now - born);
  }
  return { delays, busiest: (Math.max(...work) * FRAMES_PER_S) / 1_000 };
}

/** An hour of it, US dollars. */
function dollarsPerHour(tree: Tree): number {
  const relays = levelsOf(tree).reduce((sum, count) => sum + count, 0);
  const messages = relays * FRAMES_PER_S * 3_600 + tree.viewers * PINGS_PER_HOUR;
  return relays * OBJECT_GB * 3_600 * DOLLARS.perGbSecond + (messages / MESSAGES_A_REQUEST) * DOLLARS.perRequest;
}

const rows = [1_000, 10_000, 100_000].flatMap((viewers) =>
  [100, 250, 500, 1_000].map((fanOut) => {
    const tree = { viewers, fanOut };
    const levels = levelsOf(tree);
    const { delays, busiest } = simulate(tree);
    return {
      viewers,
      "sockets a relay": fanOut,
      relays: levels.reduce((sum, count) => sum + count, 0),
      levels: levels.length,
      "p50 ms": quantile(delays, 0.5) ?? 0,
      "p99 ms": quantile(delays, 0.99) ?? 0,
      "busiest object": `${(busiest * 100).toFixed(0)} %`,
      "$ an hour per 1,000": (dollarsPerHour(tree) * 1_000) / viewers,
    };
  }),
);
printTable("audiences as a tree of relay objects, one bot streaming (simulated)", rows);
