import { z } from "zod";
import { MAX_DISPLAY_NAME } from "../../../shared/fields/users.ts";
import { isoTime } from "../../clock.ts";
import { newId } from "../../ids.ts";
import { openSampleRoom } from "../../services/seed/open-sample-room.ts";
import { createGuest } from "../../services/users/create-guest.ts";
import { toMe } from "../../services/users/to-me.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { startSession } from "../session-cookies.ts";
import { SessionAnswer } from "./session.ts";

const begin = endpoint({
  method: "POST",
  path: "/api/guest",
  need: "none",
  summary: "Begin as a guest for 14 days, with a copy of the sample room",
  body: z.strictObject({ name: z.string().trim().max(MAX_DISPLAY_NAME).optional() }),
  /** `room` is the id of the guest's own copy of the sample room. */
  output: SessionAnswer.extend({ room: z.string() }),
  rate: { max: 120, windowS: 60 },
  givesSecret: true,
  handler: async (context, { body }) => {
    const { env, db, nowMs } = context;
    const row = await createGuest(db, body.name, nowMs);
    const room = await openSampleRoom(env, { userId: row.id, name: row.displayName }, nowMs);
    const of = { userId: row.id, email: row.email, sessionId: `sess_${newId()}`, guest: true };
    const endsAtMs = row.expires_at === null ? null : Date.parse(row.expires_at);
    const { token, expiresAtMs } = await startSession(context, of, endsAtMs);
    return { token, expires_at: isoTime(expiresAtMs), user: toMe(row), room };
  },
});

export const guestEndpoints: readonly Endpoint[] = [begin];
