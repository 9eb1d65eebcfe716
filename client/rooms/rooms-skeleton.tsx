import type { VNode } from "preact";
import { Waiting } from "../ui/waiting.tsx";

const ROOMS = 6;

/** The list before it is here: search, filters and rows where they will be. */
export const RoomsSkeleton = ({ onRetry }: { onRetry: () => void }): VNode => (
  <Waiting onRetry={onRetry}>
    <div class="rooms-page-bones">
      <div class="rooms-tools">
        <span class="bone bone-search" />
        <span class="bone bone-chips" />
      </div>
      <div class="room-rows">
        {Array.from({ length: ROOMS }, (_, at) => (
          <div key={at} class="card-skeleton bone" />
        ))}
      </div>
    </div>
  </Waiting>
);
