import { jwtVerify } from "jose";
import { z } from "zod";
import { TICKET_MS } from "../../../shared/protocol/limits.ts";
import { newId } from "../../ids.ts";
import { ALG, type Issuer } from "./issuer.ts";
import type { Principal } from "./principal.ts";

/** `typ` of a ticket: no session token is one, and no ticket is a session token. */
const TYP = "bc-ticket+jwt";
const AUDIENCE = "socket";

/** What a ticket opens, and for whom. */
export interface TicketOf {
  readonly principal: Pick<Principal, "userId" | "sessionId" | "expiresAtMs">;
  readonly party: string;
  readonly room: string;
  /** `Origin` of the request that asked; the socket has to come from there too. Null outside browsers. */
  readonly origin: string | null;
}

export interface IssuedTicket {
  readonly ticket: string;
  /** Unix milliseconds. */
  readonly expiresAtMs: number;
}

/** A ticket as read back, signature and time checked. Whether it was used before only its object knows. */
export interface ReadTicket {
  readonly jti: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly party: string;
  readonly room: string;
  readonly origin: string | null;
  readonly expiresAtMs: number;
  /** When the session that asked for it ends, Unix milliseconds. */
  readonly sessionExpiresAtMs: number;
}

const Claims = z.object({
  jti: z.string(),
  sub: z.string(),
  sid: z.string(),
  party: z.string(),
  room: z.string(),
  origin: z.string().nullable(),
  exp: z.number(),
  session_exp: z.number(),
});

/** Signs a ticket good for one use within 30 s. Stores nothing: the object it opens remembers which were used. */
export async function issueTicket(issuer: Issuer, of: TicketOf, nowMs: number): Promise<IssuedTicket> {
  const exp = Math.floor((nowMs + TICKET_MS) / 1_000);
  const claims = {
    iss: issuer.iss,
    aud: AUDIENCE,
    sub: of.principal.userId,
    sid: of.principal.sessionId,
    jti: `${newId()}-${crypto.randomUUID()}`,
    party: of.party,
    room: of.room,
    origin: of.origin,
    iat: Math.floor(nowMs / 1_000),
    exp,
    session_exp: Math.floor(of.principal.expiresAtMs / 1_000),
  };
  return { ticket: await issuer.sign(claims, TYP), expiresAtMs: exp * 1_000 };
}

/** @returns Null for anything that is not a ticket of this instance, still in its time. Never throws. */
export async function readTicket(issuer: Issuer, ticket: string, nowMs: number): Promise<ReadTicket | null> {
  try {
    const { payload } = await jwtVerify(ticket, issuer.publicKey, {
      algorithms: [ALG],
      issuer: issuer.iss,
      audience: AUDIENCE,
      typ: TYP,
      currentDate: new Date(nowMs),
    });
    const claims = Claims.parse(payload);
    const { jti, sub: userId, sid: sessionId, party, room, origin } = claims;
    const times = { expiresAtMs: claims.exp * 1_000, sessionExpiresAtMs: claims.session_exp * 1_000 };
    return { jti, userId, sessionId, party, room, origin, ...times };
  } catch {
    return null;
  }
}
