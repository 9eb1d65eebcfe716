import type { VNode } from "preact";
import { Waiting } from "./waiting.tsx";

interface CardSkeletonsProps {
  /** Class of the grid or list in which the cards will stand. */
  readonly grid: string;
  readonly count: number;
  readonly onRetry: () => void;
}

/** Empty cards where the cards will be, of the same size. */
export function CardSkeletons({ grid, count, onRetry }: CardSkeletonsProps): VNode {
  return (
    <Waiting onRetry={onRetry}>
      <div class={grid}>
        {Array.from({ length: count }, (_, at) => (
          <div key={at} class="card-skeleton bone" />
        ))}
      </div>
    </Waiting>
  );
}
