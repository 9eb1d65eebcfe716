/** As much of the Web Locks as is used here: exclusive ones, and who holds which. One for all tabs of a test. */
export function createTinyLocks(): LockManager {
  const tails = new Map<string, Promise<unknown>>();
  const held = new Set<string>();
  const request = (name: string, work: () => unknown) => {
    const before = tails.get(name) ?? Promise.resolve();
    const mine = before.then(async () => {
      held.add(name);
      try {
        return await work();
      } finally {
        held.delete(name);
      }
    });
    tails.set(
      name,
      mine.catch(() => undefined),
    );
    return mine;
  };
  const query = async () => ({ held: [...held].map((name) => ({ name })), pending: [] });
  return { request, query } as unknown as LockManager;
}
