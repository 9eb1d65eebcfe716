import { openDb } from "../../db.ts";
import { type Env, settings } from "../../env.ts";
import { findByTicket } from "./find-by-ticket.ts";
import { findPrincipal } from "./find-principal.ts";
import { issuerOf } from "./issuer.ts";
import type { Principal } from "./principal.ts";
import { readTicket } from "./socket-tickets.ts";
import { verifySession } from "./verify-token.ts";

/** What an open socket shows to go on: `auth {token|ticket}` of the protocol. */
export interface Proof {
  readonly token?: string | undefined;
  readonly ticket?: string | undefined;
}

/** Marks a ticket as used; false where it was used before. The object's own `redeem`. */
export type Redeem = (jti: string, expiresAtMs: number) => boolean | Promise<boolean>;

/** The object at the other end of a socket. */
export interface PartyRoom {
  readonly party: string;
  readonly room: string;
}

/**
 * Who an open socket proves to be, by the same path as every request.
 * @returns Null for no proof. Throws when D1 cannot be asked: the caller then keeps what it knew.
 */
export async function verifyProof(
  env: Env,
  proof: Proof,
  here: PartyRoom,
  nowMs: number,
  redeem: Redeem,
): Promise<Principal | null> {
  const db = openDb(env.DB);
  if (proof.token !== undefined) {
    const session = await verifySession(env, settings(env), { kind: "token", token: proof.token }, nowMs);
    return session === null ? null : findPrincipal(db, settings(env), session, nowMs);
  }
  if (proof.ticket === undefined) return null;
  const ticket = await readTicket(await issuerOf(env.DB, nowMs), proof.ticket, nowMs);
  if (ticket === null || ticket.party !== here.party || ticket.room !== here.room) return null;
  const principal = await findByTicket(db, ticket, nowMs);
  return principal !== null && (await redeem(ticket.jti, ticket.expiresAtMs)) ? principal : null;
}
