import type { ConversationStatus } from "../../../shared/fields/conversation.ts";
import type { Env } from "../../env.ts";
import { setOwnStatus } from "../../services/conversations/own-status.ts";
import type { MemberStatusPort } from "../ports.ts";
import { withTimeout } from "./d1-timeout.ts";

/** Members' own statuses, in D1. */
export class MemberStatus implements MemberStatusPort {
  readonly #env: Env;

  constructor(env: Env) {
    this.#env = env;
  }

  async set(conversationId: string, userId: string, status: ConversationStatus): Promise<void> {
    await withTimeout(setOwnStatus(this.#env, conversationId, userId, status));
  }
}
