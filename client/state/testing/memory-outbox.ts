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
  /** Which living tab has a message in hand; the first one, which is never closed, has none of another's. */
  const holders = new Map<string, object>();
  const tab = () => {
    const self = {};
    return {
      load: async () => {
        const free = [...rows.values()].filter(({ ref }) => !holders.has(ref));
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
        for (const [ref, holder] of holders) if (holder === self) holders.delete(ref);
      },
    };
  };
  return { rows, ...tab(), load: async () => readStored([...rows.values()]), openTab: tab };
}
