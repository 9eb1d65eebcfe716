import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { MessageRow } from "../../shared/fields/message.ts";
import { useApp } from "../ui/app-context.ts";
import { isRightToLeft } from "../ui/direction.ts";
import { LateIcon } from "../ui/late-icon.tsx";
import { MessageFoot } from "./failure-foot.tsx";
import { hasTakesOrReactions } from "./has-marks.ts";
import { retake, stepTake, toggleReaction } from "./message-deeds.ts";
import { deedPlace } from "./message-key-deeds.ts";
import { chooseRefusal, doerOf, opensBranch, refusalOf, saidTakes } from "./message-rights.ts";
import { useRoomScene } from "./room-context.ts";
import { watchTakeSwipe } from "./take-swipe.ts";
import { useTranscriptState } from "./transcript-state.ts";
import "../styles/message-deeds.css";

/** Below a message: how it ended where it did not end by itself, which of its takes this is, and what people think of it. */
export function MessageMarks({ message }: { message: MessageRow }): VNode {
  return (
    <>
      {!message.streaming && <MessageFoot message={message} />}
      {hasTakesOrReactions(message) && <TakesAndReactions message={message} />}
    </>
  );
}

function TakesAndReactions({ message }: { message: MessageRow }): VNode {
  const current = message.takes.find(({ id }) => id === message.current_take_id);
  const isWriting = !message.streaming && message.takes.some(({ state }) => state === "streaming");
  return (
    <div class="message-marks">
      {saidTakes(message).length > 1 && <TakeStepper message={message} />}
      {isWriting && <span class="message-meta">writing a new take</span>}
      {current?.hint !== undefined && (
        <span class="take-hint">
          wish: <bdi>{current.hint}</bdi>
        </span>
      )}
      {current?.edited && <EditedBy user_id={current.edited.by} />}
      <Reactions message={message} />
    </div>
  );
}

function EditedBy({ user_id }: { user_id: string }): VNode {
  const { nameOf } = useRoomScene();
  return (
    <span class="message-meta">
      edited by <bdi>{nameOf(user_id)}</bdi>
    </span>
  );
}

/** ‹ 2/3 › Steps among the takes there are; the ends are ends. */
function TakeStepper({ message }: { message: MessageRow }): VNode {
  const takes = saidTakes(message);
  const at = takes.findIndex(({ id }) => id === message.current_take_id);
  const isPast = useSwipe(message);
  return (
    <fieldset class="take-stepper" aria-label="Takes">
      <Step message={message} by={-1} name="Previous take" />
      <span class="take-place" aria-live="polite">
        {at + 1}/{takes.length}
      </span>
      <Step message={message} by={1} name="Next take" />
      {isPast && <OneMore message={message} />}
    </fieldset>
  );
}

/** On the newest reply a finger turns the takes. @returns Whether it was drawn past the last one. */
function useSwipe(message: MessageRow): boolean {
  const scene = useRoomScene();
  const state = useTranscriptState();
  const { toasts } = useApp();
  const [past, setPast] = useState<string | null>(null);
  const isNewest = scene.room.messages.value.findLast(({ bot }) => bot !== null)?.id === message.id;
  const turn = (by: -1 | 1) => {
    const isLast = saidTakes(message).at(-1)?.id === message.current_take_id;
    if (by > 0 && isLast) setPast(message.current_take_id);
    else stepTake(deedPlace(scene, state, toasts), message, by, doerOf(scene));
  };
  const latest = useRef(turn);
  latest.current = turn;
  useEffect(() => {
    const article = state.elementOf(message.id);
    if (!article || !isNewest) return;
    return watchTakeSwipe(article, {
      turn: (by) => latest.current(by),
      isRightToLeft: () => isRightToLeft(article),
    });
  }, [message.id, isNewest]);
  return past !== null && past === message.current_take_id && isNewest;
}

/** A drag past the last take asks for nothing by itself: a slip would cost. */
function OneMore({ message }: { message: MessageRow }): VNode {
  const scene = useRoomScene();
  const state = useTranscriptState();
  const { toasts } = useApp();
  const refusal = refusalOf("retake", message, doerOf(scene));
  return (
    <button
      type="button"
      class="button button-small"
      aria-disabled={refusal !== null || undefined}
      title={refusal ?? undefined}
      onClick={() => refusal === null && retake(deedPlace(scene, state, toasts), message)}
    >
      New take
    </button>
  );
}

function Step({ message, by, name }: { message: MessageRow; by: -1 | 1; name: string }): VNode {
  const scene = useRoomScene();
  const state = useTranscriptState();
  const { toasts } = useApp();
  const doer = doerOf(scene);
  const takes = saidTakes(message);
  const next = takes[takes.findIndex(({ id }) => id === message.current_take_id) + by];
  const refusal = next ? chooseRefusal(message, doer) : `There is no ${name.toLowerCase()}.`;
  const isElsewhere = next !== undefined && opensBranch(message, next, doer);
  return (
    <button
      type="button"
      class="icon-button take-step"
      aria-label={name}
      aria-disabled={refusal !== null || undefined}
      title={refusal ?? (isElsewhere ? `${name}, in a room of your own` : undefined)}
      onClick={() => refusal === null && stepTake(deedPlace(scene, state, toasts), message, by, doer)}
    >
      <LateIcon name={by < 0 ? "back" : "forward"} />
    </button>
  );
}

function Reactions({ message }: { message: MessageRow }): VNode | null {
  const scene = useRoomScene();
  const { room, me, nameOf } = scene;
  const refusal = refusalOf("write", message, doerOf(scene));
  const given = Object.entries(message.message_content.reactions).filter(([, users]) => users.length > 0);
  return (
    <>
      {given.map(([emoji, users]) => {
        const names = new Intl.ListFormat().format(users.map(nameOf));
        return (
          <button
            key={emoji}
            type="button"
            class="reaction"
            aria-pressed={users.includes(me.value ?? "")}
            aria-disabled={refusal !== null || undefined}
            aria-label={`${emoji} ${users.length}, by ${names}`}
            title={refusal ?? names}
            onClick={() => refusal === null && toggleReaction(room, message, emoji)}
          >
            <span aria-hidden="true">{emoji}</span> {users.length}
          </button>
        );
      })}
    </>
  );
}
