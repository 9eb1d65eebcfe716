import type { WorkerBundle } from "../run/worker-bundle.ts";
import { bundleOf, type Patch, patchedTree } from "../torture/patched-tree.ts";

/** How the route of worker/testing/outbox-route.ts comes into a build; the product's own sources know nothing of it. */
export const OUTBOX_PATCHES: readonly Patch[] = [
  { file: "worker/index.ts", find: "fetch: handleRequest,", replace: "fetch: withOutboxRoute(handleRequest)," },
  {
    file: "worker/index.ts",
    find: `import { handleRequest } from "./http/app.ts";`,
    replace: `import { withOutboxRoute } from "./testing/outbox-route.ts";\nimport { handleRequest } from "./http/app.ts";`,
  },
];

export const bundleWithOutboxRoute = async (): Promise<WorkerBundle> =>
  await bundleOf(patchedTree("outbox-route", OUTBOX_PATCHES));
