import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { useRoomScene } from "./room-context.ts";

/** How many finished messages stay in the log region: two may end at once, and each is read when it is added. */
const MOST_LOGGED = 3;

/**
 * What assistive technology hears of a room: one region for what happens, one for finished messages. Both stand in the
 * page from the start and are empty then; what fills them comes after the first paint.
 */
export function Announcer(): VNode {
  const scene = useRoomScene();
  const { preferences, toasts } = useApp();
  const [status, say] = useState("");
  const [logged, setLogged] = useState<readonly { readonly id: number; readonly words: string }[]>([]);
  useEffect(() => {
    let end = () => {};
    let isOver = false;
    const log = (words: string) => {
      if (words === "") return;
      setLogged((before) => [...before, { id: (before.at(-1)?.id ?? 0) + 1, words }].slice(-MOST_LOGGED));
    };
    const begin = async () => {
      const { announceRoom } = await import("./announce-room.ts");
      if (!isOver) end = announceRoom({ scene, preferences: preferences.values, status: say, log });
    };
    void begin();
    return () => {
      isOver = true;
      end();
    };
  }, [scene]);
  const notice = scene.room.notice.value;
  useEffect(() => {
    if (notice) toasts.say(notice.message, { of: scene.room });
  }, [notice]);
  return (
    <div class="sr-only">
      <div role="status">{status}</div>
      <div aria-live="polite" aria-atomic="false">
        {logged.map(({ id, words }) => (
          <p key={id}>{words}</p>
        ))}
      </div>
    </div>
  );
}
