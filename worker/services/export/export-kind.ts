import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { ExportResult } from "../../../shared/fields/export.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import type { JobKind, Step } from "../jobs/job-kind.ts";
import { archiveKeys, partKey } from "./archive-keys.ts";
import { type Exported, INVENTORY, NOTIFICATIONS } from "./inventory.ts";

/** Rows of one part of an export: a D1 call of a few milliseconds and an object of some megabytes at most. Chosen. */
const ROWS_AT_ONCE = 500;

/** Where an export goes on: the table, the last row taken of it, and the parts written so far, by table. */
const Cursor = z.object({
  table: z.number(),
  after: z.number(),
  parts: z.record(z.string(), z.number()),
  rows: z.record(z.string(), z.number()),
  packed: ExportResult.optional(),
});
export type ExportCursor = z.infer<typeof Cursor>;

const BEGIN: ExportCursor = { table: 0, after: 0, parts: {}, rows: {} };

/** The job that gathers everything of a person, its subject, in one archive. */
export const exportKind: JobKind = {
  noWayBack: null,
  maxAttempts: 8,
  abandon: async (env, job) => env.MEDIA.delete(await archiveKeys(env, job.id)),
  step: async (env, job, nowMs) => {
    const cursor = job.cursor === null ? BEGIN : Cursor.parse(job.cursor);
    const next = INVENTORY[cursor.table];
    if (next !== undefined) return takePart(env, job, next, { cursor, nowMs });
    if (cursor.parts[NOTIFICATIONS] === undefined) return takeNotifications(env, job, cursor);
    if (cursor.packed !== undefined) {
      await env.MEDIA.delete(await archiveKeys(env, job.id, "parts/"));
      return { isOver: true, result: cursor.packed };
    }
    // The packing is read on first use: it has no place on the Worker's way up.
    const { packArchive } = await import("./pack-archive.ts");
    return {
      isOver: false,
      phase: "archive",
      cursor: { ...cursor, packed: await packArchive(env, job, cursor, nowMs) },
    };
  },
};

/** Takes the next rows of a table into a part of their own. Done again it writes the same part. */
async function takePart(
  env: Env,
  job: JobRecord,
  exported: Exported,
  { cursor, nowMs }: { readonly cursor: ExportCursor; readonly nowMs: number },
): Promise<Step> {
  const { name } = exported;
  const rows = await readRows(env, exported.rowids(job.subject ?? "", nowMs), exported, cursor.after);
  const last = rows.at(-1);
  const written = cursor.parts[name] ?? 0;
  if (last === undefined)
    return { isOver: false, phase: name, cursor: { ...cursor, table: cursor.table + 1, after: 0 } };
  const texts = rows.map(({ at: _at, ...row }) => JSON.stringify(row));
  await env.MEDIA.put(partKey(job.id, name, written), texts.join(",\n"));
  const goesOn = rows.length === ROWS_AT_ONCE;
  return {
    isOver: false,
    phase: name,
    done: job.done + rows.length,
    cursor: {
      table: goesOn ? cursor.table : cursor.table + 1,
      after: goesOn ? last.at : 0,
      parts: { ...cursor.parts, [name]: written + 1 },
      rows: { ...cursor.rows, [name]: (cursor.rows[name] ?? 0) + rows.length },
    },
  };
}

/** What a person was told of is in their own object, not in a table; it fits in one part. */
async function takeNotifications(env: Env, job: JobRecord, cursor: ExportCursor): Promise<Step> {
  const { notifications } = await env.USER.getByName(job.subject ?? "").keeps();
  const texts = notifications.map((notification) => JSON.stringify(notification));
  await env.MEDIA.put(partKey(job.id, NOTIFICATIONS, 0), texts.join(",\n"));
  return {
    isOver: false,
    phase: NOTIFICATIONS,
    cursor: {
      ...cursor,
      parts: { ...cursor.parts, [NOTIFICATIONS]: 1 },
      rows: { ...cursor.rows, [NOTIFICATIONS]: texts.length },
    },
  };
}

type Row = { readonly at: number } & Readonly<Record<string, unknown>>;

function readRows(env: Env, rowids: SQL, { table, without }: Exported, after: number): Promise<Row[]> {
  const columns = Object.entries(getTableColumns(table)).filter(([name]) => !(name in without));
  return openDb(env.DB)
    .select({ ...Object.fromEntries(columns), at: sql<number>`rowid` })
    .from(table)
    .where(sql`rowid in (${rowids}) and rowid > ${after}`)
    .orderBy(sql`rowid`)
    .limit(ROWS_AT_ONCE);
}

/** How many rows an export will take. */
export async function countExport(env: Env, userId: string, nowMs: number): Promise<number> {
  const counts = INVENTORY.map(({ rowids }) => sql`(select count(*) from (${rowids(userId, nowMs)}))`);
  const found = await openDb(env.DB).get<{ n: number }>(sql`select ${sql.join(counts, sql` + `)} as n`);
  return found.n;
}
