import { useEffect, useState } from "preact/hooks";
import { openRoom } from "../net/open-room.ts";
import { liveRoom } from "../room/live-room.ts";
import type { RoomModel } from "../room/room-model.ts";
import { useApp } from "../ui/app-context.ts";

/** The connected room; another id or another person opens it anew. Null until it is. */
export function useOpenRoom(room_id: string, user_id: string | null): RoomModel | null {
  const { api } = useApp();
  const [opened, setOpened] = useState<{ readonly name: string; readonly room: RoomModel } | null>(null);
  const name = `${room_id} ${user_id}`;
  useEffect(() => {
    if (user_id === null) return;
    const open = openRoom(api, room_id, user_id);
    setOpened({ name, room: liveRoom(open, room_id) });
    const stopKeeping = import("../offline/keep-this-room.ts").then((it) => it.keepThisRoom(open));
    return () => {
      // Before the room is closed for good, if it came at all.
      void stopKeeping.then((stop) => stop()).catch(() => undefined);
      open.close();
      setOpened(null);
    };
  }, [api, room_id, user_id]);
  // On the way from one room to another the old one must not stand under the new one's address.
  return opened?.name === name ? opened.room : null;
}
