import { z } from "zod";
import { AppError } from "../../../shared/app-error.ts";
import { Id } from "../../../shared/fields/common.ts";
import { isoTime } from "../../clock.ts";
import { issuerOf } from "../../services/session/issuer.ts";
import { issueTicket } from "../../services/session/socket-tickets.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { PARTIES, partOf } from "../parties.ts";

const issue = endpoint({
  method: "POST",
  path: "/api/tickets",
  need: "read",
  summary: "A one-time ticket for a socket, good for 30 seconds",
  body: z.strictObject({ party: z.enum(PARTIES), room: Id }),
  output: z.object({ ticket: z.string(), expires_at: z.string() }),
  rate: { max: 30, windowS: 60 },
  changesNothing: true,
  givesSecret: true,
  handler: async ({ env, db, nowMs, principal, request }, { body: { party, room } }) => {
    if ((await partOf(db, { party, room }, principal.userId)) === null)
      throw new AppError("not_found", "no such room for them");
    const of = { principal, party, room, origin: request.headers.get("origin") };
    const { ticket, expiresAtMs } = await issueTicket(await issuerOf(env.DB, nowMs), of, nowMs);
    return { ticket, expires_at: isoTime(expiresAtMs) };
  },
});

export const ticketEndpoints: readonly Endpoint[] = [issue];
