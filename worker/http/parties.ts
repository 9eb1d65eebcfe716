import { eq } from "drizzle-orm";
import { conversations } from "../../schema/tables/conversations.ts";
import { AppError } from "../../shared/app-error.ts";
import { Id } from "../../shared/fields/common.ts";
import type { MemberRole } from "../../shared/fields/conversation.ts";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { PROOF_MS } from "../../shared/protocol/limits.ts";
import { encodeIdentity, IDENTITY_HEADER } from "../conversation/identity.ts";
import { type Db, openDb } from "../db.ts";
import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { roleIn } from "../services/access/conversation-access.ts";
import { findByTicket } from "../services/session/find-by-ticket.ts";
import { issuerOf } from "../services/session/issuer.ts";
import type { Principal } from "../services/session/principal.ts";
import { type ReadTicket, readTicket } from "../services/session/socket-tickets.ts";
import { authenticateCookies } from "./auth.ts";
import { FLOOD_RATE, RateLimiter } from "./rate-limit.ts";
import type { Scope } from "./router.ts";
import { withCompression } from "./socket-compression.ts";

/** Parties that exist. No other binding is reachable, whatever its name. */
export const PARTIES = ["conversation", "user"] as const;
type Party = (typeof PARTIES)[number];

/** "Try again later": D1 could not be asked who may come in. Clients reconnect after it. */
const TRY_AGAIN_LATER = 1013;

/** Upgrades of one address, admitted or not: proving somebody costs more than asking. */
const limiter = new RateLimiter();

/** Why a socket is refused: a close code and a word. Browsers cannot read the status of a refused upgrade. */
class Refused extends Error {
  readonly closeCode: number;
  constructor(closeCode: number, reason: string) {
    super(reason);
    this.closeCode = closeCode;
  }
}

/** An object by its party and its name. */
interface PartyRoom {
  readonly party: Party;
  readonly room: string;
}

/** Someone let in, and the ticket that has to be used up for it. */
interface Admitted {
  readonly principal: Principal;
  readonly ticket: ReadTicket | null;
}

/**
 * `GET /parties/<party>/<room>`: proves who is asking before the object sees the socket, then hands it over with their
 * identity in one header and nothing of the caller's own.
 *
 * @returns Null for addresses that are no party's. A refusal is a completed handshake, closed at once with its code.
 */
export async function connectParty(request: Request, scope: Scope): Promise<Response | null> {
  const [, party, room] = /^\/parties\/([^/]+)\/([^/]+)\/?$/.exec(new URL(request.url).pathname) ?? [];
  if (party === undefined || room === undefined) return null;
  const known = PARTIES.find((name) => name === party);
  if (known === undefined) return null;
  if (request.method !== "GET" || request.headers.get("upgrade")?.toLowerCase() !== "websocket")
    throw new AppError("not_found", "no upgrade", { publicMessage: "This address takes WebSockets only." });
  try {
    limiter.take(request.headers.get("cf-connecting-ip") ?? "", FLOOD_RATE, scope.nowMs);
    return await enter(request, { party: known, room }, scope);
  } catch (error) {
    if (error instanceof Refused) return refuse(error.closeCode, error.message);
    if (error instanceof AppError) return refuseWith(error);
    log.error("parties.unavailable", error, { request_id: scope.requestId });
    return refuse(TRY_AGAIN_LATER, "try again later");
  }
}

async function enter(request: Request, here: PartyRoom, scope: Scope): Promise<Response> {
  const { env, nowMs } = scope;
  if (!Id.safeParse(here.room).success) throw new Refused(CLOSE.not_found, "not_found");
  const { principal, ticket } = await admit(request, here, scope);
  const role = await partOf(openDb(env.DB), here, principal.userId);
  if (role === null) throw new Refused(CLOSE.not_found, "not_found");
  const object = objectOf(env, here);
  if (ticket !== null && !(await object.redeem(ticket.jti, ticket.expiresAtMs)))
    throw new Refused(CLOSE.unauthenticated, "ticket was used");
  const identity = encodeIdentity({
    user_id: principal.userId,
    session_id: principal.sessionId,
    name: principal.name,
    role,
    expires_at_ms: Math.min(principal.expiresAtMs, nowMs + PROOF_MS),
    device_kind: deviceKind(request.headers.get("user-agent") ?? ""),
  });
  return withCompression(await object.fetch(cleanRequest(request, identity)));
}

/** By ticket where there is one; else by cookie, and then the page has to be one of ours (reliability S-03). */
async function admit(request: Request, here: PartyRoom, scope: Scope): Promise<Admitted> {
  const { env, settings, nowMs } = scope;
  const db = openDb(env.DB);
  const origin = request.headers.get("origin");
  const text = new URL(request.url).searchParams.get("ticket");
  if (text !== null) {
    const ticket = await readTicket(await issuerOf(env.DB, nowMs), text, nowMs);
    const isForHere = ticket?.party === here.party && ticket.room === here.room && ticket.origin === origin;
    const principal = isForHere ? await findByTicket(db, ticket, nowMs) : null;
    if (principal === null) throw new Refused(CLOSE.unauthenticated, "unauthenticated");
    return { principal, ticket };
  }
  if (origin !== null && !settings.origins.includes(origin)) throw new Refused(CLOSE.forbidden, "foreign origin");
  const caller = origin === null ? null : await authenticateCookies(request, { env, settings, db, nowMs });
  if (caller === null) throw new Refused(CLOSE.unauthenticated, "unauthenticated");
  return { principal: caller.principal, ticket: null };
}

const objectOf = (env: Env, { party, room }: PartyRoom) =>
  party === "user" ? env.USER.getByName(room) : env.CONVERSATION.getByName(room);

/** What `userId` is there as D1 knows it; null where there is nothing or it is none of theirs. A person's object is theirs alone. */
export async function partOf(db: Db, { party, room }: PartyRoom, userId: string): Promise<MemberRole | null> {
  if (party === "user") return room === userId ? "owner" : null;
  const found = await db
    .select({ role: roleIn(userId) })
    .from(conversations)
    .where(eq(conversations.id, room))
    .get();
  return found?.role ?? null;
}

/** Headers the object would believe: partyserver's, ours, the platform's, and whatever signs somebody in. */
const isTrusted = (name: string): boolean => /^(x-partykit-|x-bc-|cf-|cookie$|authorization$)/.test(name);

/** The upgrade with the proved identity, without query and without any header the object would take for ours. */
function cleanRequest(request: Request, identity: string): Request {
  const url = new URL(request.url);
  url.search = "";
  const headers = new Headers([...request.headers].filter(([name]) => !isTrusted(name.toLowerCase())));
  headers.set(IDENTITY_HEADER, identity);
  return new Request(url, { method: "GET", headers });
}

const deviceKind = (userAgent: string): string => {
  if (/iPad|Tablet|Android(?!.*Mobile)/i.test(userAgent)) return "tablet";
  return /Mobi|iPhone/i.test(userAgent) ? "phone" : "desktop";
};

/** A flood says when to come back; whatever else ends a sign-in ends the socket. */
function refuseWith({ code, retryAfterMs }: AppError): Response {
  if (code !== "rate_limited") return refuse(CLOSE.forbidden, code);
  return refuse(CLOSE.flood, JSON.stringify({ retry_after_ms: retryAfterMs ?? 0 }));
}

function refuse(code: number, reason: string): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(code, reason);
  return new Response(null, { status: 101, webSocket: client });
}
