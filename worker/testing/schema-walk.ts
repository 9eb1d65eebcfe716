import type { z } from "zod";

/** What zod and zod/mini schemas hold of themselves. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly options?: readonly z.core.$ZodType[];
}

/** A schema's own definition: kind and parts. */
export const definitionOf = (schema: z.core.$ZodType): Definition => schema._zod.def as unknown as Definition;

const WRAPPERS = ["optional", "nullable", "default", "prefault", "readonly", "nonoptional", "catch"];

/** The schema without what only says that it may be absent or null. A pipe is what goes into it. */
export function bare(schema: z.core.$ZodType): z.core.$ZodType {
  const { type, innerType, in: into } = definitionOf(schema);
  if (type === "pipe" && into !== undefined) return bare(into);
  return WRAPPERS.includes(type) && innerType !== undefined ? bare(innerType) : schema;
}

/** Fields of an object schema however wrapped, or null where the schema is none. */
export const fieldsOf = (schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> | null =>
  definitionOf(bare(schema)).shape ?? null;

/** Item schema of an array however wrapped, or null. */
export const itemOf = (schema: z.core.$ZodType): z.core.$ZodType | null => definitionOf(bare(schema)).element ?? null;

/** The first of several shapes: a row as its own person reads it comes before what others see of it. */
const wholest = (schema: z.core.$ZodType): z.core.$ZodType => definitionOf(bare(schema)).options?.[0] ?? schema;

/** Every path of an object schema: `field`, `group.field`, `array[].field`, each with its schema. */
export function pathsOf(schema: z.core.$ZodType, before = ""): Map<string, z.core.$ZodType> {
  const paths = new Map<string, z.core.$ZodType>();
  for (const [name, field] of Object.entries(fieldsOf(wholest(schema)) ?? {})) {
    const path = `${before}${name}`;
    paths.set(path, field);
    const item = itemOf(field);
    const deeper = item === null ? pathsOf(field, `${path}.`) : pathsOf(item, `${path}[].`);
    for (const [deep, inner] of deeper) paths.set(deep, inner);
  }
  return paths;
}

/** Options of an enum however wrapped, or null. */
export function optionsOf(schema: z.core.$ZodType): string[] | null {
  const { entries } = bare(schema)._zod.def as { entries?: Record<string, string> };
  return entries === undefined ? null : Object.values(entries);
}
