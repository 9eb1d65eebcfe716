import fc from "fast-check";
import type { z } from "zod";
import { definitionOf } from "../../../testing/schema-walk.ts";

type Schema = z.core.$ZodType;

/** What a schema's checks ask for, as far as an arbitrary needs it. */
interface Bounds {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly isInt: boolean;
  readonly format?: string;
}

interface Check {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly format?: string;
}

function boundsOf(schema: Schema): Bounds {
  const own = schema._zod.def as unknown as { checks?: { _zod: { def: Check } }[]; format?: string; check?: string };
  const checks: Check[] = (own.checks ?? []).map(({ _zod }) => _zod.def);
  const find = (name: string) => checks.find(({ check }) => check === name);
  const format = own.format ?? find("string_format")?.format;
  return {
    ...(find("min_length")?.minimum === undefined ? {} : { minLength: find("min_length")?.minimum ?? 0 }),
    ...(find("max_length")?.maximum === undefined ? {} : { maxLength: find("max_length")?.maximum ?? 0 }),
    ...(find("greater_than")?.value === undefined ? {} : { min: Number(find("greater_than")?.value) }),
    ...(find("less_than")?.value === undefined ? {} : { max: Number(find("less_than")?.value) }),
    isInt: /int/.test(own.format ?? find("number_format")?.format ?? ""),
    ...(format === undefined ? {} : { format }),
  };
}

/** Longest text made: limits beyond are for tests that name them. */
const LONGEST = 60;

/** Anything but what was asked for. */
const WRONG: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, "", "x", -1, 0.5, 1e308, 2 ** 53, [], {}, [null], [[]], { a: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
);

function textOf(schema: Schema, ids: readonly string[]): fc.Arbitrary<string> {
  const { minLength = 0, maxLength = LONGEST, format } = boundsOf(schema);
  switch (format) {
    case "datetime":
      return fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString());
    case "url":
      return fc.webUrl();
    case "email":
      return fc.emailAddress();
    case "regex":
      return fc.oneof(fc.constantFrom(...ids, "22:30", "2026-11-23"), fc.string({ maxLength: 20 }));
    default:
      return fc.oneof(
        fc.string({
          unit: "grapheme",
          minLength: Math.min(minLength, LONGEST),
          maxLength: Math.min(maxLength, LONGEST),
        }),
        fc.constantFrom(...ids),
      );
  }
}

function numberOf(schema: Schema): fc.Arbitrary<number> {
  const { min = -1_000, max = 1_000_000, isInt } = boundsOf(schema);
  const [low, high] = [Math.max(min, -1e12), Math.min(max, 1e12)];
  return isInt
    ? fc.integer({ min: Math.ceil(low), max: Math.floor(high) })
    : fc.double({ min: low, max: high, noNaN: true });
}

/**
 * Values a schema takes, here and there with one it does not.
 * @param ids Ids of real rows, for fields that name some.
 */
export function valuesOf(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: goodOf(schema, ids) }, { weight: 1, arbitrary: WRONG });
}

interface Parts {
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly element?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly options?: readonly Schema[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly valueType?: Schema;
}

function goodOf(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const of = (inner: Schema) => valuesOf(inner, ids);
  const parts = schema._zod.def as unknown as Parts;
  const { type } = definitionOf(schema);
  switch (type) {
    case "optional":
    case "default":
    case "prefault":
      return fc.option(of(parts.innerType as Schema), { nil: undefined });
    case "nullable":
      return fc.option(of(parts.innerType as Schema), { nil: null });
    case "pipe":
      return of(parts.in as Schema);
    case "object":
      return fc.record(mapOf(parts.shape ?? {}, of), { requiredKeys: requiredOf(parts.shape ?? {}) });
    case "array":
      return fc.array(of(parts.element as Schema), { maxLength: 3 });
    case "record":
      return fc.dictionary(fc.string({ maxLength: 10 }), of(parts.valueType as Schema), { maxKeys: 3 });
    case "union":
      return fc.oneof(...(parts.options ?? []).map(of));
    case "enum":
      return fc.constantFrom(...Object.values(parts.entries ?? {}));
    case "literal":
      return fc.constantFrom(...(parts.values ?? []));
    case "boolean":
      return fc.boolean();
    case "number":
      return numberOf(schema);
    case "string":
      return textOf(schema, ids);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

const mapOf = (shape: Readonly<Record<string, Schema>>, of: (inner: Schema) => fc.Arbitrary<unknown>) =>
  Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, of(field)]));

/** Fields that have to be there: all others come and go. */
const requiredOf = (shape: Readonly<Record<string, Schema>>): string[] =>
  Object.entries(shape)
    .filter(([, field]) => !["optional", "default", "prefault"].includes(definitionOf(field).type))
    .map(([name]) => name);
