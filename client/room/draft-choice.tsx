import type { VNode } from "preact";
import type { RivalDraft } from "../state/composer-store.ts";

/** Most of the other draft that is shown, UTF-16 units. */
const MOST_SHOWN = 120;

/** The same message was begun on two devices: neither is lost by itself. */
export function DraftChoice({ rival: { text, device, take, keep } }: { rival: RivalDraft }): VNode {
  return (
    <div class="composer-note draft-choice" role="status">
      <span class="reply-words">
        <span>
          <bdi>{device}</bdi> has another draft:
        </span>
        <bdi class="note-quote">{text.slice(0, MOST_SHOWN)}</bdi>
      </span>
      <button type="button" class="link-button" onClick={take}>
        Use that one
      </button>
      <button type="button" class="link-button" onClick={keep}>
        Keep this one
      </button>
    </div>
  );
}
