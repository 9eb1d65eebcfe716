/**
 * As much of IndexedDB as the outbox uses: one store with counted keys and indexes by one field. Answers later, as the
 * real one does; that the real one agrees is the browser tests' business.
 */
export function createTinyIndexedDb(): IDBFactory {
  const store = new TinyStore();
  let isMade = false;
  const database = {
    createObjectStore: () => store,
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
      if (!isMade) request.onupgradeneeded();
      isMade = true;
    });
    return request;
  };
  return { open } as unknown as IDBFactory;
}

interface TinyRow {
  readonly n?: number;
  readonly [field: string]: unknown;
}

class TinyStore {
  readonly #rows = new Map<number, TinyRow>();
  readonly #unique: string[] = [];
  #next = 1;

  createIndex(_name: string, field: string, { unique = false } = {}): void {
    if (unique) this.#unique.push(field);
  }

  index(field: string) {
    const found = (value: unknown) =>
      [...this.#rows].filter(([, row]) => row[field] === value).toSorted(([a], [b]) => a - b);
    return {
      getAll: (value: unknown) => answerLater(() => found(value).map(([n, row]) => ({ ...structuredClone(row), n }))),
      getKey: (value: unknown) => answerLater(() => found(value)[0]?.[0]),
    };
  }

  put({ n, ...row }: TinyRow) {
    return answerLater(() => {
      const key = n ?? this.#next++;
      for (const [other, { ...fields }] of this.#rows) {
        const clash = this.#unique.find((field) => fields[field] === row[field]);
        if (clash && other !== key) throw new DOMException(`${clash} is taken`, "ConstraintError");
      }
      this.#rows.set(key, structuredClone(row));
      return key;
    });
  }

  delete(n: number) {
    return answerLater(() => void this.#rows.delete(n));
  }
}

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
