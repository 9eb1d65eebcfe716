import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { MessageRow, ReplyError } from "../../shared/fields/message.ts";
import { Icon } from "../ui/icon.tsx";
import { type FailureRun, failureRun } from "./failure-runs.ts";
import { FailureWays } from "./failure-ways.tsx";
import { failureWords, type KeyOwner, repeatWords } from "./failure-words.ts";
import { useRoomScene } from "./room-context.ts";

interface FailureProps {
  readonly message: MessageRow;
  readonly error: ReplyError;
}

/** In the failing bot's place: what happened, what to do, what is safe; the provider's words behind Details. */
export function FailureBubble({ message, error }: FailureProps): VNode {
  const { room } = useRoomScene();
  const run = failureRun(room.messages.value, message);
  const { what, next, ways } = failureWords(error, message.author_name, useKeyOwner(message));
  const waitS = useRetry(message, error, run);
  return (
    <div class={run.isFirst ? "failure" : "failure failure-again"}>
      <p class="failure-what">
        <Icon name="warning" />
        <span>{run.isFirst ? what : `${message.author_name} couldn’t answer either, for the same reason.`}</span>
      </p>
      {run.isFirst && <p>{next}</p>}
      {run.isFirst && run.more > 0 && <p>{repeatWords(run.more)}</p>}
      <p class="failure-ways">
        <FailureWays ways={ways} message={message} waitS={waitS} />
      </p>
      {run.isFirst && <FailureDetails message={message} error={error} />}
    </div>
  );
}

/** A key of a person's own is always the room owner's. */
function useKeyOwner({ byo_key }: MessageRow): KeyOwner {
  const { room, me, nameOf } = useRoomScene();
  const owner = room.view.value?.room.user;
  return byo_key && owner !== undefined ? { name: nameOf(owner), isMe: owner === me.value } : null;
}

function FailureDetails({ message, error }: FailureProps): VNode {
  const [isCopied, setCopied] = useState(false);
  const report = [`${error.code}: ${error.message}`, error.details, `Message ${message.id}`].filter(Boolean).join("\n");
  const copy = async () => {
    await navigator.clipboard?.writeText(report);
    setCopied(true);
  };
  return (
    <details class="failure-details">
      <summary>Details</summary>
      {error.message && <p dir="auto">{error.message}</p>}
      {error.details && <p dir="auto">{error.details}</p>}
      <p>
        {error.code} · <span class="failure-id">{message.id}</span>
      </p>
      <button type="button" class="button button-small" onClick={() => void copy()}>
        {isCopied ? "Copied" : "Copy report"}
      </button>
    </details>
  );
}

/** What the provider's wait is taken for where it does not say. Milliseconds. */
const USUAL_WAIT_MS = 20_000;
/** How often a reply is asked for again without anybody pressing. */
const MOST_RETRIES = 2;

/**
 * Counts the provider's wait down, and at its end asks again: on the device in focus of who asked, so that nobody asks
 * twice, and at most twice.
 */
function useRetry(message: MessageRow, error: ReplyError, { tries }: FailureRun): number {
  const { room, me } = useRoomScene();
  const { retriesItself } = failureWords(error, "");
  const endsAt = Date.parse(message.modified_timestamp) + (error.retry_after_ms ?? USUAL_WAIT_MS);
  const [now, setNow] = useState(Date.now());
  const isOver = !retriesItself || now >= endsAt;
  const askAgain = () => {
    if (message.bot === null || tries > MOST_RETRIES || !document.hasFocus()) return;
    const messages = room.messages.peek();
    const question = messages.findLast(({ bot }) => bot === null);
    const isNewest = messages.findLast(({ bot }) => bot === message.bot)?.id === message.id;
    if (question?.user === me.peek() && isNewest) room.command({ type: "speak", bot_ids: [message.bot] });
  };
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() < endsAt) return;
      clearInterval(timer);
      askAgain();
    }, 1_000);
    return () => clearInterval(timer);
  }, [isOver]);
  return isOver ? 0 : Math.ceil((endsAt - now) / 1_000);
}
