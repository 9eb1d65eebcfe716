import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { RoomScreen } from "../room/room-screen.tsx";
import { useApp } from "../ui/app-context.ts";
import { lazyPart } from "../ui/lazy-part.tsx";
import { deviceMemory } from "./device-memory.ts";
import { SessionWait } from "./session-wait.tsx";
import { SignInFirst } from "./sign-in-first.tsx";
import { useOpenRoom } from "./use-open-room.ts";

const SecondRoom = lazyPart(() => import("../beside/second-room.tsx").then(({ SecondRoom: second }) => second));

/** `/r/:room`: a room of one's own, or one that was shared; `?beside` names a second one. */
export function RoomPage(): VNode {
  const { session } = useApp();
  const room_id = useRoute().params["room"] ?? "";
  const user_id = session.me.value?.id ?? null;
  const room = useOpenRoom(room_id, user_id);
  const hasSecond = "beside" in useLocation().query;
  useEffect(() => {
    if (user_id !== null) deviceMemory.rememberRoom(room_id);
  }, [room_id, user_id]);
  if (session.state.value === "signed_out") return <SignInFirst what="This room is for the people in it." />;
  return (
    <>
      {room ? <RoomScreen key={room_id} room={room} /> : <SessionWait />}
      {hasSecond && <SecondRoom key="beside" />}
    </>
  );
}
