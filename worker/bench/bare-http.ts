import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleWorker, type WorkerBundle } from "../run/worker-bundle.ts";

/** The least an answer could be: a constant, and one row of D1 by its key. */
const SCRIPT = `
export default {
  async fetch(request, env) {
    if (!request.url.endsWith("/row")) return Response.json({ ok: true });
    return Response.json(await env.DB.prepare("select * from rows where id = ?").bind("one").first());
  },
};`;

const ROW = "insert into rows values ('one', 'Mara', '{\"tone\":\"dry\"}', '2026-11-23T05:00:00.000Z')";

/**
 * A worker that answers HTTP and does nothing else, in the same place as ours: Miniflare puts three workers of its own
 * in front of one that has static files, and they cost as much as an answer does.
 */
export async function bareHttpBundle(): Promise<WorkerBundle> {
  const { assets, compatibilityDate } = (await bundleWorker()).workerOptions;
  const script = join(mkdtempSync(join(tmpdir(), "bare-http-")), "index.js");
  writeFileSync(script, SCRIPT);
  const statements = ["create table rows (id text primary key, name text, traits text, at text)", ROW];
  return {
    script,
    workerOptions: { assets, compatibilityDate, d1Databases: { DB: "bare" } },
    migrations: [{ name: "0000_rows.sql", statements }],
  };
}
