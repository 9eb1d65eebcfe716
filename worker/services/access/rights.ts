import { AppError } from "../../../shared/app-error.ts";
import { RIGHTS, type Right } from "../../../shared/fields/access-control.ts";
import type { Unlocked } from "./unlocked.ts";

/** Who looks, and when: grants and shares end. A null user is a stranger. */
export interface Viewer {
  readonly userId: string | null;
  readonly nowMs: number;
  /** What the caller has shown the password of. It opens reading alone; whoever links or writes needs a right of their own. */
  readonly unlocked?: Unlocked | null | undefined;
}

/** Whether `held` is `needed` or more. */
export const holds = (held: Right | null, needed: Right): boolean =>
  held !== null && RIGHTS.indexOf(held) >= RIGHTS.indexOf(needed);

/** The refusal of what is shared by password to those who have not shown it. */
const locked = (): AppError =>
  new AppError("forbidden", "locked by password", { publicMessage: "This needs a password. Ask whoever shared it." });

/**
 * Lets only those go on who hold `needed`. What a caller may not see does not exist for them; what they may see but not
 * do is forbidden, and so is what only a password keeps from them, since they have the link already.
 * @param row `isLocked`: 1 where a password is all that is missing, see `tomeLocked`.
 * @throws AppError `not_found`, `forbidden`.
 */
export function demand<Row extends { readonly right: Right | null; readonly isLocked?: number }>(
  row: Row | undefined,
  needed: Right,
): Row & { readonly right: Right } {
  const held = row?.right ?? null;
  if (held === null && row?.isLocked === 1) throw locked();
  if (row === undefined || held === null) throw new AppError("not_found", "not there, or not for this caller");
  if (!holds(held, needed)) throw new AppError("forbidden", `holds ${held}, needs ${needed}`);
  return { ...row, right: held };
}
