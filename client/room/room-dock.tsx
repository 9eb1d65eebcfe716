import type { VNode } from "preact";
import { lazyPart } from "../ui/lazy-part.tsx";
import { Composer } from "./composer.tsx";
import { FloorStrip } from "./floor-strip.tsx";
import { isForGood } from "./lost-for-good.ts";
import { Refusals } from "./refusals.tsx";
import { useRoomScene } from "./room-context.ts";
import { TicketRail } from "./ticket-rail.tsx";

/** Nothing of these is seen at first. */
const FirstRun = lazyPart(() => import("../first-run/first-run.tsx").then(({ FirstRun: run }) => run), {
  isQuiet: true,
});
const UnsentWords = lazyPart(() => import("./unsent-words.tsx").then(({ UnsentWords: words }) => words), {
  isQuiet: true,
});

/** Floor, queue and composer. In a room that does not open, or that one was let go from, nothing can be said. */
export function RoomDock(): VNode {
  const { room, isBeside } = useRoomScene();
  const closed = room.closeReason.value;
  if (closed && (room.view.value === null || isForGood(closed.code))) return <UnsentWords />;
  return (
    <div class="dock">
      {!isBeside && <FirstRun />}
      <Refusals />
      <FloorStrip />
      <TicketRail />
      <Composer />
    </div>
  );
}
