import type { VNode } from "preact";
import { EmptyState } from "../ui/states.tsx";

/** Nothing holds the words that were searched for. */
export const NoSuchWords = ({
  what,
  search,
  onClear,
}: {
  what: string;
  search: string;
  onClear: () => void;
}): VNode => (
  <EmptyState
    title={`No ${what} fits`}
    action={
      <button type="button" class="button button-primary" onClick={onClear}>
        Clear the search
      </button>
    }
  >
    None has the words <q dir="auto">{search}</q>.
  </EmptyState>
);
