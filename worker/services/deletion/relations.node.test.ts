import { globSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { describe, expect, test } from "vitest";
import { INVENTORY, NOT_EXPORTED } from "../export/inventory.ts";
import { type Deletable, planOf } from "./plan.ts";
import { RELATIONS, type Relation, type Target } from "./relations.ts";

const modules = await Promise.all(
  globSync("schema/tables/*.ts").map((file) => import(pathToFileURL(file).href) as Promise<Record<string, unknown>>),
);
const TABLES = modules
  .flatMap((module) => Object.values(module))
  .filter((value): value is SQLiteTable => is(value, SQLiteTable))
  .map((table) => getTableConfig(table));
const ALL = Object.entries(RELATIONS).flatMap(([to, relations]) =>
  relations.map((relation): Relation & { to: string } => ({ ...relation, to })),
);
const columnOf = ({ column }: Relation): string => column.split(" ")[0] ?? "";

/** Columns that are called like a reference and are none: numbers of others, and of what is no row. */
const NO_REFERENCE: readonly string[] = [
  "api_keys.key_encrypted",
  "creator_profiles.username_key",
  "instance_keys.public_key",
  "instance_keys.private_key",
  "ledger.ref",
  "messages.byo_key",
  "username_redirects.username_key",
  "jobs.subject",
  "jobs.lock_owner",
  "knowledge_activation_log.take_id",
  "messages.current_take_id",
  "media.r2_key",
  "knowledge.r2_file_key",
  "users.clerk_user_id",
  "vector_records.vector_id",
  "vector_records.tenant_id",
  "subscription_payments.stripe_payment_id",
  "audit_log.resource_id",
  "reports.resource_id",
];
const LOOKS_LIKE_ONE =
  /^(user|actor|owner|sender|recipient|follower|following|blocker|blocked|bot|conversation|persona|profile|document|tier|picture|avatar|subject|ref|claimed_by)$|_(id|by|bot|key|owner|tome|entry|profile|collection|to|persona|encrypted)$/;

describe("relations", () => {
  test("[ERASE1] every foreign key of the tables has its fate", () => {
    const keys = TABLES.flatMap(({ name, foreignKeys }) =>
      foreignKeys.map((key) => {
        const { columns, foreignTable } = key.reference();
        return `${name}.${columns[0]?.name} -> ${getTableConfig(foreignTable).name}`;
      }),
    );
    const known = ALL.map((relation) => `${relation.table}.${columnOf(relation)} -> ${relation.to}`);
    expect(keys.length).toBeGreaterThan(40);
    expect(keys.filter((key) => !known.includes(key))).toEqual([]);
  });

  test("[ERASE1] every column that is called like a reference has its fate, or is none", () => {
    const known = new Set([...ALL.map((relation) => `${relation.table}.${columnOf(relation)}`), ...NO_REFERENCE]);
    const columns = TABLES.flatMap(({ name, columns: all }) =>
      all.filter((column) => LOOKS_LIKE_ONE.test(column.name)).map((column) => `${name}.${column.name}`),
    );
    expect(columns.length).toBeGreaterThan(60);
    expect(columns.filter((column) => !known.has(column))).toEqual([]);
  });

  test("[ERASE1] no relation names what is not there", () => {
    const columns = new Set(TABLES.flatMap(({ name, columns: all }) => all.map((column) => `${name}.${column.name}`)));
    expect(ALL.filter((relation) => !columns.has(`${relation.table}.${columnOf(relation)}`))).toEqual([]);
    const names = new Set(TABLES.map(({ name }) => name));
    expect(Object.keys(RELATIONS).filter((target) => !names.has(target))).toEqual([]);
  });

  test("[ERASE2] a deletion looks nothing up that no index leads to", () => {
    const db = new DatabaseSync(":memory:");
    for (const file of globSync("schema/migrations/*.sql").sort()) db.exec(readFileSync(file, "utf8"));
    const scans = (["bots", "knowledge_collections", "conversations", "users"] satisfies Deletable[]).flatMap((kind) =>
      planOf(kind).flatMap(({ left }) => {
        const steps = db.prepare(`explain query plan select 1 ${left}`).all("x");
        const scan = steps.find(({ detail }) => /^SCAN (?!CONSTANT)/.test(String(detail)));
        return scan === undefined ? [] : [`${kind}: ${left} :: ${String(scan["detail"])}`];
      }),
    );
    expect(scans).toEqual([]);
  });

  test("[EXPORT1] every table is exported, or says why it is not", () => {
    const told = new Set([...INVENTORY.map(({ name }) => name), ...Object.keys(NOT_EXPORTED)]);
    expect(TABLES.map(({ name }) => name).filter((name) => !told.has(name))).toEqual([]);
    const people = TABLES.filter(({ foreignKeys }) =>
      foreignKeys.some((key) => getTableConfig(key.reference().foreignTable).name === "users"),
    );
    expect(people.length).toBeGreaterThan(20);
    expect(people.map(({ name }) => name).filter((name) => name in NOT_EXPORTED)).toEqual([]);
  });

  test("[EXPORT1] what is left out of a table is a column of it", () => {
    const wrong = INVENTORY.flatMap(({ table, name, without }) => {
      const columns = getTableConfig(table).columns.map((column) => column.name);
      return Object.keys(without)
        .filter((column) => !columns.includes(column))
        .map((column) => `${name}.${column}`);
    });
    expect(wrong).toEqual([]);
  });

  test("[ERASE1] whatever goes with a row is gone before it", () => {
    const wrong = (Object.keys(RELATIONS) as Target[]).flatMap((target) =>
      RELATIONS[target].flatMap((relation) => (relation.on === "delete" && relation.table === target ? [target] : [])),
    );
    expect(wrong).toEqual([]);
    for (const kind of ["bots", "knowledge_collections", "conversations", "users"] as const)
      expect(planOf(kind).at(-1)?.name).toBe(kind);
  });
});
