import { forgetPage } from "./page-cache.ts";
import type { WorkerScope } from "./worker-scope.ts";

/** Served in the place of the service worker where a deployment switches it off: takes the old one's place and leaves nothing. */

// The types know a page around this code; it runs in a service worker.
const scope = globalThis as unknown as WorkerScope;
const leave = async () => {
  await forgetPage(caches);
  await scope.registration.unregister();
};

scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener("activate", (event) => event.waitUntil(leave()));
