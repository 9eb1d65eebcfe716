import { and, eq, ne, type SQL } from "drizzle-orm";
import type { AnySQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { AppError } from "../../../shared/app-error.ts";
import type { ContentRules, ContentTable } from "./content-store.ts";

/** A table of versions, of which one of each type holds. */
type VersionTable = ContentTable & { readonly type: AnySQLiteColumn; readonly is_active: AnySQLiteColumn };

/** What the rules look at in a row. */
interface Version {
  readonly type: string;
  readonly is_active: boolean;
  readonly published_at: string | null;
}

/**
 * One version of a type is active, and a text that ever was stays as it is: people agreed to it, bots were told it. A
 * version that becomes active takes the mark from the other in the same batch.
 * @param texts Fields that stand once published.
 * @param extra More columns of a new row.
 */
export function oneActive<Row extends Version>(
  table: VersionTable,
  texts: readonly string[],
  extra: (fields: Partial<Row>) => Record<string, SQL> = () => ({}),
): ContentRules<Row> {
  return {
    prepare(db, id, fields, before, now) {
      if (before !== null && before.published_at !== null) demandUnchanged(fields, before, texts);
      const added = before === null ? extra(fields) : {};
      if (fields.is_active !== true) return { fields: { ...fields, ...added }, first: [] };
      const type = (fields.type ?? before?.type) as string;
      const others = and(eq(table.type, type), eq(table.is_active, true), ne(table.id, id));
      const published_at = before?.published_at ?? now;
      return {
        fields: { ...fields, ...added, published_at },
        first: [
          db
            .update(table as SQLiteTable)
            .set({ is_active: false, updatedAt: now })
            .where(others),
        ],
      };
    },
    keeps: (row) => (row.published_at === null ? null : "It was published, so it stays. Make a new version instead."),
  };
}

function demandUnchanged(fields: object, before: object, texts: readonly string[]): void {
  const [now, then] = [fields as Record<string, unknown>, before as Record<string, unknown>];
  const changed = texts.find((name) => now[name] !== undefined && now[name] !== then[name]);
  if (changed === undefined) return;
  throw new AppError("conflict", `${changed} of a published version`, {
    publicMessage: "A published version stays as it is. Make a new version instead.",
    fields: [{ path: changed, message: "is published already" }],
  });
}
