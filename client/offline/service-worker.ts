import { createPageCache, type PageVersion } from "./page-cache.ts";
import type { WorkerScope } from "./worker-scope.ts";

/** Put in by the build: see `service-worker.config.ts`. */
declare const PAGE_VERSION: PageVersion;

// The types know a page around this code; it runs in a service worker.
const scope = globalThis as unknown as WorkerScope;
const page = createPageCache(PAGE_VERSION, {
  caches,
  fetch: (request, options) => fetch(request, options),
  origin: location.origin,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

scope.addEventListener("install", (event) => {
  // At once: open tabs find the files of their own version here too, so that nothing breaks under them.
  event.waitUntil(page.install().then(() => scope.skipWaiting()));
});
scope.addEventListener("activate", (event) => {
  event.waitUntil(page.tidy().then(() => scope.clients.claim()));
});
scope.addEventListener("fetch", (event) => {
  const answer = page.answer(event.request);
  if (answer !== null) event.respondWith(answer);
});
