import type { ComponentType } from "preact";

/** One part of the page with its states, as the gallery shows it. */
export interface Specimen {
  readonly name: string;
  /** What the keyboard does, where it does more than Tab and Enter. */
  readonly keys?: string;
  /** Needs a room's width: its themes stand below one another. */
  readonly isWide?: boolean;
  /** Drawn once for each theme that is shown: it keeps its state for itself. */
  readonly Show: ComponentType;
}

export interface SpecimenGroup {
  readonly title: string;
  readonly specimens: readonly Specimen[];
}
