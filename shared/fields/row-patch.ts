import { z } from "zod";

/** Of a group, any fields; null takes back one that need not be there. */
type GroupPatch<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: T[K] | null } : T;
/** Any fields of `T`; of a group, any of its own. */
export type RowPatchBody<T> = { [K in keyof T]?: GroupPatch<T[K]> | undefined };

/** How a collection's rows are changed: what a PATCH body may hold, and what becomes of a row. */
export interface RowPatch<T> {
  readonly schema: z.ZodType<RowPatchBody<T>>;
  /** The row with the fields given in place of its own. Lists are replaced whole, groups field by field. */
  apply(current: T, patch: RowPatchBody<T>): T;
}

type Fields = Record<string, z.ZodType>;

/** The field without its default: in a PATCH what is not given stays as it is, while a default would reset it. */
function bare(field: z.ZodType): z.ZodType {
  const isWrapped = field instanceof z.ZodDefault || field instanceof z.ZodPrefault || field instanceof z.ZodOptional;
  return isWrapped ? bare(field.unwrap() as z.ZodType) : field;
}

const mapFields = (fields: Fields, map: (field: z.ZodType) => z.ZodType): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, map(field)]));

const groupField = (field: z.ZodType): z.ZodType =>
  field instanceof z.ZodOptional ? bare(field).nullable().optional() : bare(field).optional();

const groupOf = (field: z.ZodType): Fields | null => {
  const inner = bare(field);
  return inner instanceof z.ZodObject ? (inner.shape as Fields) : null;
};

function topField(field: z.ZodType): z.ZodType {
  const group = groupOf(field);
  return (group ? z.strictObject(mapFields(group, groupField)) : bare(field)).optional();
}

/**
 * The PATCH of rows that `input` describes. The defaults of `input` are left out, since a body with one field would
 * reset all others.
 */
export function rowPatch<S extends z.ZodObject>(input: S): RowPatch<z.output<S>> {
  const fields = input.shape as Fields;
  const schema = z.strictObject(mapFields(fields, topField)) as unknown as z.ZodType<RowPatchBody<z.output<S>>>;
  const apply = (current: z.output<S>, patch: RowPatchBody<z.output<S>>): z.output<S> => {
    const row: Record<string, unknown> = { ...current };
    for (const [name, value] of Object.entries(patch)) {
      const group = fields[name] && groupOf(fields[name]);
      if (value !== undefined) row[name] = group ? mergeGroup(group, row[name], value) : value;
    }
    return row as z.output<S>;
  };
  return { schema, apply };
}

function mergeGroup(group: Fields, current: unknown, patch: unknown): Record<string, unknown> {
  const merged = { ...(current as Record<string, unknown>), ...(patch as Record<string, unknown>) };
  const isCleared = (name: string): boolean => merged[name] === null && group[name] instanceof z.ZodOptional;
  return Object.fromEntries(Object.entries(merged).filter(([name, value]) => value !== undefined && !isCleared(name)));
}
