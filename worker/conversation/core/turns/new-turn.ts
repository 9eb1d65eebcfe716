import type { GenerationTrigger } from "../../../../shared/fields/knowledge.ts";
import type { Ticket } from "../../../../shared/protocol/server-messages.ts";
import type { CommandContext, Overhead, Turn } from "../state.ts";

/** Before the model is chosen nobody is known to pay; the turn itself fills it in when it starts. */
const NOBODY_YET = "practice";

/** A turn waiting for the floor, asked for by the actor of the command. */
export function newTurn(
  ctx: Pick<CommandContext, "newId" | "actor">,
  facts: {
    bot_id: string;
    reason: Ticket["reason"];
    personaId: string | null;
    whisper?: boolean;
    threadId?: string | null;
    trigger?: GenerationTrigger;
    messageId?: string;
    takeId?: string;
    hint?: string;
    segmentId?: string;
    beforeSeq?: number | null;
    overhead?: Overhead;
  },
): Turn {
  return {
    id: ctx.newId(),
    bot_id: facts.bot_id,
    state: "queued",
    reason: facts.reason,
    asked_by: ctx.actor.userId,
    payer: NOBODY_YET,
    trigger: facts.trigger ?? "normal",
    message_id: facts.messageId ?? null,
    take_id: facts.takeId ?? null,
    hint: facts.hint ?? null,
    segment_id: facts.segmentId ?? null,
    whisper: facts.whisper ?? false,
    thread_id: facts.threadId ?? null,
    persona_id: facts.personaId,
    before_seq: facts.beforeSeq ?? null,
    overhead: facts.overhead ?? null,
  };
}
