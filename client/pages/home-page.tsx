import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { SAMPLE_ROOM } from "../../shared/sample/table.ts";
import { newUuid } from "../net/ids.ts";
import { type OpenRoom, openRoom } from "../net/open-room.ts";
import { liveRoom } from "../room/live-room.ts";
import { RoomScreen } from "../room/room-screen.tsx";
import { createSampleRoom } from "../room/sample-room.ts";
import { type App, useApp } from "../ui/app-context.ts";
import { deviceMemory } from "./device-memory.ts";
import { roomListOf } from "./room-list.ts";
import { SessionWait } from "./session-wait.tsx";

/** `/`: the sample room for who is new here; for the others the room they were in last, or their rooms. */
export function HomePage(): VNode {
  const { session } = useApp();
  const { route } = useLocation();
  const [isNew, setNew] = useState(!deviceMemory.wasSignedIn());
  useEffect(() => {
    if (isNew) return;
    const last = deviceMemory.lastRoom();
    const go = async () => {
      const me = session.me.peek() ?? (await session.load());
      if (me) route(last ? `/r/${last}` : "/rooms", true);
      else if (session.state.peek() === "signed_out") setNew(true);
    };
    void go();
  }, []);
  return isNew ? <SampleTable /> : <SessionWait />;
}

/** The first touch of the page makes the guest: who only looks costs nothing. */
function SampleTable(): VNode {
  const app = useApp();
  const open = useRef<OpenRoom | null>(null);
  const sample = useMemo(() => newSampleRoom(app, open), []);
  useEffect(() => {
    const prepare = () => sample.prepare();
    const once = { once: true, passive: true } as const;
    addEventListener("pointerdown", prepare, once);
    addEventListener("keydown", prepare, once);
    return () => {
      removeEventListener("pointerdown", prepare);
      removeEventListener("keydown", prepare);
      open.current?.close();
    };
  }, []);
  return <RoomScreen room={sample} notice={SAMPLE_ROOM.notice} />;
}

function newSampleRoom({ api, session }: App, open: { current: OpenRoom | null }) {
  return createSampleRoom({
    newRef: newUuid,
    nowMs: Date.now,
    storage: deviceMemory.storage,
    async open() {
      const me = await session.ensure();
      const room_id = session.room.peek();
      if (!me || room_id === null) return session.problem.peek() ?? NO_ROOM;
      deviceMemory.rememberRoom(room_id);
      open.current = openRoom(api, room_id, me.id);
      void roomListOf(api).refresh();
      return liveRoom(open.current, room_id);
    },
  });
}

/** Signed in elsewhere meanwhile, or a server without a sample. */
const NO_ROOM = { status: 0, code: "not_found", detail: "The table is not ready. Reload the page.", errors: [] };
