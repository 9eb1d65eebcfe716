import type { DeviceStorage } from "../state/ports.ts";

type PlainStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** `localStorage` that forgets instead of throwing: private windows, full quota, storage switched off. */
export function createDeviceStorage(open: () => PlainStorage): DeviceStorage {
  const attempt = <T>(use: (storage: PlainStorage) => T): T | null => {
    try {
      return use(open());
    } catch {
      return null;
    }
  };
  return {
    get: (key) => attempt((storage) => storage.getItem(key)),
    set: (key, value) => void attempt((storage) => storage.setItem(key, value)),
    remove: (key) => void attempt((storage) => storage.removeItem(key)),
  };
}
