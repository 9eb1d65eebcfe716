import { sql } from "drizzle-orm";
import { z } from "zod";
import packageJson from "../../../package.json" with { type: "json" };
import type { Db } from "../../db.ts";
import type { Env } from "../../env.ts";
import { log } from "../../log.ts";
import { outboxBacklog } from "../../services/conversations/outbox-backlog.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";

export const VERSION = packageJson.version;

const Health = z.object({
  ok: z.boolean(),
  version: z.string(),
  mode: z.enum(["clerk", "embedded"]),
  /** Migrations D1 has, and the newest; null where D1 does not answer. */
  migrations: z.object({ applied: z.number(), latest: z.string().nullable() }).nullable(),
  bindings: z.record(z.string(), z.boolean()),
  /** Rows that the rooms active last have yet to write to D1; null where they cannot be asked. */
  outbox_backlog: z.object({ rooms: z.number(), rows: z.number() }).nullable(),
});

async function readMigrations(db: Db): Promise<z.infer<typeof Health>["migrations"]> {
  try {
    return await db.get(sql`select count(*) as applied, max(name) as latest from d1_migrations`);
  } catch (error) {
    log.error("health.database", error);
    return null;
  }
}

const bindingsOf = (env: Env): Record<string, boolean> => ({
  DB: env.DB !== undefined,
  MEDIA: env.MEDIA !== undefined,
  CONVERSATION: env.CONVERSATION !== undefined,
  USER: env.USER !== undefined,
  ASSETS: env.ASSETS !== undefined,
});

const health = endpoint({
  method: "GET",
  path: "/api/health",
  need: "none",
  summary: "Whether this instance works; 503 while its database does not answer",
  output: Health,
  handler: async ({ db, env, settings, nowMs }) => {
    const [migrations, outbox_backlog] = await Promise.all([readMigrations(db), outboxBacklog(env, nowMs)]);
    const bindings = bindingsOf(env);
    const ok = migrations !== null && Object.values(bindings).every(Boolean);
    const body = { ok, version: VERSION, mode: settings.mode, migrations, bindings, outbox_backlog };
    return ok ? body : Response.json(body, { status: 503 });
  },
});

export const healthEndpoints: readonly Endpoint[] = [health];
