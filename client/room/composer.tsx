import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { MAX_MESSAGE_CHARS } from "../../shared/protocol/limits.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { MentionList, optionIdOf } from "./mention-list.tsx";
import { PersonaChip } from "./persona-chip.tsx";
import { useRoomScene } from "./room-context.ts";
import { useMentions } from "./use-mentions.ts";

/** On touch, Enter is a new line: the keyboard has no other (ux §2.6). */
const isTouch = (): boolean => matchMedia("(pointer: coarse)").matches;

/** Where one writes. It says who one is, keeps its draft, and sending is a button of its own. */
export function Composer(): VNode {
  const { room } = useRoomScene();
  const { composer } = room;
  const isViewer = room.you.value?.role === "viewer";
  const isAside = composer.aside.value;
  const length = composer.text.value.length;
  const isTooLong = length > MAX_MESSAGE_CHARS;
  const send = () => {
    if (!isTooLong) composer.submit();
  };
  return (
    <form
      class={isAside ? "composer composer-aside" : "composer"}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {isAside && <AsideNote />}
      <div class="composer-row">
        <PersonaChip />
        <MessageField onSend={send} isDisabled={isViewer} />
        <MoreMenu />
        <button
          type="submit"
          class="send-button"
          aria-label="Send"
          disabled={isViewer || !composer.canSend.value || isTooLong}
        >
          <Icon name="send" />
          <span class="send-word" aria-hidden="true">
            Send
          </span>
        </button>
      </div>
      {length > MAX_MESSAGE_CHARS * 0.9 && (
        <p class={isTooLong ? "composer-count composer-count-over" : "composer-count"}>
          {length} of {MAX_MESSAGE_CHARS} characters
        </p>
      )}
      {isViewer && <p class="composer-count">You can read this room but not post.</p>}
    </form>
  );
}

function AsideNote(): VNode {
  const { room } = useRoomScene();
  return (
    <p class="aside-note">
      Aside, for the people here.
      <button type="button" class="link-button" onClick={() => setAside(room.composer, false)}>
        Turn aside off
      </button>
    </p>
  );
}

function MoreMenu(): VNode {
  const { room } = useRoomScene();
  const { composer } = room;
  return (
    <Menu
      name="More"
      face={<Icon name="plus" />}
      class="icon-button composer-more"
      items={[
        {
          id: "aside",
          label: "Aside",
          hint: "For people only: bots will not read it.",
          isChecked: composer.aside.value,
          onSelect: () => setAside(composer, !composer.aside.peek()),
        },
        {
          id: "quiet",
          label: "Send without waking bots",
          hint: "Ctrl Enter",
          onSelect: () => composer.submit({ respond: false }),
        },
      ]}
    />
  );
}

const setAside = (composer: { aside: { value: boolean } }, on: boolean): void => {
  composer.aside.value = on;
};

interface FieldProps {
  readonly onSend: () => void;
  readonly isDisabled: boolean;
}

/** The text itself: grows with it, up to a part of the screen, and offers names behind an `@`. */
function MessageField({ onSend, isDisabled }: FieldProps): VNode {
  const { room } = useRoomScene();
  const { composer } = room;
  const field = useRef<HTMLTextAreaElement>(null);
  const mention = useMentions(field);
  const text = composer.text.value;
  useLayoutEffect(() => grow(field.current), [text]);
  useEffect(() => () => room.setTyping(false), [room]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || mention.onKey(event)) return;
    if (event.key !== "Enter" || event.shiftKey || isTouch()) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) composer.submit({ respond: false });
    else onSend();
  };
  return (
    <div class="field-place">
      {mention.options.length > 0 && <MentionList options={mention.options} at={mention.at} onPick={mention.pick} />}
      <textarea
        id="composer-text"
        ref={field}
        rows={1}
        class="composer-text"
        aria-label="Message"
        placeholder={composer.aside.value ? "To the people here…" : "Message the table…"}
        enterkeyhint={isTouch() ? "enter" : "send"}
        dir="auto"
        value={text}
        disabled={isDisabled}
        aria-autocomplete="list"
        aria-controls={mention.options.length > 0 ? "mention-list" : undefined}
        aria-activedescendant={mention.options.length > 0 ? optionIdOf(mention.at) : undefined}
        onInput={({ currentTarget }) => {
          composer.write(currentTarget.value);
          room.setTyping(currentTarget.value !== "");
          mention.look();
        }}
        onKeyDown={onKeyDown}
        onSelect={mention.look}
        onBlur={mention.close}
      />
    </div>
  );
}

/** Newer browsers size a field by its text themselves, without a layout for every key. */
const sizesItself = globalThis.CSS?.supports("field-sizing", "content") ?? false;

/** As high as its text; the most is in the stylesheet. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field || sizesItself) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
