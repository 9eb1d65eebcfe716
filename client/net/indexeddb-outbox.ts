import { type Outbox, readStored, type StoredCommand } from "../state/outbox.ts";

const DATABASE = "botcafe";
const STORE = "outbox";

/** As it lies in the browser: `n` counts up and is the order; `owner` is whose room it is for. */
interface Row {
  readonly n?: IDBValidKey;
  readonly owner: string;
  readonly ref: string;
  readonly item: StoredCommand;
}

/**
 * The outbox in IndexedDB: one database for all rooms, shared by the browser's tabs.
 * @param owner Person and room: nobody else signed in here later may send what was left behind.
 */
export function createIndexedDbOutbox(factory: IDBFactory, owner: string): Outbox {
  let database: Promise<IDBDatabase> | null = null;
  const open = (): Promise<IDBDatabase> => {
    database ??= openDatabase(factory);
    return database;
  };
  return {
    async load() {
      const store = (await open()).transaction(STORE).objectStore(STORE);
      const rows = await done<{ item: unknown }[]>(store.index("owner").getAll(owner));
      return readStored(rows.map((row) => row.item));
    },
    async put(item) {
      const store = (await open()).transaction(STORE, "readwrite").objectStore(STORE);
      const n = await done(store.index("ref").getKey(item.ref));
      const row: Row = { owner, ref: item.ref, item };
      await done(store.put(n === undefined ? row : { ...row, n }));
    },
    async remove(ref) {
      const store = (await open()).transaction(STORE, "readwrite").objectStore(STORE);
      const n = await done(store.index("ref").getKey(ref));
      if (n !== undefined) await done(store.delete(n));
    },
  };
}

async function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    const store = request.result.createObjectStore(STORE, { keyPath: "n", autoIncrement: true });
    store.createIndex("owner", "owner");
    store.createIndex("ref", "ref", { unique: true });
  };
  const database = await done(request);
  // A later version of the page must not wait for this one.
  database.onversionchange = () => database.close();
  return database;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage failed"));
  });
