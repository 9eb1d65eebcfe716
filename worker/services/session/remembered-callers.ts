import type { Principal } from "./principal.ts";
import type { VerifiedSession } from "./verify-token.ts";

/**
 * How long an isolate goes by what D1 said of a caller, milliseconds from the call that asked. Chosen: what ends in
 * another isolate ends here within the 2 s of a revocation.
 */
export const REMEMBERED_MS = 1_500;

interface Remembered {
  readonly principal: Principal;
  readonly sinceMs: number;
  readonly age: number;
}

/** By the verdict on a token: there are as many as verdicts are kept, and none outlives its own. */
const remembered = new WeakMap<VerifiedSession, Remembered>();

/** Counts what ended, was suspended or changed in this isolate. What was asked before counts for nothing after. */
let age = 0;

/** Has everybody looked up anew. Called after each write that ends a sign-in or changes who somebody is. */
export function forgetCallers(): void {
  age += 1;
}

/**
 * Who a session speaks for, as found a moment ago, else as `find` says now. For calls that only read: what changes
 * something asks D1 itself, and so does whatever opens a socket.
 */
export async function recallCaller(
  session: VerifiedSession,
  nowMs: number,
  find: () => Promise<Principal | null>,
): Promise<Principal | null> {
  const known = remembered.get(session);
  if (known !== undefined && isGood(known, nowMs)) return known.principal;
  remembered.delete(session);
  // Noted before D1 is asked: an end that comes between its answer and ours must not be remembered away.
  const asked = age;
  const principal = await find();
  if (principal !== null) remembered.set(session, { principal, sinceMs: nowMs, age: asked });
  return principal;
}

const isGood = (known: Remembered, nowMs: number): boolean =>
  known.age === age &&
  nowMs >= known.sinceMs &&
  nowMs < Math.min(known.sinceMs + REMEMBERED_MS, known.principal.expiresAtMs);
