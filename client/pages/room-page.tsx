import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { openRoom } from "../net/open-room.ts";
import { liveRoom } from "../room/live-room.ts";
import type { RoomModel } from "../room/room-model.ts";
import { RoomScreen } from "../room/room-screen.tsx";
import { useApp } from "../ui/app-context.ts";
import { deviceMemory } from "./device-memory.ts";
import { SessionWait } from "./session-wait.tsx";
import { SignInFirst } from "./sign-in-first.tsx";

/** `/r/:room`: a room of one's own, or one that was shared. */
export function RoomPage(): VNode {
  const { session } = useApp();
  const room_id = useRoute().params["room"] ?? "";
  const user_id = session.me.value?.id ?? null;
  const room = useOpenRoom(room_id, user_id);
  if (session.state.value === "signed_out") return <SignInFirst what="This room is for the people in it." />;
  return room ? <RoomScreen key={room_id} room={room} /> : <SessionWait />;
}

/** The connected room; another id or another person opens it anew. */
function useOpenRoom(room_id: string, user_id: string | null): RoomModel | null {
  const { api } = useApp();
  const [room, setRoom] = useState<RoomModel | null>(null);
  useEffect(() => {
    if (user_id === null) return;
    const open = openRoom(api, room_id, user_id);
    deviceMemory.rememberRoom(room_id);
    setRoom(liveRoom(open, room_id));
    const stopKeeping = import("../offline/keep-this-room.ts").then((it) => it.keepThisRoom(open));
    return () => {
      // Before the room is closed for good, if it came at all.
      void stopKeeping.then((stop) => stop()).catch(() => undefined);
      open.close();
      setRoom(null);
    };
  }, [api, room_id, user_id]);
  return room;
}
