/** What a request of IndexedDB comes to. Rejects with the browser's own error. */
export const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage failed"));
  });

/** Opens a database of one version, laid out by `layOut` where it is new. Rejects where the browser gives no storage. */
export async function openDatabase(
  factory: IDBFactory,
  name: string,
  layOut: (database: IDBDatabase) => void,
): Promise<IDBDatabase> {
  const request = factory.open(name, 1);
  request.onupgradeneeded = () => layOut(request.result);
  const database = await done(request);
  // A later version of the page must not wait for this one.
  database.onversionchange = () => database.close();
  return database;
}
