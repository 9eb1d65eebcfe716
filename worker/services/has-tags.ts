import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** Whether `column`, JSON `{tag}` rows, has every one of `tags`, whatever the case of ASCII letters. @param tags Lower-case. */
export const hasTags = (column: SQLWrapper, tags: readonly string[]): SQL =>
  sql`not exists (select 1 from json_each(${JSON.stringify(tags)}) as wanted where wanted.value not in
    (select lower(held.value ->> '$.tag') from json_each(${column}) as held))`;
