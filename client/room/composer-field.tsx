import type { RefObject, VNode } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ComposerStore } from "../state/composer-store.ts";
import { useApp } from "../ui/app-context.ts";
import { MentionList, optionIdOf } from "./mention-list.tsx";
import { isInFront, useRoomScene } from "./room-context.ts";
import { inRoom } from "./transcript-rows.ts";
import { useMentions } from "./use-mentions.ts";
import type { Slash } from "./use-slash.ts";

/** On touch, Enter is a new line: the keyboard has no other (ux §2.6). */
const isTouch = (): boolean => matchMedia("(pointer: coarse)").matches;
/** What browsers say of a key that an input method has taken; one of them does so only here. */
const TAKEN_BY_INPUT_METHOD = 229;

interface FieldProps {
  readonly slash: Slash;
  readonly onSend: (respond?: false) => void;
  readonly isDisabled: boolean;
}

/** The text itself: grows with it, up to a part of the screen, and offers names behind an `@`, commands behind a `/`. */
export function MessageField({ slash, onSend, isDisabled }: FieldProps): VNode {
  const scene = useRoomScene();
  const { room } = scene;
  const { composer } = room;
  const field = useRef<HTMLTextAreaElement>(null);
  const mention = useMentions(field);
  const sendKey = useSendKey(onSend);
  const editLast = useEditLast();
  const text = composer.text.value;
  const isNaming = mention.options.length > 0;
  useLayoutEffect(() => grow(field.current), [text]);
  useEffect(() => () => room.setTyping(false), [room]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === TAKEN_BY_INPUT_METHOD) return;
    if (mention.onKey(event) || slash.onKey(event)) return;
    if (event.key === "ArrowUp" && text === "" && editLast()) return event.preventDefault();
    sendKey(event);
  };
  return (
    <div class="field-place">
      {isNaming && <MentionList options={mention.options} at={mention.at} onPick={mention.pick} />}
      {!isNaming && slash.isCommand && <SlashPlace slash={slash} field={field} />}
      <textarea
        id={isInFront(scene) ? "composer-text" : undefined}
        ref={field}
        rows={1}
        class="composer-text"
        aria-label="Message"
        placeholder={placeholderOf(composer)}
        enterkeyhint={isTouch() ? "enter" : "send"}
        dir="auto"
        value={text}
        disabled={isDisabled}
        aria-autocomplete="list"
        {...ownedList(isNaming ? mention.at : null, slash)}
        onInput={({ currentTarget }) => {
          composer.write(currentTarget.value);
          room.setTyping(currentTarget.value !== "");
          slash.look();
          mention.look();
        }}
        onKeyDown={onKeyDown}
        onSelect={mention.look}
        onBlur={mention.close}
      />
    </div>
  );
}

function placeholderOf({ aside, whisper_to }: ComposerStore): string {
  if (whisper_to.value !== null) return "Whisper…";
  return aside.value ? "To the people here…" : "Message the table…";
}

/** In an empty field ↑ goes back to what one said last. False where there is nothing to change. */
function useEditLast(): () => boolean {
  const { room, me, editing } = useRoomScene();
  return () => {
    const last = inRoom(room.messages.peek()).findLast((m) => m.bot === null && m.user === me.peek());
    if (last) editing.value = last.id;
    return last !== undefined;
  };
}

/** The list the field names the chosen option of. */
function ownedList(mentionAt: number | null, slash: Slash) {
  if (mentionAt !== null) return { "aria-controls": "mention-list", "aria-activedescendant": optionIdOf(mentionAt) };
  const option = slash.activeId;
  return option === null ? {} : { "aria-controls": "slash-list", "aria-activedescendant": option };
}

function SlashPlace({ slash, field }: { slash: Slash; field: RefObject<HTMLTextAreaElement | null> }): VNode | null {
  const { module, panel } = slash;
  if (!module || !panel) return null;
  const { SlashPanel } = module;
  return <SlashPanel panel={panel} slash={slash} onPicked={() => field.current?.focus({ preventScroll: true })} />;
}

/** What Enter does, as the person chose; with an input method under way it belongs to that. */
function useSendKey(onSend: FieldProps["onSend"]): (event: KeyboardEvent) => void {
  const { preferences } = useApp();
  const sendsOnEnter = preferences.values.value.enter === "send";
  return (event) => {
    if (event.key !== "Enter" || isTouch()) return;
    const isQuiet = event.ctrlKey || event.metaKey;
    if (!isQuiet && event.shiftKey === sendsOnEnter) return;
    event.preventDefault();
    if (isQuiet) onSend(false);
    else onSend();
  };
}

/** Newer browsers size a field by its text themselves, without a layout for every key. */
const sizesItself = globalThis.CSS?.supports("field-sizing", "content") ?? false;

/** As high as its text; the most is in the stylesheet. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field || sizesItself) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
