// What the product loads with its first reply is loaded here at once: a late load that a test's end cuts off would never
// be finished for the tests after it, which share the modules.
import "@ai-sdk/openai-compatible";
import "ai";
import "../llm/practice/practice-model.ts";
import "../llm/practice/rhythm.ts";
import { applyD1Migrations, type D1Migration, env, reset } from "cloudflare:test";
import { afterEach, beforeEach } from "vitest";

/** What vitest.config.ts puts beside the bindings of wrangler.toml. */
type TestEnv = { DB: D1Database; TEST_MIGRATIONS: D1Migration[] };

// Every test in workerd starts with a migrated, empty D1 and empty objects. The files share one isolate (a third of the
// time of one isolate each), so what one test stores has to go before the next begins.
beforeEach(async () => {
  const { DB, TEST_MIGRATIONS } = env as unknown as TestEnv;
  await applyD1Migrations(DB, TEST_MIGRATIONS);
});
afterEach(async () => {
  // What sleeps keeps its rows: after a long test D1 was found asleep now and then, and full for the test after it.
  await (env as unknown as TestEnv).DB.prepare("select 1").first();
  await reset();
});
