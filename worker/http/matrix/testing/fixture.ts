import type { Actor } from "./actors.ts";
import type { KindName } from "./kinds.ts";
import type { Demand, Place } from "./oracle.ts";

/** Who calls, and the id of the row it is about: what bodies and queries are made of. */
export interface Asked {
  readonly actor: Actor;
  readonly id: string;
  /** Differs with every call, for names that must not meet. */
  readonly nth: number;
}

/** How the matrix makes one call of the registry, and what that call asks of its caller. */
export interface Fixture extends Demand {
  /** What `:id` of the path names, or an id of the body; none for calls on no row. */
  readonly of?: KindName;
  /** Places to try; all of the kind unless given. */
  readonly places?: readonly Place[];
  /** Sent as JSON. */
  readonly json?: (asked: Asked) => unknown;
  readonly body?: (asked: Asked) => BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: (asked: Asked) => string;
  /** Further names in the path. */
  readonly path?: (asked: Asked) => Readonly<Record<string, string>>;
  /** Where a rule of the house says otherwise than rights alone, for those let in; the fixture says which. */
  readonly but?: (actor: Actor, place: Place | null) => number | undefined;
}

/** By method and path, as the registry has them; `# words` after those tell fixtures of one record apart. */
export type Fixtures = Readonly<Record<string, Fixture>>;
