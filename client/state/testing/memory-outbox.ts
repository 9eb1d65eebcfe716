import { type Outbox, readStored, type StoredCommand } from "../outbox.ts";

/** What a browser keeps for one person and room, shared by its tabs; for as long as the test. */
export interface MemoryOutbox extends Outbox {
  /** What a later tab would find. */
  readonly rows: Map<string, StoredCommand>;
  /** Another tab's. A tab that is closed leaves what it has to the others. */
  openTab(): Outbox & { close(): void };
}

export function createMemoryOutbox(): MemoryOutbox {
  const rows = new Map<string, StoredCommand>();
  /** Which tab has a message in hand; what a tab that is gone held is free, also what it still took while it went. */
  const holders = new Map<string, object>();
  const living = new Set<object>();
  const isHeld = (ref: string) => {
    const holder = holders.get(ref);
    return holder !== undefined && living.has(holder);
  };
  const tab = () => {
    const self = {};
    living.add(self);
    return {
      load: async () => {
        const free = [...rows.values()].filter(({ ref }) => !isHeld(ref));
        for (const { ref } of free) holders.set(ref, self);
        return readStored(free);
      },
      put: async (item: StoredCommand) => {
        rows.set(item.ref, structuredClone(item));
        holders.set(item.ref, self);
      },
      remove: async (ref: string) => {
        rows.delete(ref);
        holders.delete(ref);
      },
      close: () => {
        living.delete(self);
      },
    };
  };
  return { rows, ...tab(), load: async () => readStored([...rows.values()]), openTab: tab };
}
