import type { Command } from "../../../shared/protocol/client-messages.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { callRoom } from "../../services/conversations/call-room.ts";
import { commandRoom } from "../../services/conversations/command-room.ts";
import { demandRoom } from "../../services/quotas/quotas.ts";
import type { CallActor } from "../call-command.ts";
import type { BranchSeed } from "../core/branch-seed.ts";
import type { BranchPort } from "../ports.ts";

/** Branch rooms as objects of their own. */
export class NewRooms implements BranchPort {
  readonly #env: Env;

  constructor(env: Env) {
    this.#env = env;
  }

  async open(seed: BranchSeed): Promise<void> {
    await demandRoom(openDb(this.#env.DB), seed.room.user, "conversations", 1);
    const create = () => callRoom(this.#env, seed.room.id, (room) => room.createBranch(seed));
    // Nobody is let into a room that D1 does not know: where it is late, once more, and then its outbox goes on.
    if (!(await create()).persisted) await create();
  }

  async act(roomId: string, actor: CallActor, command: Command): Promise<void> {
    await commandRoom(this.#env, roomId, actor, command);
  }
}
