import type { VNode } from "preact";
import type { AutoTalk } from "../../shared/protocol/server-messages.ts";
import { useRoomScene } from "./room-context.ts";
import { endWords } from "./talk-words.ts";
import { writeRefusal } from "./ticket-rail-rights.ts";

/** Bots that keep talking, between two turns or after the last: what they wait for, why they stopped, and a way on. */
export function FloorTalk({ talk }: { talk: AutoTalk }): VNode {
  const { room } = useRoomScene();
  const canWrite = writeRefusal(room.you.value?.role) === null;
  const letThem = (auto: boolean) => room.command({ type: "queue", auto });
  if (talk.ended === null && room.held.value) {
    return (
      <>
        <p class="floor-words">They are on hold.</p>
        {canWrite && (
          <button
            type="button"
            class="button button-small"
            onClick={() => room.command({ type: "queue", hold: false })}
          >
            Resume
          </button>
        )}
      </>
    );
  }
  if (talk.ended === null) {
    return (
      <>
        <p class="floor-words">
          {talk.paused ? "They wait while someone types." : `They go on by themselves: ${talk.turns} of ${talk.most}.`}
        </p>
        {canWrite && (
          <button type="button" class="button button-small" onClick={() => letThem(false)}>
            That is enough
          </button>
        )}
      </>
    );
  }
  return (
    <>
      <p class="floor-words">{endWords(talk.ended, talk.turns)}</p>
      {canWrite && (
        <button type="button" class="button button-small" onClick={() => letThem(true)}>
          Let them go on +{talk.most}
        </button>
      )}
    </>
  );
}
