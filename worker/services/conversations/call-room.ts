import { AppError } from "../../../shared/app-error.ts";
import type { ConversationRpc, RpcResult } from "../../conversation/rpc.ts";
import type { Env } from "../../env.ts";

/** Tries of a call that only reads or may be repeated. A broken stub stays broken, so each try takes a new one. */
const TRIES = 3;

type Room = DurableObjectStub<Rpc.DurableObjectBranded & ConversationRpc>;
const isRetryable = (error: unknown): boolean =>
  error instanceof Error &&
  "retryable" in error &&
  error.retryable === true &&
  !("overloaded" in error && error.overloaded);

/**
 * Asks a conversation's object something that may be asked twice.
 * @throws AppError with the room's own code, or what the platform threw once trying again does not help.
 */
export async function callRoom<T>(env: Env, id: string, ask: (room: Room) => Promise<RpcResult<T>>): Promise<T> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      const result = await ask(env.CONVERSATION.getByName(id));
      if (result.ok) return result.value;
      throw new AppError(result.code, `the room answered ${result.code}`);
    } catch (error) {
      if (left === 0 || !isRetryable(error)) throw error;
    }
  }
}
