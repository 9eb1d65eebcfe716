import { z } from "zod";

/**
 * Tokens of the house are counted in millionths wherever a number stands: `users.tokenBalance`, gifts, packages,
 * allowances, the ledger, in D1 and in every answer. Whole numbers only, so that nothing is lost to rounding.
 */
const MAX_MOVED = 1_000_000_000_000;

/** An amount that moves: a millionth of a token at least, a million tokens at most (reliability P15). */
export const TokenAmount = z.int().min(1).max(MAX_MOVED);

/** An amount that may also be nothing. */
export const TokenCount = z.int().min(0).max(MAX_MOVED);

/** Largest balance: beyond it JavaScript no longer counts one by one. */
export const MAX_BALANCE = Number.MAX_SAFE_INTEGER;

/** A price in the smallest unit of the deployment's currency, cents for instance. At most a million. */
export const Price = z.int().min(0).max(100_000_000);
