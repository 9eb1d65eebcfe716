import type { VNode } from "preact";
import type { UnclearMention } from "../../shared/room/mentions.ts";
import { keepFocus } from "../ui/keep-focus.ts";
import { useRoomScene } from "./room-context.ts";

/** A name that fits several bots: which one is meant is asked, and the answer takes its place in the text. */
export function UnclearNote({ bot_ids, start, end }: UnclearMention): VNode {
  const { room, bots } = useRoomScene();
  const meant = bots.value.filter(({ bot_id }) => bot_ids.includes(bot_id));
  const isSame = new Set(meant.map(({ name }) => name)).size < meant.length;
  return (
    <p class="composer-note">
      <span>
        Whom do you mean by <bdi>{room.composer.text.value.slice(start, end)}</bdi>?
      </span>
      {meant.map(({ bot_id, name, description }) => (
        <button
          key={bot_id}
          type="button"
          class="link-button"
          onMouseDown={keepFocus}
          onClick={() => room.composer.mention({ bot_id, name }, start, end)}
        >
          <bdi>{name}</bdi>
          {isSame && description !== "" && <bdi>, {description.slice(0, 40)}</bdi>}
        </button>
      ))}
    </p>
  );
}
