import type { VNode } from "preact";
import { MAX_MESSAGE_CHARS } from "../../shared/protocol/limits.ts";
import { lazyPart } from "../ui/lazy-part.tsx";
import { Menu } from "../ui/menu.tsx";
import { useRoomScene } from "./room-context.ts";
import { useTypingWords } from "./typing-words.ts";
import { useWhisperItems } from "./use-whisper-items.ts";

/** It counts tokens, and says nothing before a bot has read the room. */
const Meter = lazyPart(() => import("./composer-meter.tsx").then(({ Meter: meter }) => meter), { isQuiet: true });

/** One line below the field, always of one height: the lane, the draft, and how full the next prompt will be. */
export function ComposerFoot({ isViewer }: { isViewer: boolean }): VNode {
  const { room, members } = useRoomScene();
  const { composer } = room;
  const typing = useTypingWords();
  // While nobody speaks the strip above says so.
  const isFloorTaken = room.queue.value.length > 0;
  const length = composer.text.value.length;
  if (isViewer) {
    const owner = members.value.find(({ role }) => role === "owner")?.name;
    return (
      <p class="composer-foot composer-foot-said">
        You can read this room but not post.{owner !== undefined && ` Ask ${owner} to let you.`}
      </p>
    );
  }
  if (length > MAX_MESSAGE_CHARS * 0.9) {
    return (
      <p
        class={
          length > MAX_MESSAGE_CHARS ? "composer-foot composer-foot-said foot-over" : "composer-foot composer-foot-said"
        }
      >
        {length} of {MAX_MESSAGE_CHARS} characters
      </p>
    );
  }
  const isAside = composer.aside.value;
  return (
    <div class="composer-foot">
      <button
        type="button"
        class="foot-toggle"
        aria-pressed={isAside}
        title="An aside is for people only: bots will not read it."
        onClick={() => composer.setAside(!isAside)}
      >
        {isAside ? "Aside on" : "Aside off"}
      </button>
      <WhisperMenu />
      {length > 0 && <span class="foot-words">draft saved</span>}
      {isFloorTaken && typing !== "" && <span class="foot-words">{typing}</span>}
      <Meter />
    </div>
  );
}

/** Who hears it, beside the aside. */
function WhisperMenu(): VNode | null {
  const { room, bots } = useRoomScene();
  const items = useWhisperItems();
  const alone = bots.value.find(({ bot_id }) => bot_id === room.composer.whisper_to.value);
  if (items.length === 0) return null;
  const words = alone ? `Only ${alone.name} hears it` : "Whisper";
  return <Menu face={words} class={alone ? "foot-toggle foot-whisper" : "foot-toggle"} items={items} />;
}
