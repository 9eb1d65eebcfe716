import type { WorkerBundle } from "../run/worker-bundle.ts";
import { bundleOf, type Patch, patchedTree } from "../torture/patched-tree.ts";

/** The product holds 64 sockets a room; how a room would do with more can only be seen without that limit. */
export const BIGGER_ROOMS: readonly Patch[] = [
  {
    file: "shared/protocol/limits.ts",
    find: "export const MAX_SOCKETS = 64;",
    replace: "export const MAX_SOCKETS = 256;",
  },
];

/** The worker with room for 256 sockets a room, and nothing else changed. */
export const bundleOfBiggerRooms = async (): Promise<WorkerBundle> =>
  await bundleOf(patchedTree("bigger-rooms", BIGGER_ROOMS));
