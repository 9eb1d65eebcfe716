import { callAndDie } from "./failpoints.ts";
import { plan } from "./plan.ts";

const SLOW_MS = 2_000;
let batches = 0;

/** D1 that does with its batches what the plan says. Everything else passes through. */
export function faultyD1(db: D1Database): D1Database {
  return new Proxy(db, {
    get(target, key) {
      if (key === "batch") return (statements: D1PreparedStatement[]) => batch(target, statements);
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

async function batch(db: D1Database, statements: D1PreparedStatement[]): Promise<D1Result[]> {
  await callAndDie("d1-unwritten");
  batches += 1;
  if (plan.d1 === "refuse") throw new Error("D1_ERROR: Network connection lost.");
  if (plan.d1 === "every-fifth" && batches % 5 === 0) throw new Error("D1_ERROR: Network connection lost.");
  if (plan.d1 === "hang") await new Promise<never>(() => {});
  if (plan.d1 === "slow") await new Promise((done) => setTimeout(done, SLOW_MS));
  const results = await db.batch(statements);
  await callAndDie("d1-written");
  if (plan.d1 === "commit-then-fail") throw new Error("D1_ERROR: Network connection lost.");
  return results;
}
