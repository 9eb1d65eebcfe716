import { z } from "zod";
import { AppError } from "../../../shared/app-error.ts";
import { MAX_DISPLAY_NAME, Me } from "../../../shared/fields/users.ts";
import { isoTime } from "../../clock.ts";
import { newId } from "../../ids.ts";
import { cutOff } from "../../services/access/cut-off.ts";
import { beginMerge } from "../../services/guests/begin-merge.ts";
import { runJob } from "../../services/jobs/run-jobs.ts";
import { endSession } from "../../services/session/end-session.ts";
import { findOrCreateUser } from "../../services/users/find-or-create-user.ts";
import { toMe } from "../../services/users/to-me.ts";
import { readUser } from "../../services/users/update-me.ts";
import { guestOf } from "../auth.ts";
import { GUEST_COOKIE } from "../cookies.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { clearCookies, SIGN_IN_COOKIES, startSession } from "../session-cookies.ts";

/** A session just begun. The same token is in the cookie; `token` is for callers that keep none. */
export const SessionAnswer = z.object({ token: z.string(), expires_at: z.string(), user: Me });

const current = endpoint({
  method: "GET",
  path: "/api/session",
  need: "none",
  summary: "Who is signed in; `user` is null where nobody is, which is no error",
  output: z.object({ user: Me.nullable() }),
  handler: async ({ db, principal }) => ({
    user: principal === null ? null : toMe(await readUser(db, principal.userId)),
  }),
});

const signIn = endpoint({
  method: "POST",
  path: "/api/dev/session",
  need: "none",
  summary: "Sign in without a password: only where no Clerk is configured",
  body: z.strictObject({
    email: z.string().max(254),
    displayName: z.string().trim().min(1).max(MAX_DISPLAY_NAME).optional(),
  }),
  output: SessionAnswer,
  givesSecret: true,
  rate: { max: 120, windowS: 60 },
  handler: async (context, { body }) => {
    const { db, nowMs, settings, request } = context;
    if (settings.mode === "clerk") throw new AppError("not_found", "Clerk signs people in here");
    const guest = () => guestOf(request, context);
    const row = await findOrCreateUser(db, { ...body, firstIsAdmin: true, guest }, nowMs);
    if (row.suspended_at !== null)
      throw new AppError("forbidden", "suspended", { publicMessage: "This account is suspended." });
    const left = await guest();
    if (left !== null && left.userId !== row.id) {
      const job = await beginMerge(context.env, left, row.id, nowMs);
      if (job !== null) context.later(runJob(context.env, job));
    }
    const of = { userId: row.id, email: row.email, sessionId: `sess_${newId()}`, guest: false };
    const { token, expiresAtMs } = await startSession(context, of, null);
    clearCookies(context, [GUEST_COOKIE]);
    return { token, expires_at: isoTime(expiresAtMs), user: toMe(row) };
  },
});

const renew = endpoint({
  method: "POST",
  path: "/api/session/renew",
  need: "session",
  summary: "A fresh token for the session that asks, for callers that keep no cookies",
  output: SessionAnswer,
  givesSecret: true,
  handler: async (context) => {
    const { db, principal, settings } = context;
    if (settings.mode === "clerk" && !principal.guest) throw new AppError("not_found", "Clerk renews its own tokens");
    const row = await readUser(db, principal.userId);
    const endsAtMs = row.expires_at === null ? null : Date.parse(row.expires_at);
    const { token, expiresAtMs } = await startSession(context, principal, endsAtMs);
    return { token, expires_at: isoTime(expiresAtMs), user: toMe(row) };
  },
});

const logout = endpoint({
  method: "POST",
  path: "/api/logout",
  need: "none",
  summary: "End this session and take its cookies away",
  output: z.null(),
  status: 204,
  handler: async (context) => {
    const { db, principal, nowMs } = context;
    if (principal !== null) {
      await endSession(db, principal, nowMs);
      context.later(cutOff(context.env, principal.userId));
    }
    clearCookies(context, SIGN_IN_COOKIES);
    return null;
  },
});

export const sessionEndpoints: readonly Endpoint[] = [current, signIn, renew, logout];
