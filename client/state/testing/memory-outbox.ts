import { type Outbox, readStored, type StoredCommand } from "../outbox.ts";

/** An outbox that lives as long as the test; `rows` is what a later tab would find. */
export interface MemoryOutbox extends Outbox {
  readonly rows: Map<string, StoredCommand>;
}

export function createMemoryOutbox(): MemoryOutbox {
  const rows = new Map<string, StoredCommand>();
  return {
    rows,
    load: async () => readStored([...rows.values()]),
    put: async (item) => {
      rows.set(item.ref, structuredClone(item));
    },
    remove: async (ref) => {
      rows.delete(ref);
    },
  };
}
