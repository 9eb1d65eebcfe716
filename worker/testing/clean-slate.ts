import { type D1Migration, reset } from "cloudflare:test";

/** What tests in workerd leave things in. */
export interface Stores {
  readonly DB: D1Database;
  readonly MEDIA: R2Bucket;
  readonly CONVERSATION: DurableObjectNamespace;
}

/** The tables of the migrated D1, and what tells that a test changed the schema itself. */
interface Schema {
  readonly mark: string;
  readonly tables: readonly string[];
}

const MARK = "select count(*) || ' ' || sum(length(sql)) as mark from sqlite_master";
const TABLES = `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '_cf_%'
  and name not like 'search_words%' and name not like 'search_trigrams%' and name <> 'd1_migrations'`;
/** The one table that refuses to be emptied. */
const LOCKED = { table: "audit_log", trigger: "audit_log_no_delete" } as const;
/** An index without texts of its own keeps traces of what was deleted from it row by row. */
const INDEXES = ["search_words", "search_trigrams"] as const;

let schema: Schema | null = null;
let lock = "";

/** Migrates in one batch: one by one, as a deployment does, takes half as long again. About 40 ms. */
async function migrate(DB: D1Database, migrations: readonly D1Migration[]): Promise<void> {
  const note = "insert into d1_migrations (name) values (?)";
  await DB.batch([
    DB.prepare("create table d1_migrations (id integer primary key, name text unique, applied_at text)"),
    ...migrations.flatMap(({ name, queries }) => [
      ...queries.map((query) => DB.prepare(query)),
      DB.prepare(note).bind(name),
    ]),
  ]);
}

async function readSchema(DB: D1Database): Promise<Schema> {
  const [marks, tables] = await DB.batch<{ mark: string; name: string }>([DB.prepare(MARK), DB.prepare(TABLES)]);
  lock = (await DB.prepare("select sql from sqlite_master where name = ?").bind(LOCKED.trigger).first("sql")) ?? "";
  return { mark: marks?.results[0]?.mark ?? "", tables: tables?.results.map(({ name }) => name) ?? [] };
}

/** Asks which tables hold anything, and for the mark of the schema: one row of noughts and ones. */
const askFor = ({ tables }: Schema): string =>
  `select ${tables.map((name) => `exists (select 1 from "${name}") as "${name}"`).join(", ")}, (${MARK}) as mark`;

type Held = Readonly<Record<string, unknown>>;

const fullOf = ({ tables }: Schema, held: Held): string[] => tables.filter((name) => held[name] === 1);

/** Deletes every row of D1. @returns Whether D1 is now as it was after it was migrated. */
async function emptyRows(DB: D1Database, known: Schema): Promise<boolean> {
  const held = await DB.prepare(askFor(known)).first<Held>();
  if (held?.["mark"] !== known.mark) return false;
  const full = fullOf(known, held);
  if (full.length === 0) return true;
  const deletions = full.flatMap((name) =>
    name === LOCKED.table ? [`drop trigger ${LOCKED.trigger}`, `delete from ${name}`, lock] : [`delete from "${name}"`],
  );
  // A deletion may write into a table that was emptied before it, so all is looked at again.
  const [after] = (
    await DB.batch<Held>(
      [
        "pragma defer_foreign_keys = on",
        ...deletions,
        ...INDEXES.map((index) => `insert into ${index} (${index}) values ('delete-all')`),
        askFor(known),
      ].map((query) => DB.prepare(query)),
    )
  ).slice(-1);
  const left = after?.results[0];
  return left !== undefined && left["mark"] === known.mark && fullOf(known, left).length === 0;
}

let isTouched = true;

/** Notes from now on when one of `methods` is called on anything of the kind of `binding`, by whom ever in this isolate. */
function note(binding: object, methods: readonly string[]): void {
  const kind = Object.getPrototypeOf(binding);
  for (const name of methods) {
    const real = kind[name];
    kind[name] = function (...given: unknown[]) {
      isTouched = true;
      return real.apply(this, given);
    };
  }
}

/** Objects and files come about through these calls alone; the folders of workerd still name those that are gone. */
function noteTouches({ MEDIA, CONVERSATION }: Stores): void {
  note(CONVERSATION, ["get", "getByName"]);
  note(MEDIA, ["put", "createMultipartUpload"]);
}

/**
 * A migrated, empty D1, no files and no objects, whatever a test left behind. Where it wrote to D1 alone, and most do, its
 * rows are deleted: about 5 ms. Only where it opened objects, stored files or changed the schema is everything thrown away, D1 too.
 */
export async function cleanSlate(stores: Stores, migrations: readonly D1Migration[]): Promise<void> {
  const { DB } = stores;
  if (schema !== null && !isTouched && (await emptyRows(DB, schema).catch(() => false))) return;
  if (schema === null) noteTouches(stores);
  // What sleeps keeps its rows: after a long test D1 was found asleep now and then, and full for the test after it.
  await DB.prepare("select 1").first();
  await reset();
  await migrate(DB, migrations);
  schema ??= await readSchema(DB);
  isTouched = false;
}
