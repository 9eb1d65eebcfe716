import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { endedSessions } from "../../../schema/tables/ended-sessions.ts";
import { selfModeration } from "../../../schema/tables/self-moderation.ts";
import { users } from "../../../schema/tables/users.ts";
import type { JobCard, RoomCard } from "../../../shared/protocol/user-frames.ts";
import { isoTime, nowMs } from "../../clock.ts";
import { withTimeout } from "../../conversation/adapters/d1-timeout.ts";
import type { VerifiedProof } from "../../conversation/ports.ts";
import { type Db, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { newId } from "../../ids.ts";
import { cutOff } from "../../services/access/cut-off.ts";
import { readRoomCards } from "../../services/conversations/read-conversations.ts";
import { listJobs } from "../../services/jobs/read-jobs.ts";
import { endSession } from "../../services/session/end-session.ts";
import { verifyProof } from "../../services/session/verify-proof.ts";
import { NO_LIMITS } from "../look-up.ts";
import type { Directory, OwnLimits, Usage } from "../ports.ts";

/** Rooms that are read. Chosen: what the list of rooms shows at once. */
const ROOMS_READ = 100;
const JOBS_READ = 50;
/** How long a sign-in is remembered as ended, milliseconds. Chosen: the longest session of Clerk's standard is shorter. */
const SESSION_KEPT_MS = 30 * 24 * 3_600_000;

/** What D1 knows of one person, as it is now. */
export class D1Directory implements Directory {
  readonly #env: Env;
  readonly #db: Db;
  readonly #userId: string;

  constructor(env: Env, userId: string) {
    this.#env = env;
    this.#db = openDb(env.DB);
    this.#userId = userId;
  }

  async rooms(): Promise<{ cards: RoomCard[]; isAll: boolean }> {
    const cards = await withTimeout(readRoomCards(this.#db, this.#userId, ROOMS_READ));
    return { cards, isAll: cards.length < ROOMS_READ };
  }

  async jobs(): Promise<readonly JobCard[]> {
    const newest = { sort: "-createdAt", limit: JOBS_READ } as const;
    return await withTimeout(listJobs(this.#db, newest, this.#userId));
  }

  async account(): Promise<{ limits: OwnLimits; balance: number } | null> {
    const query = this.#db
      .select({ balance: users.tokenBalance, limits: selfModeration })
      .from(users)
      .leftJoin(selfModeration, eq(selfModeration.user, users.id))
      .where(eq(users.id, this.#userId));
    const found = await withTimeout(query.get());
    if (!found) return null;
    const { daily_limit, weekly_limit, break_reminder_interval, ...row } = found.limits ?? NO_LIMITS;
    const { night_mode_enabled, night_mode_start, night_mode_end } = row;
    const limits = { daily_limit, weekly_limit, break_reminder_interval };
    return { balance: found.balance, limits: { ...limits, night_mode_enabled, night_mode_start, night_mode_end } };
  }

  async standing(sessionIds: readonly string[]): Promise<{ isCurrent: boolean; ended: string[] }> {
    const query = this.#db
      .select({ id: users.id })
      .from(users)
      .where(
        and(
          eq(users.id, this.#userId),
          isNull(users.suspended_at),
          sql`coalesce(${users.expires_at} > ${isoTime(nowMs())}, 1)`,
        ),
      );
    const over = this.#db
      .select({ id: endedSessions.id })
      .from(endedSessions)
      .where(inArray(endedSessions.id, [...sessionIds]));
    const [people, ended] = await withTimeout(this.#db.batch([query, over]));
    return { isCurrent: people.length > 0, ended: ended.map(({ id }) => id) };
  }

  async seenIn(conversationIds: readonly string[]): Promise<string[]> {
    const query = this.#env.DB.prepare(
      `select asked.value as id from json_each(?2) as asked
       where exists (select 1 from users where id = ?1 and coalesce(preferences ->> '$.presence', 'on') != 'off')
         and not exists (
           select 1 from user_blocks as b
           where (b.blocker = ?1 or b.blocked = ?1) and iif(b.blocker = ?1, b.blocked, b.blocker) in (
             select user from conversations where id = asked.value
             union all select user from conversation_members where conversation = asked.value))`,
    );
    const { results } = await withTimeout(
      query.bind(this.#userId, JSON.stringify(conversationIds)).all<{ id: string }>(),
    );
    return results.map(({ id }) => id);
  }

  async endSessions(sessionIds: readonly string[]): Promise<void> {
    const now = nowMs();
    for (const sessionId of sessionIds)
      await endSession(this.#db, { sessionId, expiresAtMs: now + SESSION_KEPT_MS }, now);
    await cutOff(this.#env, this.#userId);
  }

  async verify(
    proof: { token?: string | undefined; ticket?: string | undefined },
    redeem: (jti: string, expiresAtMs: number) => boolean,
  ): Promise<VerifiedProof | null> {
    const here = { party: "user", room: this.#userId };
    const principal = await verifyProof(this.#env, proof, here, nowMs(), redeem);
    if (principal === null) return null;
    const { userId, sessionId, expiresAtMs } = principal;
    return { userId, sessionId, expiresAtMs };
  }

  /** Of an account that is gone nothing is written; a number never falls, whichever of two writes comes last. */
  async writeUsage({ days, today, week }: Usage): Promise<void> {
    const now = isoTime(nowMs());
    const writeDay = this.#env.DB.prepare(
      `insert into usage_analytics (id, user, date, session_duration, createdAt, updatedAt)
       select ?1, id, ?3, ?4, ?5, ?5 from users where id = ?2
       on conflict (user, date) do update set
         session_duration = max(session_duration, excluded.session_duration), updatedAt = excluded.updatedAt`,
    );
    // Not a change by the person: their row's version stays.
    const writeLimits = this.#env.DB.prepare(
      `update self_moderation set current_daily_usage = ?2, current_weekly_usage = ?3 where user = ?1`,
    );
    const statements = [
      ...days.map(({ day, minutes }) => writeDay.bind(newId(), this.#userId, day, minutes, now)),
      writeLimits.bind(this.#userId, today, week),
    ];
    await withTimeout(this.#env.DB.batch(statements));
  }
}
