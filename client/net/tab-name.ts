/** One opening of a room among those of a browser's tabs. What it has in hand stays with it as long as it lives. */
export interface TabName {
  /** No two openings have the same. */
  readonly name: string;
  /** Runs `task` while no other tab runs one, with the names of the openings that live, this one's among them. */
  alone<T>(task: (living: ReadonlySet<string>) => Promise<T>): Promise<T>;
  /** This one's life is over. A tab that is closed or dies need not say so. */
  end(): void;
}

const PREFIX = "botcafe-tab-";
const TAKING_OVER = "botcafe-taking-over";

/**
 * A name that the browser itself holds, as a lock, for as long as the page lives: no clock and no message between tabs
 * could tell a tab that sleeps from one that is gone. Null where the browser has no locks (plain http).
 */
export function openTabName(locks: LockManager | undefined, newName: () => string): TabName | null {
  if (!locks) return null;
  const name = PREFIX + newName();
  let end = () => {};
  const isHeld = new Promise<void>((resolve) => {
    void locks
      .request(name, () => {
        resolve();
        return new Promise<void>((release) => {
          end = release;
        });
      })
      // A document that is not active any more gets no lock; nobody asks for its messages either.
      .catch(resolve);
  });
  return {
    name,
    alone: async (task) => {
      await isHeld;
      return await locks.request(TAKING_OVER, async () => {
        const { held = [] } = await locks.query();
        return await task(new Set(held.flatMap((lock) => lock.name ?? [])));
      });
    },
    end: () => void isHeld.then(() => end()),
  };
}
