import { type Outbox, readStored, type StoredCommand } from "../state/outbox.ts";
import { done, openDatabase } from "./indexed-database.ts";
import type { TabName } from "./tab-name.ts";

const DATABASE = "botcafe";
const STORE = "outbox";

/**
 * As it lies in the browser: `n` counts up and is the order; `owner` is whose room it is for; `tab` is the opening that
 * has it in hand, and is missing where the browser cannot tell its tabs apart.
 */
interface Row {
  readonly n?: IDBValidKey;
  readonly owner: string;
  readonly tab?: string;
  readonly ref: string;
  readonly item: StoredCommand;
}

/**
 * The outbox in IndexedDB: one database for all rooms, shared by the browser's tabs.
 * @param owner Person and room: nobody else signed in here later may send what was left behind.
 */
export function createIndexedDbOutbox(factory: IDBFactory, owner: string, tab: TabName | null = null): Outbox {
  let database: Promise<IDBDatabase> | null = null;
  const open = (): Promise<IDBDatabase> => {
    database ??= openOutboxDatabase(factory);
    return database;
  };
  let isLoaded = false;
  const rowsOf = async (): Promise<Row[]> =>
    await done<Row[]>((await open()).transaction(STORE).objectStore(STORE).index("owner").getAll(owner));
  /** Puts this opening's name on what no living one has. */
  const takeOver = async (living: ReadonlySet<string>) => {
    const left = (await rowsOf()).filter((row) => row.tab === undefined || !living.has(row.tab));
    const store = (await open()).transaction(STORE, "readwrite").objectStore(STORE);
    await Promise.all(left.map((row) => done(store.put({ ...row, ...(tab && { tab: tab.name }) }))));
    return readStored(left.map((row) => row.item));
  };
  return {
    async load() {
      if (tab) return await tab.alone((living) => takeOver(living));
      // Without names all tabs say everything, and the room drops what it has.
      const isFirst = !isLoaded;
      isLoaded = true;
      return isFirst ? readStored((await rowsOf()).map((row) => row.item)) : [];
    },
    async put(item) {
      const store = (await open()).transaction(STORE, "readwrite").objectStore(STORE);
      const n = await done(store.index("ref").getKey(item.ref));
      const row: Row = { owner, ref: item.ref, item, ...(tab && { tab: tab.name }) };
      await done(store.put(n === undefined ? row : { ...row, n }));
    },
    async remove(ref) {
      const store = (await open()).transaction(STORE, "readwrite").objectStore(STORE);
      const n = await done(store.index("ref").getKey(ref));
      if (n !== undefined) await done(store.delete(n));
    },
  };
}

/** The database of all outboxes. Rejects where the browser gives no storage. */
export const openOutboxDatabase = (factory: IDBFactory): Promise<IDBDatabase> =>
  openDatabase(factory, DATABASE, (database) => {
    const store = database.createObjectStore(STORE, { keyPath: "n", autoIncrement: true });
    store.createIndex("owner", "owner");
    store.createIndex("ref", "ref", { unique: true });
  });
