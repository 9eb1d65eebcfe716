import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { MessageRow, ReplyError } from "../../shared/fields/message.ts";
import { Icon } from "../ui/icon.tsx";
import { type FailureRun, failureRun } from "./failure-runs.ts";
import { failureWords, type Remedy, repeatWords } from "./failure-words.ts";
import { useRoomScene } from "./room-context.ts";
import { ownerRefusal, writeRefusal } from "./ticket-rail-rights.ts";

interface FailureProps {
  readonly message: MessageRow;
  readonly error: ReplyError;
}

/** In the failing bot's place: what happened, what to do, what is safe; the provider's words behind Details. */
export function FailureBubble({ message, error }: FailureProps): VNode {
  const { room } = useRoomScene();
  const run = failureRun(room.messages.value, message);
  const { what, next, ways } = failureWords(error, message.author_name);
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
        {ways.map((way) => (
          <Way key={way} way={way} message={message} waitS={waitS} />
        ))}
      </p>
      {run.isFirst && <FailureDetails message={message} error={error} />}
    </div>
  );
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
      {error.details && <p>{error.details}</p>}
      <p>
        {error.code} · <span class="failure-id">{message.id}</span>
      </p>
      <button type="button" class="button button-small" onClick={() => void copy()}>
        {isCopied ? "Copied" : "Copy report"}
      </button>
    </details>
  );
}

interface WayProps {
  readonly way: Remedy;
  readonly message: MessageRow;
  /** Seconds until trying again makes sense. */
  readonly waitS: number;
}

/** One way on. What the reader may not do is not offered. */
function Way({ way, message, waitS }: WayProps): VNode | null {
  const { room, me } = useRoomScene();
  const { bot } = message;
  const role = room.you.value?.role;
  if (bot === null || writeRefusal(role) !== null) return null;
  if (way === "keys") return <WayLink href="/settings/keys" label="Look at my keys" />;
  if (way === "new_room") return <WayLink href="/rooms/new" label="Start a new room" />;
  if (way === "retry") {
    const again = () => room.command({ type: "speak", bot_ids: [bot] });
    return <WayButton label={waitS > 0 ? `Try again in ${waitS} s` : "Try again"} isOff={waitS > 0} onPress={again} />;
  }
  if (way === "remove_bot") {
    if (ownerRefusal(role) !== null) return null;
    return <WayButton label="Remove from room" onPress={() => room.command({ type: "bots", remove: [bot] })} />;
  }
  const question = room.messages.value.findLast((m) => m.bot === null && m.user === me.value && m.seq < message.seq);
  if (!question) return null;
  const rephrase = () => {
    room.composer.write(question.entry);
    document.getElementById("composer-text")?.focus();
  };
  return <WayButton label="Rephrase" onPress={rephrase} />;
}

function WayButton({ label, isOff, onPress }: { label: string; isOff?: boolean; onPress: () => void }): VNode {
  return (
    <button type="button" class="button button-small" disabled={isOff} onClick={onPress}>
      {label}
    </button>
  );
}

const WayLink = ({ href, label }: { href: string; label: string }): VNode => (
  <a class="button button-small" href={href}>
    {label}
  </a>
);

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
      if (Date.now() >= endsAt) askAgain();
    }, 1_000);
    return () => clearInterval(timer);
  }, [isOver]);
  return isOver ? 0 : Math.ceil((endsAt - now) / 1_000);
}
