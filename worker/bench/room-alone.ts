import type { WorkerBundle } from "../run/worker-bundle.ts";
import { bundleOf, type Patch, patchedTree } from "../torture/patched-tree.ts";

/**
 * Here D1 and people's objects run in the process that is measured; deployed, they are elsewhere. Without what they do
 * the room's own part is seen: all of its outbox is still kept, taken in batches and let go.
 */
export const ROOM_ALONE: readonly Patch[] = [
  {
    file: "worker/conversation/adapters/d1-outbox-sink.ts",
    find: "if (statements.length > 0) await withTimeout(this.#db.batch(statements), this.#timeoutMs);",
    replace: "if (statements.length > 0) await withTimeout(Promise.resolve(this.#db), this.#timeoutMs);",
  },
  {
    file: "worker/conversation/adapters/people-hubs.ts",
    find: "void tellUser(this.#env, userId, news);",
    replace: "void [tellUser, this.#env, userId, news];",
  },
];

export const bundleOfRoomAlone = async (): Promise<WorkerBundle> =>
  await bundleOf(patchedTree("room-alone", ROOM_ALONE));
