import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { MAX_MESSAGE_CHARS } from "../../shared/protocol/limits.ts";
import type { ComposerStore } from "../state/composer-store.ts";
import { Icon } from "../ui/icon.tsx";
import { keepFocus, returnFocus } from "../ui/keep-focus.ts";
import { lazyPart } from "../ui/lazy-part.tsx";
import { MessageField } from "./composer-field.tsx";
import { ComposerFoot } from "./composer-foot.tsx";
import { ComposerNotes } from "./composer-notes.tsx";
import { PersonaChip } from "./persona-chip.tsx";
import { useRoomScene } from "./room-context.ts";
import { usePictures } from "./use-pictures.ts";
import { type Slash, useSlash } from "./use-slash.ts";

/** What one does seldom comes after the first sight; until then its place shows the face. */
const MoreMenu = lazyPart(() => import("./composer-more.tsx").then(({ MoreMenu: menu }) => menu), {
  meanwhile: (
    <span class="icon-button composer-more">
      <Icon name="plus" />
    </span>
  ),
  isQuiet: true,
});

/** Where one writes. It says who one is, keeps its draft, and sending is a button of its own. */
export function Composer(): VNode {
  const { room } = useRoomScene();
  const { composer } = room;
  const slash = useSlash();
  const pictures = usePictures(composer);
  const isViewer = room.you.value?.role === "viewer";
  const isTooLong = composer.text.value.length > MAX_MESSAGE_CHARS;
  const send = (respond?: false) => {
    if (isViewer || isTooLong) return;
    if (slash.isCommand) slash.run();
    else composer.submit(respond === false ? { respond } : {});
  };
  return (
    <form
      class={lookOf(composer)}
      onPaste={(event) => pictures?.take(event, event.clipboardData)}
      onDragOver={(event) => pictures && event.preventDefault()}
      onDrop={(event) => pictures?.take(event, event.dataTransfer)}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ComposerNotes />
      <div class="composer-row">
        <PersonaChip />
        <MessageField slash={slash} onSend={send} isDisabled={isViewer} />
        {!isViewer && <MoreMenu pictures={pictures} />}
        <SendButton
          isDisabled={isViewer || !composer.canSend.value || isTooLong}
          slash={slash}
          onQuiet={() => send(false)}
        />
      </div>
      <ComposerFoot isViewer={isViewer} />
    </form>
  );
}

/** Who hears what is written can be seen from afar. */
function lookOf({ aside, whisper_to }: ComposerStore): string {
  if (whisper_to.value !== null) return "composer composer-whisper";
  return aside.value ? "composer composer-aside" : "composer";
}

/** How long Send is pressed until it sends without waking bots, milliseconds. Chosen: as long as a phone's long press. */
const LONG_PRESS_MS = 550;

interface SendButtonProps {
  readonly isDisabled: boolean;
  readonly slash: Slash;
  readonly onQuiet: () => void;
}

function SendButton({ isDisabled, slash, onQuiet }: SendButtonProps): VNode {
  const press = useRef<{ timer?: ReturnType<typeof setTimeout>; wasLong: boolean }>({ wasLong: false });
  const end = () => clearTimeout(press.current.timer);
  const word = slash.isCommand ? "Run" : "Send";
  return (
    <button
      type="submit"
      class="send-button"
      aria-label={word}
      title={slash.isCommand ? undefined : "Send. Hold to send without waking bots."}
      disabled={isDisabled}
      onPointerDown={({ button }) => {
        press.current.wasLong = false;
        if (button !== 0) return;
        press.current.timer = setTimeout(() => {
          press.current.wasLong = true;
          onQuiet();
        }, LONG_PRESS_MS);
      }}
      onPointerUp={end}
      onPointerLeave={end}
      onPointerCancel={end}
      onContextMenu={(event) => press.current.wasLong && event.preventDefault()}
      onMouseDown={keepFocus}
      onClick={(event) => {
        if (press.current.wasLong) event.preventDefault();
        else returnFocus(event);
        press.current.wasLong = false;
      }}
    >
      <Icon name="send" />
      <span class="send-word" aria-hidden="true">
        {word}
      </span>
    </button>
  );
}
