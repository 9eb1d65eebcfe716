import type { VNode } from "preact";
import type { MessageRow } from "../../shared/fields/message.ts";
import { PromptReceipt, type ReceiptItem, type ReceiptSection } from "../../shared/prompt/receipt.ts";
import { useApp } from "../ui/app-context.ts";
import { ErrorBlock, Skeleton } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import {
  directorWords,
  durationWords,
  POSITION_WORDS,
  payerWords,
  printedWords,
  promptText,
} from "./prompt-pane-words.ts";
import { useRoomScene } from "./room-context.ts";
import { TokenBar } from "./token-bar.tsx";
import { countWords } from "./token-bar-segments.ts";

/** The receipt: what one bot read for one reply, as it was recorded then. Without a chosen reply, of the newest one. */
export function PromptPane({ message_id }: { message_id: string | null }): VNode {
  const { api } = useApp();
  const { room } = useRoomScene();
  const replies = room.messages.value.filter((message) => message.bot !== null && message.takes.length > 0);
  const message = replies.find(({ id }) => id === message_id) ?? replies.at(-1);
  const room_id = room.room_id.value;
  // A reply that goes on has a new receipt: asked again when it closes.
  const key = message && room_id ? `${room_id} ${message.id} ${message.current_take_id} ${message.streaming}` : null;
  const path = `/conversations/${room_id}/messages/${message?.id}/prompt`;
  const receipt = useAnswer(key, (signal) => api.call("GET", path, PromptReceipt, { signal }));
  if (!message) return <p class="pane-empty">When a bot has answered, everything it read for that is listed here.</p>;
  return (
    <>
      <p class="pane-note">
        What <bdi>{message.author_name}</bdi> read for this reply. Counts are tokens.
      </p>
      {receipt.problem && <ErrorBlock problem={receipt.problem} onRetry={receipt.reload} />}
      {!receipt.value && receipt.isLoading && <Skeleton rows={4} onRetry={receipt.reload} />}
      {receipt.value && <Receipt receipt={receipt.value} message={message} />}
    </>
  );
}

function Receipt({ receipt, message }: { receipt: PromptReceipt; message: MessageRow }): VNode {
  return (
    <>
      <TokenBar receipt={receipt} />
      <div class="receipt">
        {receipt.sections.map((section) => (
          <SectionLines key={section.name} section={section} />
        ))}
        <p class="receipt-line receipt-total">
          <span>Total</span>
          <span>
            {countWords(receipt.total)} of {countWords(receipt.window - receipt.reserved)}
          </span>
        </p>
        <LeftOff receipt={receipt} />
        <ReceiptFoot receipt={receipt} message={message} />
      </div>
      <RawPrompt receipt={receipt} />
    </>
  );
}

function SectionLines({ section }: { section: ReceiptSection }): VNode {
  return (
    <section class={`receipt-section segment-${section.name}`} aria-label={section.label}>
      <h3 class="receipt-line">
        <span>{section.label}</span>
        <span>{countWords(section.tokens)}</span>
      </h3>
      {section.items?.map((item, at) => (
        <ItemLine key={`${at} ${item.label}`} item={item} />
      ))}
    </section>
  );
}

function ItemLine({ item }: { item: ReceiptItem }): VNode {
  const place = item.position === undefined ? undefined : POSITION_WORDS[item.position];
  return (
    <p class="receipt-line receipt-item">
      <span>
        <bdi class={item.entry === undefined ? undefined : "receipt-lore"}>{item.label}</bdi>
        {place !== undefined && <span class="receipt-place"> · {place}</span>}
      </span>
      <span>{countWords(item.tokens)}</span>
    </p>
  );
}

/** What would have been read had there been room. */
function LeftOff({ receipt: { left_off, history } }: { receipt: PromptReceipt }): VNode | null {
  if (left_off.length === 0 && history.left_out === 0) return null;
  return (
    <section class="receipt-section receipt-left" aria-label="Left off the tray">
      <h3>Left off the tray</h3>
      {history.left_out > 0 && (
        <p class="receipt-line receipt-item">
          <span>
            {history.left_out === 1 ? "1 older message" : `${countWords(history.left_out)} older messages`}{" "}
            <span class="reason-chip">model limit</span>
          </span>
        </p>
      )}
      {left_off.map((item, at) => (
        <p class="receipt-line receipt-item" key={`${at} ${item.label}`}>
          <span>
            <bdi>{item.label}</bdi> <span class="reason-chip">{item.reason}</span>
          </span>
          <span>{countWords(item.tokens)}</span>
        </p>
      ))}
    </section>
  );
}

/** Who paid, which model, when; and by which name the reply is found again. */
function ReceiptFoot({ receipt, message }: { receipt: PromptReceipt; message: MessageRow }): VNode {
  const { nameOf } = useRoomScene();
  const took = message.metadata.processing_time_ms;
  const facts: readonly (readonly [string, string])[] = [
    ["Payer", payerWords(receipt.payer, nameOf)],
    ...(receipt.director ? [["Choosing who speaks", directorWords(receipt.director, nameOf)] as const] : []),
    ["Model", receipt.label],
    ["Kept for the reply", `${countWords(receipt.reserved)} of ${countWords(receipt.window)}`],
    ["Printed", printedWords(message.created_timestamp)],
    ...(took === null ? [] : [["Took", durationWords(took)] as const]),
    ["Receipt", message.current_take_id ?? message.id],
  ];
  return (
    <dl class="receipt-foot">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function RawPrompt({ receipt }: { receipt: PromptReceipt }): VNode | null {
  const { toasts } = useApp();
  if (receipt.messages.length === 0) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(promptText(receipt));
    toasts.say("Copied. Whatever looked like a key was taken out.");
  };
  return (
    <details class="raw-prompt">
      <summary>As it was sent</summary>
      {"clipboard" in navigator && (
        <button type="button" class="button button-small" onClick={() => void copy()}>
          Copy
        </button>
      )}
      {receipt.messages.map((message, at) => (
        <div class="raw-message" key={`${at} ${message.role}`}>
          <h3>{message.name ? `${message.role} · ${message.name}` : message.role}</h3>
          <p dir="auto">{message.content}</p>
        </div>
      ))}
    </details>
  );
}
