import type { VNode } from "preact";
import { PromptReceipt, type ReceiptSection } from "../../shared/prompt/receipt.ts";
import { useApp } from "../ui/app-context.ts";
import { useAnswer } from "../ui/use-answer.ts";
import { useRoomScene } from "./room-context.ts";
import { TokenBar } from "./token-bar.tsx";

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
      {receipt.problem && (
        <p class="pane-note">
          {receipt.problem.detail}{" "}
          <button type="button" class="link-button" onClick={receipt.reload}>
            Try again
          </button>
        </p>
      )}
      {!receipt.value && receipt.isLoading && <p class="pane-note">Loading…</p>}
      {receipt.value && <Receipt receipt={receipt.value} />}
    </>
  );
}

function Receipt({ receipt }: { receipt: PromptReceipt }): VNode {
  const { history, left_off } = receipt;
  return (
    <div class="receipt">
      <TokenBar receipt={receipt} />
      {receipt.sections.map((section) => (
        <SectionLines key={section.name} section={section} />
      ))}
      <p class="receipt-line receipt-total">
        <span>Total</span>
        <span>
          {receipt.total} of {receipt.window - receipt.reserved}
        </span>
      </p>
      <p class="pane-note">
        {receipt.reserved} of {receipt.window} kept free for the reply. Model: {receipt.label}.{" "}
        {payerWords(receipt.payer)}
        {history.left_out > 0 && ` ${history.left_out} older messages were not sent.`}
      </p>
      {left_off.length > 0 && (
        <section class="receipt-section" aria-label="Left off the tray">
          <h3>Left off the tray</h3>
          {left_off.map((item) => (
            <p class="receipt-line" key={item.label}>
              <span>
                {item.label} <span class="reason-chip">{item.reason}</span>
              </span>
              <span>{item.tokens}</span>
            </p>
          ))}
        </section>
      )}
      <RawPrompt receipt={receipt} />
    </div>
  );
}

function SectionLines({ section }: { section: ReceiptSection }): VNode {
  return (
    <section class={`receipt-section segment-${section.name}`} aria-label={section.label}>
      <h3 class="receipt-line">
        <span>{section.label}</span>
        <span>{section.tokens}</span>
      </h3>
      {section.items?.map((item, at) => (
        <p class="receipt-line receipt-item" key={`${at} ${item.label}`}>
          <span>{item.label}</span>
          <span>{item.tokens}</span>
        </p>
      ))}
    </section>
  );
}

function RawPrompt({ receipt }: { receipt: PromptReceipt }): VNode {
  return (
    <details class="raw-prompt">
      <summary>As it was sent</summary>
      {receipt.messages.map((message, at) => (
        <div class="raw-message" key={`${at} ${message.role}`}>
          <h3>{message.name ? `${message.role} · ${message.name}` : message.role}</h3>
          <p>{message.content}</p>
        </div>
      ))}
    </details>
  );
}

function payerWords(payer: string): string {
  if (payer === "practice") return "Nobody pays: practice model.";
  return payer === "platform" ? "Paid with tokens." : "Paid with a key.";
}
