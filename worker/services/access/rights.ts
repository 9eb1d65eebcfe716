import { AppError } from "../../../shared/app-error.ts";
import { RIGHTS, type Right } from "../../../shared/fields/access-control.ts";

/** Who looks, and when: grants and shares end. A null user is a stranger. */
export interface Viewer {
  readonly userId: string | null;
  readonly nowMs: number;
}

/** Whether `held` is `needed` or more. */
export const holds = (held: Right | null, needed: Right): boolean =>
  held !== null && RIGHTS.indexOf(held) >= RIGHTS.indexOf(needed);

/**
 * Lets only those go on who hold `needed`. What a caller may not see does not exist for them; what they may see but not
 * do is forbidden.
 * @throws AppError `not_found`, `forbidden`.
 */
export function demand<Row extends { readonly right: Right | null }>(
  row: Row | undefined,
  needed: Right,
): Row & { readonly right: Right } {
  const held = row?.right ?? null;
  if (row === undefined || held === null) throw new AppError("not_found", "not there, or not for this caller");
  if (!holds(held, needed)) throw new AppError("forbidden", `holds ${held}, needs ${needed}`);
  return { ...row, right: held };
}
