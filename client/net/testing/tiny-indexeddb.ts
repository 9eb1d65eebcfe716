/**
 * As much of IndexedDB as is used here: one store, with counted keys and indexes by one field, or with keys of its rows'
 * own. Answers later, as the real one does; that the real one agrees is the browser tests' business.
 */
export function createTinyIndexedDb(): IDBFactory {
  let store: TinyStore | null = null;
  const database = {
    createObjectStore: (_name: string, { keyPath }: { keyPath: string }) => {
      store = new TinyStore(keyPath);
      return store;
    },
    transaction: () => ({ objectStore: () => store }),
    close: () => {},
  };
  const open = () => {
    const request = Object.assign(
      answerLater(() => database),
      { onupgradeneeded: () => {} },
    );
    request.result = database;
    queueMicrotask(() => {
      if (!store) request.onupgradeneeded();
    });
    return request;
  };
  return { open } as unknown as IDBFactory;
}

type TinyRow = Record<string, unknown>;

class TinyStore {
  readonly #keyPath: string;
  readonly #rows = new Map<unknown, TinyRow>();
  readonly #unique: string[] = [];
  #next = 1;

  constructor(keyPath: string) {
    this.#keyPath = keyPath;
  }

  createIndex(_name: string, field: string, { unique = false } = {}): void {
    if (unique) this.#unique.push(field);
  }

  index(field: string) {
    const found = (value: unknown) => [...this.#rows].filter(([, row]) => row[field] === value).toSorted(inOrder);
    return {
      getAll: (value: unknown) => answerLater(() => found(value).map(([, row]) => structuredClone(row))),
      getKey: (value: unknown) => answerLater(() => found(value)[0]?.[0]),
    };
  }

  get(key: unknown) {
    return answerLater(() => structuredClone(this.#rows.get(key)));
  }

  getAll() {
    return answerLater(() => [...this.#rows].toSorted(inOrder).map(([, row]) => structuredClone(row)));
  }

  put(row: TinyRow) {
    return answerLater(() => {
      const key = row[this.#keyPath] ?? this.#next++;
      for (const [other, fields] of this.#rows) {
        const clash = this.#unique.find((field) => fields[field] === row[field]);
        if (clash && other !== key) throw new DOMException(`${clash} is taken`, "ConstraintError");
      }
      this.#rows.set(key, structuredClone({ ...row, [this.#keyPath]: key }));
      return key;
    });
  }

  delete(key: unknown) {
    return answerLater(() => void this.#rows.delete(key));
  }

  count() {
    return answerLater(() => this.#rows.size);
  }

  clear() {
    return answerLater(() => this.#rows.clear());
  }
}

const inOrder = ([a]: readonly [unknown, unknown], [b]: readonly [unknown, unknown]): number =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));

function answerLater<T>(work: () => T) {
  const request: { result: T | undefined; error: unknown; onsuccess: () => void; onerror: () => void } = {
    result: undefined,
    error: null,
    onsuccess: () => {},
    onerror: () => {},
  };
  setTimeout(() => {
    try {
      request.result = work();
    } catch (error) {
      request.error = error;
      return request.onerror();
    }
    return request.onsuccess();
  });
  return request;
}
