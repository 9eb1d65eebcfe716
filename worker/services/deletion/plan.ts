import { type Effect, effectOn, finalWrites } from "./effects.ts";
import { RELATIONS, type Relation, type Target } from "./relations.ts";

/** Rows that a person or a job deletes as such; all others go with one of these. */
export type Deletable = "bots" | "knowledge_collections" | "conversations" | "users";

/**
 * One thing a deletion does, until no row is left that asks for it. What is left is found in the rows themselves, so
 * that a deletion that broke off anywhere goes on where it was. In all SQL `?1` is the id of the row that is deleted.
 */
export interface Phase {
  /** Table it works on. */
  readonly name: string;
  /** `from … where …` of the rows it still has to do. */
  readonly left: string;
  /** Statements that do at most `?2` of them; null where `effect` does. */
  readonly writes: readonly string[] | null;
  readonly effect: Effect | null;
}

const isTarget = (table: string): table is Target => table in RELATIONS;

/** Rows of `relation` that name one of the rows that `ids` selects. */
const rowsNaming = ({ column, where }: Relation, ids: string): string =>
  `${where === undefined ? "" : `${where} and `}${column} in (${ids})`;

const limited = (table: string, where: string): string =>
  `rowid in (select rowid from ${table} where ${where} limit ?2)`;

/** Phases that delete the rows of `table` where `where` holds, those that name them first. */
function removal(table: string, column: string | null, where: string): Phase[] {
  const effect = effectOn(table, column);
  const ids = `select id from ${table} where ${where}`;
  const phases = isTarget(table) ? RELATIONS[table].flatMap((relation) => phasesOf(relation, ids)) : [];
  const byEffect = effect && { name: table, left: `from ${table} where ${where}${effect.still}`, writes: null, effect };
  const last: Phase = {
    name: table,
    left: `from ${table} where ${where}`,
    writes: finalWrites(table) ?? [`delete from ${table} where ${limited(table, where)}`],
    effect: null,
  };
  if (!byEffect) return [...phases, last];
  // Rooms end before their rows; bytes go once nothing shows them any more.
  return effect.when === "first" ? [byEffect, ...phases, last] : [...phases, byEffect, last];
}

function phasesOf(relation: Relation, ids: string): Phase[] {
  const { table } = relation;
  const where = rowsNaming(relation, ids);
  if (relation.on === "delete") return removal(table, relation.column, where);
  if (relation.on !== "set") return [];
  const open = relation.until === undefined ? where : `${where} and not (${relation.until})`;
  const write = `update ${table} set ${relation.set} where ${limited(table, open)}`;
  return [{ name: table, left: `from ${table} where ${open}`, writes: [write], effect: null }];
}

const plans = new Map<Deletable, readonly Phase[]>();

/** All phases of deleting one row of `kind`, in order; the last removes the row itself. Made once. */
export function planOf(kind: Deletable): readonly Phase[] {
  const known = plans.get(kind);
  if (known !== undefined) return known;
  const made = removal(kind, null, "id = ?1");
  plans.set(kind, made);
  return made;
}
