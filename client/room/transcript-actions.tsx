import type { ComponentChildren, VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { retake } from "./message-deeds.ts";
import { deedPlace } from "./message-key-deeds.ts";
import { menuOf } from "./message-menu.ts";
import { doerOf, refusalOf } from "./message-rights.ts";
import { useRoomScene } from "./room-context.ts";
import { replyTo } from "./transcript-deeds.ts";
import { useTranscriptState } from "./transcript-state.ts";
import { useBranch } from "./use-branch.ts";

/** What can be done with a message. Laid over its lower edge, so that it moves nothing when it comes. */
export function MessageActions({ message }: { message: MessageRow }): VNode {
  const scene = useRoomScene();
  const { room, openPane } = scene;
  const { toasts } = useApp();
  const state = useTranscriptState();
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (state.takeWanted(message.id)) bar.current?.querySelector("button")?.focus({ preventScroll: true });
  });
  const doer = doerOf(scene);
  const place = deedPlace(scene, state, toasts);
  const branch = useBranch();
  const cannotWrite = refusalOf("write", message, doer);
  return (
    <div class="message-actions-place">
      <div
        class="message-actions"
        role="toolbar"
        aria-label="Actions"
        ref={bar}
        onKeyDown={(event) => onKey(event, bar)}
      >
        <Action
          refusal={cannotWrite}
          onPress={() => (state.answer ? state.answer(message.id) : replyTo(room, message.id))}
        >
          Reply
        </Action>
        <Action refusal={cannotWrite} onPress={() => state.begin("react", message.id)}>
          React
        </Action>
        {message.bot === null && message.user === doer.me && (
          <Action refusal={refusalOf("edit", message, doer)} onPress={() => state.begin("edit", message.id)}>
            Edit
          </Action>
        )}
        {message.bot !== null && (
          <Action refusal={refusalOf("retake", message, doer)} onPress={() => retake(place, message)}>
            New take
          </Action>
        )}
        {message.bot !== null && (
          <Action refusal={null} onPress={() => openPane("why", message.id)}>
            Why
          </Action>
        )}
        <Menu
          name="More actions"
          face={<Icon name="more" />}
          class="message-action"
          items={[
            {
              id: "branch",
              label: "Branch from here",
              hint: "A room of your own up to here",
              onSelect: () => void branch({ type: "branch", message_id: message.id }),
            },
            ...(state.answer
              ? []
              : [{ id: "thread", label: "Thread", onSelect: () => openPane("threads", message.id) }]),
            ...menuOf(place, message, doer),
          ]}
        />
      </div>
    </div>
  );
}

interface ActionProps {
  /** Why it is refused; null where it may be pressed. */
  readonly refusal: string | null;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

/** Stays reachable where it is refused, so that its reason can be read. */
function Action({ refusal, onPress, children }: ActionProps): VNode {
  return (
    <button
      type="button"
      class="message-action"
      aria-disabled={refusal !== null || undefined}
      title={refusal ?? undefined}
      onClick={() => refusal === null && onPress()}
    >
      {children}
    </button>
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
