import { sql } from "drizzle-orm";
import { documentation } from "../../../schema/tables/documentation.ts";
import { legalDocuments } from "../../../schema/tables/legal-documents.ts";
import { tutorials } from "../../../schema/tables/tutorials.ts";
import { sampleArticles, sampleTutorials } from "../../../shared/sample/help.ts";
import { sampleLegalTexts } from "../../../shared/sample/legal.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";

/**
 * Puts the help, tutorials and legal texts that come with the product where none of them were ever written, each kind by
 * itself: what an admin deleted stays deleted as long as anything of its kind is left. One batch; sowing twice at once
 * makes one of everything, since the ids are fixed.
 */
export async function seedTexts(db: Db, nowMs: number): Promise<void> {
  const held = await db.get<{ articles: number; tutorials: number; texts: number }>(
    sql`select exists (select 1 from ${documentation}) as articles, exists (select 1 from ${tutorials}) as tutorials,
      exists (select 1 from ${legalDocuments}) as texts`,
  );
  const now = isoTime(nowMs);
  const times = { createdAt: now, updatedAt: now };
  const rows = [
    ...(held.articles ? [] : sampleArticles()).map(({ id, input }) =>
      db.insert(documentation).values({ ...input, id, ...times }),
    ),
    ...(held.tutorials ? [] : sampleTutorials()).map(({ id, input }) =>
      db.insert(tutorials).values({ ...input, id, ...times }),
    ),
    ...(held.texts ? [] : sampleLegalTexts(now)).map(({ id, input }) =>
      db.insert(legalDocuments).values({ ...input, id, published_at: now, ...times }),
    ),
  ].map((insert) => insert.onConflictDoNothing());
  const [first, ...rest] = rows;
  if (first !== undefined) await db.batch([first, ...rest]);
}
