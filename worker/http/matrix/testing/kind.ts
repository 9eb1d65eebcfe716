import { type Actor, userIdOf } from "./actors.ts";
import type { Place, Thing } from "./oracle.ts";
import { type Insert, like } from "./rows.ts";

/** What ids of calls name. */
export interface Kind {
  readonly sharing: Thing["kind"];
  /** Places a row of this kind is put in, besides each person's own. */
  readonly places: readonly Exclude<Place, "own" | "missing" | "malformed">[];
  /** The row and what it needs to stand on. `place` is `own` for a row nobody else was given anything of. */
  readonly make: (id: string, owner: Actor, place: Place) => readonly Insert[];
  /** The type that grants on it are of. */
  readonly grants?: "bot" | "knowledgeCollection";
  /** The row whose grants count, where it is another. */
  readonly grantsOn?: (id: string) => string;
  /** A person has one, so that no throw-away can be made beside it. */
  readonly single?: true;
  /** Made by the room's object, which writes the rows itself. */
  readonly room?: true;
}

/** A row of a table that belongs to one person alone; `column` names them. */
export const rowOf =
  (table: string, column = "user", more: (id: string, owner: Actor) => Insert["row"] = () => ({})): Kind["make"] =>
  (id, owner) => [like(table, { id, [column]: userIdOf(owner), ...more(id, owner) })];

/** Somebody who plays no part, for what takes two. */
export const somebody = (id: string): Insert => like("users", { id, email: `${id.toLowerCase()}@elsewhere.test` });

/** What is one person's alone. */
export const PRIVATE = { sharing: "private", places: ["theirs"] } as const;
