import type { LoreSettings } from "../fields/knowledge-collections.ts";
import type { LoreBudget } from "./evaluate.ts";
import { failed, passed } from "./gates.ts";
import type { Gate, TraceBudget } from "./trace.ts";

/** One entry asking for room. */
export interface BudgetClaim {
  readonly id: string;
  readonly isPinned: boolean;
  readonly isSticky: boolean;
  readonly order: number;
  readonly score: number;
  readonly tokens: number;
  readonly ignoresBudget: boolean;
  readonly collection: string;
}

const FITS = passed("budget", "fits");
const IGNORES = passed("budget", "ignores the budget");

/** Tokens all lore of one turn may take: a share of what the model's window leaves, or the cap if that is less. */
export function budgetLimit({ window, reserved, percent, cap }: LoreBudget): number {
  const share = Math.max(0, Math.floor(((window - reserved) * percent) / 100));
  return cap === undefined ? share : Math.min(share, Math.max(0, cap));
}

/** Order of admission (activation.md §8): pinned, sticky, order, score, id. */
function compareClaims(a: BudgetClaim, b: BudgetClaim): number {
  return (
    Number(b.isPinned) - Number(a.isPinned) ||
    Number(b.isSticky) - Number(a.isSticky) ||
    b.order - a.order ||
    b.score - a.score ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}

/** The lore budget of one turn while it is being spent. */
export class LorePurse {
  readonly #limit: number;
  readonly #collections: ReadonlyMap<string, LoreSettings>;
  readonly #usedBy = new Map<string, number>();
  #used = 0;
  #ignored = 0;

  constructor(budget: LoreBudget, collections: ReadonlyMap<string, LoreSettings>) {
    this.#limit = budgetLimit(budget);
    this.#collections = collections;
  }

  /**
   * Admits what fits, best claim first; one that does not fit is passed over, and smaller ones after it may still fit.
   *
   * @returns Gate 10 of each claim, by entry id.
   */
  admit(claims: readonly BudgetClaim[]): ReadonlyMap<string, Gate> {
    const gates = new Map<string, Gate>();
    for (const claim of claims.toSorted(compareClaims)) {
      const gate = this.gateOf(claim);
      gates.set(claim.id, gate);
      if (gate.passed) this.#spend(claim);
    }
    return gates;
  }

  /** What gate 10 says to a claim now. */
  gateOf({ tokens, ignoresBudget, collection }: Pick<BudgetClaim, "tokens" | "ignoresBudget" | "collection">): Gate {
    if (ignoresBudget) return IGNORES;
    const left = this.#limit - this.#used;
    if (tokens > left) return failed("budget", `needs ${tokens}, ${left} left`);
    const leftThere = this.#leftOf(collection);
    return tokens > leftThere ? failed("budget", `needs ${tokens}, ${leftThere} left in its collection`) : FITS;
  }

  /** What was spent. */
  statement(): TraceBudget {
    return { limit: this.#limit, used: this.#used, ignored: this.#ignored };
  }

  /** A collection's own budget; absent or 0, it has none of its own. */
  #leftOf(collection: string): number {
    const own = this.#collections.get(collection)?.token_budget ?? 0;
    return own === 0 ? Number.POSITIVE_INFINITY : own - (this.#usedBy.get(collection) ?? 0);
  }

  #spend({ tokens, ignoresBudget, collection }: BudgetClaim): void {
    if (ignoresBudget) {
      this.#ignored += tokens;
      return;
    }
    this.#used += tokens;
    this.#usedBy.set(collection, (this.#usedBy.get(collection) ?? 0) + tokens);
  }
}
