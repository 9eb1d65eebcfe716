import { done, openDatabase } from "../net/indexed-database.ts";

const DATABASE = "botcafe.copies";
const STORE = "copies";
/** Most copies of one person, the rooms they were in last. Chosen: a few megabytes at most. */
export const MAX_COPIES = 30;

/** As it lies in the browser. */
interface Row {
  /** Whose, and of what: `<user id> <name>`. */
  readonly key: string;
  readonly at_ms: number;
  /** JSON, decoded by whoever reads it: another version of the page may have written it. */
  readonly text: string;
}
export interface Copy {
  readonly at_ms: number;
  readonly text: string;
}
export interface CopySizes {
  readonly count: number;
  /** UTF-16 code units. */
  readonly chars: number;
}

/** Copies of what was seen, so that it can be read without a network. Nothing is lost with them. */
export interface KeptCopies {
  get(user_id: string, name: string): Promise<Copy | null>;
  /** Keeps it, and forgets the oldest of that person where there are too many. */
  put(user_id: string, name: string, copy: Copy): Promise<void>;
  remove(user_id: string, name: string): Promise<void>;
  clear(): Promise<void>;
  sizes(): Promise<CopySizes>;
}

/** In a database of their own: the outbox must not wait for what can be fetched again. Calls reject without storage. */
export function createKeptCopies(factory: IDBFactory): KeptCopies {
  let database: Promise<IDBDatabase> | null = null;
  const store = async (mode: IDBTransactionMode): Promise<IDBObjectStore> => {
    database ??= openDatabase(factory, DATABASE, (fresh) => fresh.createObjectStore(STORE, { keyPath: "key" }));
    return (await database).transaction(STORE, mode).objectStore(STORE);
  };
  const all = async () => await done<Row[]>((await store("readonly")).getAll());
  const keyOf = (user_id: string, name: string) => `${user_id} ${name}`;
  const remove = async (key: string) => await done((await store("readwrite")).delete(key));
  return {
    async get(user_id, name) {
      const row = await done<Row | undefined>((await store("readonly")).get(keyOf(user_id, name)));
      return row ? { at_ms: row.at_ms, text: row.text } : null;
    },
    async put(user_id, name, copy) {
      const row: Row = { key: keyOf(user_id, name), ...copy };
      await done((await store("readwrite")).put(row));
      const mine = (await all()).filter(({ key }) => key.startsWith(`${user_id} `));
      const old = mine.toSorted((a, b) => b.at_ms - a.at_ms).slice(MAX_COPIES);
      for (const { key } of old) await remove(key);
    },
    remove: (user_id, name) => remove(keyOf(user_id, name)),
    async clear() {
      await done((await store("readwrite")).clear());
    },
    async sizes() {
      const rows = await all();
      return { count: rows.length, chars: rows.reduce((sum, { text }) => sum + text.length, 0) };
    },
  };
}

let ofThisBrowser: KeptCopies | null = null;

/** This browser's, one for all; null where it has no storage. */
export function keptCopies(): KeptCopies | null {
  if (typeof indexedDB === "undefined") return null;
  ofThisBrowser ??= createKeptCopies(indexedDB);
  return ofThisBrowser;
}
