import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import type { Env } from "../../env.ts";
import { call, json, signIn } from "../../http/testing/call.ts";
import { outboxBacklog } from "./outbox-backlog.ts";

const world = env as unknown as Env;

test("[HTTP11] health counts what rooms have yet to write to D1, and asks them at most every half minute", async () => {
  const { token } = await signIn("mara@x.test");
  const bot = await json(await call("/api/bots", { token, json: { name: "Keeper", system_prompt: "Keep it." } }));
  const room = await json(await call("/api/conversations", { token, json: { bot_ids: [bot.id] } }));
  const laterMs = Date.now() + 3_600_000;
  expect(await outboxBacklog(world, laterMs)).toEqual({ rooms: 1, rows: 0 });

  await world.DB.prepare(
    "CREATE TRIGGER full BEFORE INSERT ON messages BEGIN SELECT raise(ABORT, 'no room for more'); END",
  ).run();
  const said = { conversation: room.id, entry: "Is it lit?", respond: false };
  expect((await call("/api/messages", { token, json: said })).status).toBe(201);
  expect(await outboxBacklog(world, laterMs + 29_999)).toEqual({ rooms: 1, rows: 0 });
  expect((await outboxBacklog(world, laterMs + 30_000))?.rows).toBeGreaterThan(0);
});
