import { type Column, getTableColumns } from "drizzle-orm";
import { z } from "zod";
import type { StaffCollection } from "./staff-collection.ts";

const SHAPES: Readonly<Record<string, () => z.ZodType>> = {
  string: () => z.string(),
  number: () => z.number(),
  boolean: () => z.boolean(),
  json: () => z.json(),
};

function shapeOf(column: Column): z.ZodType {
  const shape = SHAPES[column.dataType]?.() ?? z.json();
  return column.notNull ? shape : shape.nullable();
}

/** Columns of a collection that staff are shown. */
export function shownColumns({ table, hidden = [] }: StaffCollection): Record<string, Column> {
  return Object.fromEntries(Object.entries(getTableColumns(table)).filter(([name]) => !hidden.includes(name)));
}

/** What an answer to staff carries of a row: the shown columns, each in its column's type, and nothing else. */
export const staffRow = (collection: StaffCollection): z.ZodObject =>
  z.object(
    Object.fromEntries(Object.entries(shownColumns(collection)).map(([name, column]) => [name, shapeOf(column)])),
  );
