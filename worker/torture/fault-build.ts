import type { WorkerBundle } from "../run/worker-bundle.ts";
import { bundleOf, type Patch, patchedTree } from "./patched-tree.ts";

/**
 * How the faults of worker/testing/faults come into a build: these imports are turned to them. The product's own sources
 * know nothing of any of it, so no build of the product can hold a failpoint.
 */
export const FAULT_PATCHES: readonly Patch[] = [
  {
    file: "worker/conversation/ConversationRoom.ts",
    find: `from "./adapters/room-ports.ts"`,
    replace: `from "../testing/faults/faulty-ports.ts"`,
  },
  {
    file: "worker/conversation/ConversationRoom.ts",
    find: `from "./adapters/do-socket.ts"`,
    replace: `from "../testing/faults/faulty-socket.ts"`,
  },
  {
    file: "worker/conversation/adapters/migrate.ts",
    find: "for (const statement of step.statements) sql.all(statement);",
    replace: `for (const statement of step.statements) {\n        sql.all(statement);\n        spin("step-written");\n      }`,
  },
  {
    file: "worker/conversation/adapters/migrate.ts",
    find: `import type { SqlPort } from "./sql-port.ts";`,
    replace: `import { spin } from "../../testing/faults/failpoints.ts";\nimport type { SqlPort } from "./sql-port.ts";`,
  },
  {
    file: "worker/index.ts",
    find: "fetch: handleRequest,",
    replace: "fetch: withFaults(handleRequest),",
  },
  {
    file: "worker/index.ts",
    find: `import { handleRequest } from "./http/app.ts";`,
    replace: `import { handleRequest } from "./http/app.ts";\nimport { withFaults } from "./testing/faults/with-faults.ts";`,
  },
  {
    file: "worker/clock.ts",
    find: "export const nowMs = (): number => Date.now();",
    replace: `import { plan } from "./testing/faults/plan.ts";\nexport const nowMs = (): number => Date.now() + plan.clockOffsetMs;`,
  },
];

/** The worker with every fault in reach of the harness; some seconds. */
export const bundleWithFaults = async (): Promise<WorkerBundle> => await bundleOf(patchedTree("faults", FAULT_PATCHES));
