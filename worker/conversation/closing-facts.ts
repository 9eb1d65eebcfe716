import { estimateTokens } from "../../shared/text/tokens.ts";
import type { ClosingFacts, Ending } from "./core/turns/close-message.ts";
import type { Clock, Sha256 } from "./ports.ts";
import type { RoomCore } from "./room-core.ts";
import { type RunningReply, wholeReasoning, wholeText } from "./running-reply.ts";
import type { Teller } from "./teller.ts";

/** What a reply comes to as it ends. Tokens are the provider's count, or an estimate where it gave none. */
export function closingFacts(
  reply: RunningReply,
  ending: Ending,
  deps: { readonly core: RoomCore; readonly clock: Clock; readonly sha256: Sha256; readonly teller: Teller },
): ClosingFacts {
  const { core, clock, sha256, teller } = deps;
  const text = wholeText(reply) + reply.suffix;
  const counted = reply.usage ?? { inputTokens: reply.promptTokens, outputTokens: estimateTokens(reply.text) };
  const { input_tokens = 0, output_tokens = 0 } = reply.turn.overhead ?? {};
  return {
    generationId: reply.generationId,
    takeId: reply.takeId,
    text,
    reasoning: wholeReasoning(reply),
    baseLength: reply.baseText.length,
    ownLength: reply.text.length,
    sha256: sha256(text),
    now: teller.now(),
    model: reply.choice?.model ?? null,
    byoKey: reply.choice?.byoKey ?? false,
    inputTokens: counted.inputTokens + input_tokens,
    outputTokens: counted.outputTokens + output_tokens,
    tookMs: clock.nowMs() - reply.startedAtMs,
    ending,
    isNewest: !core.store.messages.isFollowed(reply.messageId),
  };
}
