import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { useApp } from "../ui/app-context.ts";
import { Menu } from "../ui/menu.tsx";
import { useRoomScene } from "./room-context.ts";
import { copyMessage, linkTo, replyTo } from "./transcript-deeds.ts";
import { useTranscriptState } from "./transcript-state.ts";

/** What can be done with a message. Laid over its lower edge, so that it moves nothing when it comes. */
export function MessageActions({ message }: { message: MessageRow }): VNode {
  const { room, openPane } = useRoomScene();
  const { toasts } = useApp();
  const state = useTranscriptState();
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (state.takeWanted(message.id)) bar.current?.querySelector("button")?.focus({ preventScroll: true });
  });
  const isReply = message.bot !== null;
  const copy = (form: Parameters<typeof copyMessage>[1]) => () => void copyMessage(message, form, toasts);
  return (
    <div class="message-actions" role="toolbar" aria-label="Actions" ref={bar} onKeyDown={(event) => onKey(event, bar)}>
      <button type="button" class="message-action" onClick={() => replyTo(room, message.id)}>
        Reply
      </button>
      {isReply && !message.failed && (
        <button
          type="button"
          class="message-action"
          onClick={() => room.command({ type: "continue", message_id: message.id })}
        >
          Continue
        </button>
      )}
      {isReply && (
        <button type="button" class="message-action" onClick={() => openPane("why", message.id)}>
          Why
        </button>
      )}
      <Menu
        face="Copy"
        class="message-action"
        items={[
          { id: "text", label: "Text", onSelect: copy("text") },
          { id: "markdown", label: "Markdown", hint: "As it was written", onSelect: copy("markdown") },
          { id: "named", label: "With the name", onSelect: copy("named") },
          ...(room.room_id.value === null
            ? []
            : [{ id: "link", label: "Link to this message", onSelect: () => void linkTo(room, message.id, toasts) }]),
        ]}
      />
    </div>
  );
}

/** Arrows move inside, Esc goes back to the message. */
function onKey(event: KeyboardEvent, bar: { readonly current: HTMLElement | null }): void {
  const { key, target } = event;
  if (!(target instanceof HTMLElement) || target.closest("[role=menu]")) return;
  if (key === "Escape") {
    event.stopPropagation();
    target.closest<HTMLElement>("article")?.focus({ preventScroll: true });
    return;
  }
  const buttons = [...(bar.current?.querySelectorAll<HTMLElement>(".message-action") ?? [])];
  const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (by === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const isReversed = getComputedStyle(target).direction === "rtl";
  const at = buttons.indexOf(target) + (isReversed ? -by : by);
  buttons[(at + buttons.length) % buttons.length]?.focus({ preventScroll: true });
}
