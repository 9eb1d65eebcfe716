// What the product loads with its first reply is loaded here at once: a late load that a test's end cuts off would never
// be finished for the tests after it, which share the modules.
import "@ai-sdk/openai-compatible";
import "../llm/practice/practice-model.ts";
import "../llm/practice/rhythm.ts";
import { type D1Migration, env } from "cloudflare:test";
import { beforeEach } from "vitest";
import { cleanSlate, type Stores } from "./clean-slate.ts";

/** What vitest.config.ts puts beside the bindings of wrangler.toml. */
type TestEnv = Stores & { TEST_MIGRATIONS: D1Migration[] };

// Every test in workerd starts with a migrated, empty D1 and no objects. The files share one isolate (a third of the time
// of one isolate each), so what one test stores has to go before the next begins.
beforeEach(() => {
  const stores = env as unknown as TestEnv;
  return cleanSlate(stores, stores.TEST_MIGRATIONS);
});
