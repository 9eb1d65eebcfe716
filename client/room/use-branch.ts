import { useLocation } from "preact-iso";
import { useRoomRoute } from "../beside/use-room-route.ts";
import { roomListOf } from "../pages/room-list.ts";
import type { CommandBody } from "../state/pending-store.ts";
import { useApp } from "../ui/app-context.ts";
import { branchFrom } from "./branch-deed.ts";
import { useRoomScene } from "./room-context.ts";

/** Says what may open a branch room and, where it has, goes there with the way back. Gives the command's `ref`. */
export function useBranch(): (body: CommandBody) => string {
  const { room } = useRoomScene();
  const { api, toasts } = useApp();
  const { path } = useLocation();
  const goTo = useRoomRoute();
  return (body) =>
    branchFrom(room, body, (room_id) => {
      goTo(`/r/${room_id}`);
      void roomListOf(api).refresh();
      const action = { label: "Go back", onPress: () => goTo(path) };
      toasts.say("This room is your own and goes on from there. The other stays as it was.", { action });
    });
}
