import { env } from "cloudflare:test";
import { expect, test } from "vitest";
import { openDb } from "../../db.ts";
import { grant } from "../../testing/d1-rows.ts";
import { addCreator, addThings } from "../access/testing/shared-things.ts";
import { grantsPage, listGrants } from "./read-grants.ts";

const { DB } = env as unknown as { DB: D1Database };
const OTHERS = 2_000;

test("[SHARE6] a list costs what is the caller's, however much others share", async () => {
  for (const id of ["olga", "vera", "nora"]) await addCreator(DB, id);
  const things = await addThings(DB, "olga", "one");
  await addThings(DB, "nora", "two");
  await grant(DB, { user: "vera", by: "olga", type: "bot", id: things.bot, permission: "admin" });
  await grant(DB, { user: "vera", by: "olga", type: "knowledgeCollection", id: things.tome, permission: "read" });
  await DB.prepare(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${OTHERS})
    insert into access_control (id, user, resource_type, resource_id, permission_type, granted_by, is_revoked, createdAt, updatedAt)
    select 'old-' || i, 'nora', 'bot', 'bot-two', 'read', 'nora', 1, '2026-01-01', '2026-01-01' from n`).run();
  await DB.prepare("analyze").run();

  const query = { sort: "-createdAt", limit: 20 } as const;
  for (const [userId, n] of [
    ["vera", 2],
    ["olga", 2],
  ] as const) {
    const reader = { userId, nowMs: Date.now() };
    expect(await listGrants(openDb(DB), query, reader)).toHaveLength(n);
    const { sql, params } = grantsPage(openDb(DB), query, reader).toSQL();
    expect(params.length).toBeLessThan(100);
    const { meta } = await DB.prepare(sql)
      .bind(...params)
      .all();
    expect(meta.rows_read).toBeLessThan(OTHERS / 4);
  }
});
