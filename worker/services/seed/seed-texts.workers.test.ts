import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { openDb } from "../../db.ts";
import { seedTexts } from "./seed-texts.ts";

const DB = (env as unknown as { DB: D1Database }).DB;
const NOW = Date.parse("2026-11-23T04:55:06.000Z");
const sow = () => seedTexts(openDb(DB), NOW);
const counts = async () => {
  const tables = ["documentation", "tutorials", "legal_documents"];
  const found = await DB.batch<{ n: number }>(tables.map((table) => DB.prepare(`SELECT count(*) AS n FROM ${table}`)));
  return found.map(({ results }) => results[0]?.n);
};

test("[SEED2] help, tutorials and an active text of each legal type are there once, however many sow them", async () => {
  await Promise.all([sow(), sow(), sow()]);
  expect(await counts()).toEqual([5, 6, 5]);
  const active =
    "SELECT count(DISTINCT type) AS n FROM legal_documents WHERE is_active = 1 AND published_at IS NOT NULL";
  expect(await DB.prepare(active).first("n")).toBe(5);
});

test("[SEED2] the six tutorials are those the pages take one through, in their order", async () => {
  await sow();
  const { results } = await DB.prepare("SELECT title, steps FROM tutorials ORDER BY id").all();
  expect(results.map(({ title }) => title)).toEqual([
    "Talk to several bots",
    "Decide who speaks",
    "See why a bot said it",
    "Bring a bot of your own",
    "Go on on your phone",
    "Closing time",
  ]);
  expect(results.filter(({ steps }) => JSON.parse(String(steps)).length === 0)).toEqual([]);
});

test("[SEED2] what was deleted stays deleted, what was written stays as it is", async () => {
  await sow();
  await DB.prepare("DELETE FROM documentation WHERE slug <> 'who-speaks-next'").run();
  await DB.prepare("UPDATE documentation SET title = 'Mine'").run();
  await DB.prepare("DELETE FROM tutorials").run();
  await sow();
  expect(await counts()).toEqual([1, 6, 5]);
  expect(await DB.prepare("SELECT title FROM documentation").first("title")).toBe("Mine");
});
