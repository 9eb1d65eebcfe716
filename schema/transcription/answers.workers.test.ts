import { expect, test } from "vitest";
import { z } from "zod";
import { API } from "../../worker/http/api.ts";
import type { Endpoint } from "../../worker/http/endpoint.ts";
import { optionsOf, pathsOf } from "../../worker/testing/schema-walk.ts";
import {
  ADDED_FIELDS,
  ADDED_OPTIONS,
  FORM_ONLY,
  NOT_ANSWERED,
  NOT_IN_LISTS,
  OWN_OPTIONS,
  PUBLIC_IN_LISTS,
} from "./additions.ts";
import type { Collection, FieldRow } from "./shape.ts";
import { TRANSCRIPTION, tableOf } from "./transcription.ts";

const find = (method: string, path: string): Endpoint | undefined =>
  API.find((endpoint) => endpoint.method === method && endpoint.path === path);
const named = (collection: Collection, path: string): string => `${tableOf(collection)}.${path}`;
const parse = (schema: z.core.$ZodType, value: unknown) => z.safeParse(schema, value);

/** A path, or one of those it lies under, is in the list. */
const isListed = (list: readonly string[], path: string): boolean =>
  list.some((listed) => path === listed || path.startsWith(`${listed}.`) || path.startsWith(`${listed}[]`));

const optionsOfField = (collection: Collection, [path, , facts]: FieldRow): readonly string[] => {
  const name = named(collection, path);
  return [...(facts?.options ?? OWN_OPTIONS[name] ?? []), ...(ADDED_OPTIONS[name] ?? [])];
};

/** Complaints about every collection, by its name in the API; those without one are left out. */
const complaints = (of: (collection: Collection) => readonly string[]): Record<string, readonly string[]> =>
  Object.fromEntries(
    TRANSCRIPTION.map((each) => [each.slug, of(each)] as const).filter(([, found]) => found.length > 0),
  );

/** Selects that `paths` have, whose options are not the data model's. */
const wrongOptions = (collection: Collection, paths: ReturnType<typeof pathsOf>): string[] =>
  collection.fields.flatMap((field) => {
    const schema = paths.get(field[0]);
    if (schema === undefined || field[1] !== "select") return [];
    const [is, should] = [(optionsOf(schema) ?? []).toSorted(), optionsOfField(collection, field).toSorted()];
    return is.join() === should.join() ? [] : [`${field[0]} has ${is.join(", ")} for ${should.join(", ")}`];
  });

test("[SCHEMA4] an answer carries every field by its name, and nothing unlisted", () => {
  const wrong = complaints((of) => {
    const read = find("GET", `/api/${of.slug}/:id`);
    if (read === undefined) return ["no call reads one"];
    const paths = pathsOf(read.output);
    const known = of.fields.map(([path]) => path);
    const hidden = NOT_ANSWERED[tableOf(of)] ?? [];
    const missing = known.filter((path) => !paths.has(path) && !isListed(hidden, path));
    const added = ADDED_FIELDS[tableOf(of)] ?? [];
    const unlisted = [...paths.keys()].filter((path) => !known.includes(path) && !isListed(added, path));
    return [
      ...missing.map((path) => `${path} is missing`),
      ...unlisted.map((path) => `${path} is not listed`),
      ...hidden.filter((path) => paths.has(path)).map((path) => `${path} should not be there`),
      ...wrongOptions(of, paths),
    ];
  });
  expect(wrong).toEqual({});
});

test("[SCHEMA4] a list carries the rows that are read one by one", () => {
  const wrong = complaints((of) => {
    const [list, read] = [find("GET", `/api/${of.slug}`), find("GET", `/api/${of.slug}/:id`)];
    if (list === undefined || read === undefined) return ["no list, or no call reads one"];
    const rows = new Set(pathsOf(read.output).keys());
    const docs = [...pathsOf(list.output).keys()]
      .filter((path) => path.startsWith("docs[]."))
      .map((path) => path.slice(7));
    return [
      ...docs.filter((path) => !rows.has(path)).map((path) => `only lists have ${path}`),
      ...[...rows]
        .filter(() => !PUBLIC_IN_LISTS.includes(tableOf(of)))
        .filter((path) => !docs.includes(path) && !NOT_IN_LISTS[tableOf(of)]?.includes(path))
        .map((path) => `lists lack ${path}`),
    ];
  });
  expect(wrong).toEqual({});
});

/** What is wrong with how an input takes a field of the data model. */
function wrongInput(collection: Collection, [path, type, facts]: FieldRow, schema: z.core.$ZodType, isNew: boolean) {
  const takes = (value: unknown) => parse(schema, value).success;
  const given = parse(schema, undefined);
  const wrong: string[] = [];
  if (type === "select" && takes("nonsense")) wrong.push("takes nonsense");
  if (facts?.range !== undefined && edges(takes, facts.range) !== "no yes yes no")
    wrong.push(`takes ${edges(takes, facts.range)} around ${facts.range.join(" to ")}`);
  if (facts?.required && takes(null)) wrong.push("is required and takes null");
  if (isNew && facts?.required && given.success) wrong.push("is required and may be left out");
  if (isNew && facts?.default !== undefined && given.data !== facts.default)
    wrong.push(`defaults to ${String(given.data)} and not ${facts.default}`);
  if (!isNew && !path.includes("[") && given.data !== undefined) wrong.push("is reset by a change of something else");
  return wrong.map((complaint) => `${named(collection, path)} ${complaint}`);
}

/** Whether a number below the range, its two edges and one beyond are taken. */
function edges(takes: (value: number) => boolean, [min, max]: readonly [number, number]): string {
  const step = max <= 1 ? 0.01 : 1;
  return [min - step, min, max, max + step].map((value) => (takes(value) ? "yes" : "no")).join(" ");
}

const inputOf = (method: string, path: string) => {
  const found = find(method, path);
  return found?.bodyKind === "json" ? found.body : null;
};

test.each([
  ["POST", (slug: string) => `/api/${slug}`, 8],
  ["PATCH", (slug: string) => `/api/${slug}/:id`, 8],
] as const)("[SCHEMA5] what %s takes is the data model's", (method, pathOf, atLeast) => {
  const inputs = TRANSCRIPTION.filter(({ slug }) => inputOf(method, pathOf(slug)) !== null);
  expect(inputs.length).toBeGreaterThan(atLeast);
  const wrong = complaints((of) => {
    const body = inputOf(method, pathOf(of.slug));
    if (body === null) return [];
    const paths = pathsOf(body);
    const listed = [...(ADDED_FIELDS[tableOf(of)] ?? []), ...(FORM_ONLY[tableOf(of)] ?? [])];
    const known = of.fields.map(([path]) => path);
    const unlisted = [...paths.keys()].filter((path) => !known.includes(path) && !isListed(listed, path));
    const fields = of.fields.flatMap((field) => {
      const schema = paths.get(field[0]);
      return schema === undefined ? [] : wrongInput(of, field, schema, method === "POST");
    });
    return [...unlisted.map((path) => `${path} is not listed`), ...wrongOptions(of, paths), ...fields];
  });
  expect(wrong).toEqual({});
});
