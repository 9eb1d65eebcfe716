import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { z } from "zod";

/** `?tags=` of a list: tags, separated by commas, all of which a row has to have. */
export const TagList = z
  .string()
  .max(1_000)
  .transform((text) =>
    text
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
  )
  .pipe(z.array(z.string()).max(20));

/** Whether a column of `{tag}` rows has all of `tags`, whatever the case of ASCII letters. */
export const hasTags = (column: SQLWrapper, tags: readonly string[]): SQL =>
  sql`not exists (select 1 from json_each(${JSON.stringify(tags)}) as wanted where not exists
    (select 1 from json_each(${column}) as held where lower(held.value ->> '$.tag') = lower(wanted.value)))`;
