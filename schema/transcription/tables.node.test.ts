import { globSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { is } from "drizzle-orm";
import { getTableConfig, type SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUSE_TABLES } from "../testing/rows.ts";
import {
  ADDED_COLUMNS,
  ADDED_OPTIONS,
  NO_COLUMN,
  NOT_CHECKED_BY_SQL,
  OWN_OPTIONS,
  SOFT_REFERENCES,
  TRIED_WITH,
} from "./additions.ts";
import type { Collection, FieldRow, FieldType } from "./shape.ts";
import { TRANSCRIPTION, tableOf } from "./transcription.ts";

const modules: object[] = await Promise.all(
  globSync("schema/tables/*.ts").map((file) => import(pathToFileURL(file).href)),
);
const tables = new Map(
  modules
    .flatMap((module) => Object.values(module))
    .filter((value) => is(value, SQLiteTable))
    .map((table) => [getTableConfig(table).name, getTableConfig(table)]),
);

const configOf = (collection: Collection) => {
  const config = tables.get(tableOf(collection));
  if (config === undefined) throw new Error(`there is no table ${tableOf(collection)}`);
  return config;
};
const isTop = ([path]: FieldRow): boolean => !/[.[]/.test(path);
const named = (collection: Collection, [path]: FieldRow): string => `${tableOf(collection)}.${path}`;
const columnsOf = (collection: Collection): Map<string, SQLiteColumn> =>
  new Map(configOf(collection).columns.map((column) => [column.name, column]));
/** Fields that are columns, each with its column. */
const stored = (collection: Collection): [FieldRow, SQLiteColumn][] =>
  collection.fields.filter(isTop).flatMap((field) => {
    const column = columnsOf(collection).get(field[0]);
    return column === undefined ? [] : [[field, column] as [FieldRow, SQLiteColumn]];
  });

const sqlTypes: Record<FieldType, RegExp> = {
  string: /^SQLiteText$/,
  text: /^SQLiteText$/,
  email: /^SQLiteText$/,
  textarea: /^SQLiteText$/,
  richText: /^SQLiteText$/,
  select: /^SQLiteText$/,
  date: /^SQLiteText$/,
  relationship: /^SQLiteText$/,
  number: /^SQLite(Integer|Real)$/,
  checkbox: /^SQLiteBoolean$/,
  json: /^SQLiteTextJson$/,
  group: /^SQLiteTextJson$/,
  array: /^SQLiteTextJson$/,
  "relationship[]": /^SQLiteTextJson$/,
};

test("[SCHEMA1] the data model has 29 collections, each with a table", () => {
  expect(TRANSCRIPTION).toHaveLength(29);
  const rows = TRANSCRIPTION.flatMap(({ fields }) => fields);
  expect(rows.length).toBeGreaterThan(430);
  expect(TRANSCRIPTION.map(tableOf).filter((name) => !tables.has(name))).toEqual([]);
});

describe.each(TRANSCRIPTION.map((collection) => [collection.collection, collection] as const))("%s", (_, of) => {
  test("[SCHEMA1] every field is a column of its name, and every other column is listed", () => {
    const fields = of.fields.filter(isTop).filter((field) => !(named(of, field) in NO_COLUMN));
    const expected = [...fields.map(([name]) => name), ...(ADDED_COLUMNS[tableOf(of)] ?? [])];
    expect([...columnsOf(of).keys()].sort()).toEqual(expected.sort());
  });

  test("[SCHEMA1] every column has the type of its field", () => {
    const wrong = stored(of).filter(([[, type], column]) => !sqlTypes[type].test(column.columnType));
    expect(wrong.map(([[name, type], column]) => `${name}: ${type} as ${column.columnType}`)).toEqual([]);
  });

  test("[SCHEMA2] what is required cannot be null", () => {
    const loose = stored(of).filter(([[, , facts], column]) => facts?.required && !column.notNull);
    expect(loose.map(([[name]]) => name)).toEqual([]);
  });

  test("[SCHEMA2] defaults are the data model's", () => {
    const withDefault = stored(of).filter(([[, , facts]]) => facts?.default !== undefined);
    const expected = withDefault.map(([[name, , facts]]) => [name, facts?.default]);
    expect(withDefault.map(([[name], column]) => [name, column.default])).toEqual(expected);
  });

  test("[SCHEMA2] relationships are foreign keys, or listed as soft", () => {
    const keys = configOf(of).foreignKeys.map((key) => key.reference());
    const relations = stored(of).filter(([[, type]]) => type === "relationship");
    const wrong = relations.filter(([field]) => {
      const key = keys.find(({ columns }) => columns[0]?.name === field[0]);
      if (key === undefined) return !SOFT_REFERENCES.includes(named(of, field));
      const target = TRANSCRIPTION.find(({ collection }) => collection === field[2]?.to);
      return target === undefined || getTableConfig(key.foreignTable).name !== tableOf(target);
    });
    expect(wrong.map(([field]) => named(of, field))).toEqual([]);
  });
});

describe("SQLite itself", () => {
  let db: DatabaseSync;
  beforeEach(() => {
    db = new DatabaseSync(":memory:");
    for (const file of globSync("schema/migrations/*.sql").sort()) db.exec(readFileSync(file, "utf8"));
    for (const [table, row] of HOUSE_TABLES) {
      const names = Object.keys(row);
      const marks = names.map(() => "?").join(", ");
      const columns = names.map((name) => `"${name}"`).join(", ");
      db.prepare(`insert into ${table} (${columns}) values (${marks})`).run(...Object.values(row));
    }
  });
  afterEach(() => db.close());

  /** Whether the first row of a table may hold `value` in a field; nothing is kept. */
  function takes(collection: Collection, path: string, value: string | number | null): boolean {
    const table = tableOf(collection);
    const [column = "", ...rest] = path.split(".");
    const set =
      rest.length === 0 ? `"${column}" = :value` : `"${column}" = json_set("${column}", '$.${rest.join(".")}', :value)`;
    const also = TRIED_WITH[`${table}.${path}`] ?? {};
    const more = Object.keys(also).map((name) => `, "${name}" = :${name}`);
    const row = db.prepare(`select rowid from ${table} limit 1`).get() as { rowid: number } | undefined;
    if (row === undefined) throw new Error(`HOUSE_TABLES has no row of ${table}`);
    db.exec("savepoint tried");
    try {
      const parameters = Object.fromEntries(Object.entries(also).map(([name, given]) => [`:${name}`, given]));
      db.prepare(`update ${table} set ${set} ${more.join("")} where rowid = :rowid`).run({
        ":value": value,
        ":rowid": row.rowid,
        ...parameters,
      });
      return true;
    } catch (error) {
      expect(String(error)).toMatch(/constraint failed/);
      return false;
    } finally {
      db.exec("rollback to tried");
      db.exec("release tried");
    }
  }

  /** Selects and ranges that stand in a column, directly or in its JSON, and that a person or the worker writes. */
  const checked = TRANSCRIPTION.flatMap((collection) =>
    collection.fields
      .filter(([path]) => !path.includes("["))
      .filter((field) => !NOT_CHECKED_BY_SQL.includes(named(collection, field)))
      .map((field) => ({ collection, field, column: columnOrNull(collection, field[0].split(".")[0] ?? "") }))
      .filter(({ column }) => column !== null && column.generated === undefined),
  );
  function columnOrNull(collection: Collection, name: string): SQLiteColumn | null {
    return tables.get(tableOf(collection))?.columns.find((column) => column.name === name) ?? null;
  }

  test("[SCHEMA3] takes every option of a select and no other", () => {
    const selects = checked.filter(({ field: [, type] }) => type === "select");
    expect(selects.length).toBeGreaterThan(30);
    const wrong = selects.flatMap(({ collection, field }) => {
      const name = named(collection, field);
      const options = field[2]?.options ?? OWN_OPTIONS[name] ?? [];
      const good = [...options, ...(ADDED_OPTIONS[name] ?? [])].filter((each) => !takes(collection, field[0], each));
      const bad = ["", "nonsense", `${options[0]} `, options[0]?.toUpperCase() ?? "X"].filter(
        (each) => !options.includes(each) && takes(collection, field[0], each),
      );
      return [...good.map((each) => `${name} refuses ${each}`), ...bad.map((each) => `${name} takes "${each}"`)];
    });
    expect(wrong).toEqual([]);
  });

  test("[SCHEMA3] takes numbers to the edges of their range and none beyond", () => {
    const ranged = checked.flatMap(({ collection, field }) => {
      const range = field[2]?.range;
      return range === undefined ? [] : [{ collection, field, range }];
    });
    expect(ranged.length).toBeGreaterThan(12);
    const wrong = ranged.flatMap(({ collection, field, range: [min, max] }) => {
      const step = max <= 1 ? 0.01 : 1;
      const refused = [min, max].filter((value) => !takes(collection, field[0], value));
      const taken = [min - step, max + step].filter((value) => takes(collection, field[0], value));
      const name = named(collection, field);
      return [...refused.map((value) => `${name} refuses ${value}`), ...taken.map((value) => `${name} takes ${value}`)];
    });
    expect(wrong).toEqual([]);
  });

  test("[SCHEMA3] takes no null where a field is required", () => {
    const required = checked.filter(({ field: [, , facts] }) => facts?.required);
    expect(required.length).toBeGreaterThan(40);
    const loose = required.filter(({ collection, field: [path] }) => takes(collection, path, null));
    expect(loose.map(({ collection, field }) => named(collection, field))).toEqual([]);
  });

  test("[SCHEMA3] holds what is unique", () => {
    const wanted = TRANSCRIPTION.flatMap((collection) => [
      ...collection.fields.filter(([, , facts]) => facts?.unique).map(([path]) => ({ collection, fields: [path] })),
      ...(collection.unique ?? []).map((fields) => ({ collection, fields })),
    ]);
    expect(wanted).toHaveLength(7);
    const missing = wanted.filter(({ collection, fields }) => {
      const indexes = db.prepare(`pragma index_list(${tableOf(collection)})`).all() as IndexRow[];
      return !indexes.some(
        ({ name, unique, partial }) => unique === 1 && partial === 0 && same(columnsIn(name), fields),
      );
    });
    expect(missing.map(({ collection, fields }) => `${tableOf(collection)} (${fields.join(", ")})`)).toEqual([]);
  });
  type IndexRow = { name: string; unique: number; partial: number };
  const columnsIn = (index: string) =>
    (db.prepare(`pragma index_info(${index})`).all() as { name: string }[]).map(({ name }) => name);
  const same = (one: readonly string[], other: readonly string[]) =>
    [...one].sort().join() === [...other].sort().join();

  test("[SCHEMA3] what is listed as not checked is not checked: the list is no longer than it must be", () => {
    const taken = NOT_CHECKED_BY_SQL.filter((name) => {
      const [table, ...path] = name.split(".");
      const collection = TRANSCRIPTION.find((each) => tableOf(each) === table);
      return collection !== undefined && takes(collection, path.join("."), "nonsense");
    });
    expect(taken).toEqual([...NOT_CHECKED_BY_SQL]);
  });
});
