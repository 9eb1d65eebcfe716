import { openOutboxDatabase } from "../net/indexeddb-outbox.ts";
import { keptCopies } from "./kept-copies.ts";
import { forgetPage } from "./page-cache.ts";

/** What this device keeps for times without a network. */
export interface DeviceStock {
  /** Copies of rooms and lists. */
  readonly copies: number;
  /** UTF-16 code units of theirs. */
  readonly chars: number;
  /** Messages that are not sent yet, of everybody on this device. */
  readonly waiting: number;
  /** Whether the page opens without a network. */
  readonly hasPage: boolean;
}

/** Rejects where the browser gives no storage. */
export async function deviceStock(): Promise<DeviceStock> {
  const { count = 0, chars = 0 } = (await keptCopies()?.sizes()) ?? {};
  const registration = await navigator.serviceWorker?.getRegistration();
  return { copies: count, chars, waiting: await countWaiting(), hasPage: registration !== undefined };
}

/** Takes away what can be fetched again; what is not sent yet stays. */
export async function clearDeviceStock(): Promise<void> {
  await keptCopies()?.clear();
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  for (const registration of registrations) await registration.unregister();
  if (typeof caches !== "undefined") await forgetPage(caches);
}

async function countWaiting(): Promise<number> {
  if (typeof indexedDB === "undefined") return 0;
  const request = (await openOutboxDatabase(indexedDB)).transaction("outbox").objectStore("outbox").count();
  return await new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage failed"));
  });
}
