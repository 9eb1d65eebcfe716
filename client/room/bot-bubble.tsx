import type { VNode } from "preact";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { GenerationState } from "../../shared/protocol/server-messages.ts";
import { wordsWords } from "../ui/count-words.ts";
import { lazyPart } from "../ui/lazy-part.tsx";
import { Markdown } from "../ui/markdown/markdown.tsx";
import { prefersReducedMotion, untilLastSentence } from "../ui/reduced-motion.ts";
import { Reasoning } from "./reasoning.tsx";
import { useRoomScene } from "./room-context.ts";
import { GENERATION_WORDS } from "./ticket-words.ts";
import { usePaced } from "./use-paced.ts";
import { useSeconds } from "./use-seconds.ts";

/** Most rooms never need its words. */
export const FailureBubble = lazyPart(() => import("./failure-bubble.tsx").then(({ FailureBubble: bubble }) => bubble));

/**
 * What a bot says, while it is written and after. One tree for both, so that nothing is replaced at the end. Repainted
 * at most ten times a second; with reduced motion, a sentence at a time.
 */
export function BotBubble({ message }: { message: MessageRow }): VNode {
  const { text, reasoning, state } = useReply(message);
  const { streaming, failed } = message;
  const shown = streaming && prefersReducedMotion() ? untilLastSentence(text) : text;
  const classes = [
    "bubble",
    streaming && "bubble-streaming",
    message.interrupted && "bubble-torn",
    failed && "bubble-failed",
  ];
  return (
    <div class={classes.filter(Boolean).join(" ")} aria-busy={streaming} dir="auto">
      {reasoning !== "" && <Reasoning text={reasoning} isThinking={streaming && text === ""} />}
      {shown !== "" && <Markdown text={shown} isGrowing={streaming} />}
      {shown === "" && streaming && <Waiting message={message} state={state} />}
      {shown === "" && !streaming && !failed && <p class="bubble-waiting">Nothing was said.</p>}
      {failed && <FailureBubble message={message} error={failed} />}
    </div>
  );
}

/** The words so far: the stream's while it runs, the stored ones after. */
function useReply(message: MessageRow): { text: string; reasoning: string; state: GenerationState } {
  const { room } = useRoomScene();
  const running = usePaced(room.streamOf(message.id));
  if (!message.streaming) return { text: message.entry, reasoning: message.reasoning_content ?? "", state: "done" };
  return {
    text: running?.text ?? message.entry,
    reasoning: running?.reasoning ?? "",
    state: running?.state ?? "reading",
  };
}

/**
 * Before the first words: what the bot is doing and for how long, so that a slow model never looks dead; or that it is
 * done, and waits behind another.
 */
function Waiting({ message: { bot, author_name }, state }: { message: MessageRow; state: GenerationState }): VNode {
  const seconds = useSeconds(state);
  const { words } = useRoomScene().room.queue.value.find((ticket) => ticket.bot_id === bot) ?? {};
  if (words) return <p class="bubble-waiting">Ready, {wordsWords(words)}</p>;
  return (
    <p class="bubble-waiting">
      <span class="waiting-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {author_name} {GENERATION_WORDS[state === "speaking" ? "thinking" : state]}
      {seconds >= 2 && ` · ${seconds} s`}
    </p>
  );
}
