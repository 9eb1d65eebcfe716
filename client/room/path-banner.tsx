import type { VNode } from "preact";
import { useApp } from "../ui/app-context.ts";
import { Banner } from "../ui/banner.tsx";
import { chooseTake } from "./message-deeds.ts";
import { deedPlace } from "./message-key-deeds.ts";
import { useRoomScene } from "./room-context.ts";
import { type LeftPath, useTranscriptState } from "./transcript-state.ts";
import "../styles/message-deeds.css";

/** After the room took another path: what the one it left holds, and the way back. */
export function PathBanner({ left }: { left: LeftPath }): VNode | null {
  const scene = useRoomScene();
  const { toasts } = useApp();
  const state = useTranscriptState();
  const message = scene.room.messages.value.find(({ id }) => id === left.message_id);
  // Back already, or the take is gone: there is no way to show.
  if (!message || message.current_take_id === left.take_id) return null;
  if (!message.takes.some(({ id }) => id === left.take_id)) return null;
  const goBack = () => chooseTake(deedPlace(scene, state, toasts), message, left.take_id);
  return (
    <div class="path-banner">
      <Banner
        tone="info"
        onDismiss={() => state.leave(null)}
        action={
          <button type="button" class="button button-small" onClick={goBack}>
            Go back
          </button>
        }
      >
        {leftWords(left.count)}
      </Banner>
    </div>
  );
}

/** 10 more messages on the earlier path */
function leftWords(count: number | null): string {
  if (count === null) return "More messages on the earlier path";
  return count === 1 ? "1 more message on the earlier path" : `${count} more messages on the earlier path`;
}
