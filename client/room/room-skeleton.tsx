import type { VNode } from "preact";

/** A room that is on its way, in its final geometry; seen only where that takes a moment. */
export const RoomSkeleton = (): VNode => (
  <div class="room-skeleton" aria-hidden="true">
    <i />
    <i />
    <i />
  </div>
);
