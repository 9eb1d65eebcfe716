import { z } from "zod";
import type { Endpoint } from "./endpoint.ts";

/** Where a named schema of the description is. */
export interface SchemaRef {
  readonly $ref: string;
}

/** Every schema of the registry under one name, and where an endpoint's own are. */
export interface NamedSchemas {
  /** By name, JSON Schema 2020-12. */
  readonly schemas: Readonly<Record<string, unknown>>;
  readonly outputOf: (endpoint: Endpoint) => SchemaRef;
  /** Of what an endpoint may answer besides. */
  readonly refTo: (answer: z.ZodType) => SchemaRef;
  readonly bodyOf: (endpoint: Endpoint) => SchemaRef;
}

const PLACE = "#/components/schemas/";
const pascal = (text: string): string =>
  text.replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase());

/** Name of an operation, unique as method and path are: `PATCH /api/bots/:id` is `patchBotsById`. */
export const operationId = ({ method, path }: Endpoint): string =>
  method.toLowerCase() +
  pascal(path.replace(/^\/(?:api\/)?/, (base) => (base === "/" ? "file-" : "")).replaceAll(/:(\w+)/g, "by-$1"));

/** One of a collection: `bots` is `Bot`, `memories` is `Memory`; names that are no plurals stay. */
function singular(collection: string): string {
  const name = pascal(collection);
  if (/(?:analytics|insights|media|ss)$/i.test(name)) return name;
  return name.replace(/ies$/, "y").replace(/s$/, "");
}

/** Schemas in the order they were first met, each with its name. A schema keeps the first name it gets. */
type Names = Map<z.ZodType, string>;
/** Statuses that are answered without a body. */
const BODILESS: readonly number[] = [204, 302];

/** The row of a collection is called after it; every other answer after its operation. */
function outputNames(endpoints: readonly Endpoint[]): Names {
  const names: Names = new Map();
  const give = (schema: z.ZodType, name: string) => names.has(schema) || names.set(schema, name);
  for (const { method, path, output } of endpoints) {
    const collection = /^\/api\/([\w-]+)\/:id$/.exec(path)?.[1];
    if (method === "GET" && collection !== undefined) give(output, singular(collection));
  }
  for (const endpoint of endpoints)
    if (!BODILESS.includes(endpoint.status)) give(endpoint.output, `${pascal(operationId(endpoint))}Answer`);
  for (const endpoint of endpoints)
    for (const [status, schema] of Object.entries(endpoint.also))
      give(schema, `${pascal(operationId(endpoint))}Answer${status}`);
  return names;
}

function bodyNames(endpoints: readonly Endpoint[]): Names {
  const names: Names = new Map();
  for (const endpoint of endpoints)
    if (endpoint.body !== null && !names.has(endpoint.body))
      names.set(endpoint.body, `${pascal(operationId(endpoint))}Body`);
  return names;
}

/** The named schemas as JSON Schema; where one stands in another there is a reference. */
function describe(names: Names, io: "input" | "output"): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io, unrepresentable: "any", uri: (id) => PLACE + id });
  const { __shared: shared, ...named } = schemas;
  const lifted = liftRecursive((shared?.$defs ?? {}) as Record<string, unknown>);
  const plain = Object.entries(named).map(([name, { $schema: _, $id: __, id: ___, ...schema }]) => [name, schema]);
  return { ...lifted.schemas, ...lifted.refer(Object.fromEntries(plain)) };
}

/**
 * Schemas that hold themselves (any JSON is one) come numbered and once for every place they stand in. Equal ones become
 * one named schema.
 */
function liftRecursive(defs: Readonly<Record<string, unknown>>): {
  readonly schemas: Record<string, unknown>;
  readonly refer: (schemas: Record<string, unknown>) => Record<string, unknown>;
} {
  const placeOf = (id: string): string => `${PLACE}__shared#/$defs/${id}"`;
  const names = new Map<string, string>();
  const nameOf = (id: string, def: unknown): string => {
    const text = JSON.stringify(def).replaceAll(placeOf(id), "");
    const name = names.get(text) ?? (names.size === 0 ? "Json" : `Json${names.size + 1}`);
    names.set(text, name);
    return name;
  };
  const nameById = new Map(Object.entries(defs).map(([id, def]) => [placeOf(id), nameOf(id, def)]));
  const refer = (schemas: Record<string, unknown>): Record<string, unknown> =>
    JSON.parse(
      JSON.stringify(schemas).replaceAll(
        /#\/components\/schemas\/__shared#\/\$defs\/\w+"/g,
        (at) => `${PLACE}${nameById.get(at)}"`,
      ),
    );
  return {
    schemas: refer(Object.fromEntries(Object.entries(defs).map(([id, def]) => [nameById.get(placeOf(id)), def]))),
    refer,
  };
}

/** Names and describes what the `endpoints` take and answer. */
export function namedSchemas(endpoints: readonly Endpoint[]): NamedSchemas {
  const [outputs, bodies] = [outputNames(endpoints), bodyNames(endpoints)];
  const at = (names: Names, schema: z.ZodType): SchemaRef => ({ $ref: PLACE + (names.get(schema) ?? "") });
  return {
    schemas: { ...describe(outputs, "output"), ...describe(bodies, "input") },
    outputOf: ({ output }) => at(outputs, output),
    refTo: (answer) => at(outputs, answer),
    bodyOf: ({ body }) => at(bodies, body ?? z.unknown()),
  };
}
