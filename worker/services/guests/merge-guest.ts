import { eq } from "drizzle-orm";
import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { Heir } from "../../conversation/rpc.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { callRoom } from "../conversations/call-room.ts";
import { deleteAccount } from "../deletion/delete-account.ts";
import type { JobKind, Step } from "../jobs/job-kind.ts";
import { MERGE_ROWS } from "./merge-rows.ts";

/** Rooms of one step. */
const ROOMS_AT_ONCE = 5;

/** Rooms that are the guest's, and those of others that the guest takes part in. */
const PLACES = `select id from conversations where user = ?1
  union select conversation from conversation_members where user = ?1 limit ?2`;

/** The job that brings a guest, its subject, into the account it is for: rooms first, then all other rows, then nothing is left of the guest. */
export const mergeKind: JobKind = {
  noWayBack: "What this brings over is yours already.",
  maxAttempts: null,
  step: async (env, job, nowMs) => {
    const guest = job.subject ?? "";
    const rooms = await env.DB.prepare(PLACES).bind(guest, ROOMS_AT_ONCE).all<{ id: string }>();
    if (rooms.results.length > 0) return moveRooms(env, job, rooms.results);
    await env.DB.batch(MERGE_ROWS.map((sql) => env.DB.prepare(sql).bind(guest, job.user)));
    await env.USER.getByName(job.user).inherit(guest, await env.USER.getByName(guest).keeps());
    await deleteAccount(env, { userId: guest }, nowMs);
    return { isOver: true };
  },
};

async function moveRooms(env: Env, job: JobRecord, rooms: readonly { id: string }[]): Promise<Step> {
  const guest = job.subject ?? "";
  const person = await openDb(env.DB)
    .select({ name: users.displayName })
    .from(users)
    .where(eq(users.id, job.user))
    .get();
  if (person === undefined) throw new AppError("internal", "no account to bring a guest into");
  for (const { id } of rooms) await passRoom(env, id, guest, { user_id: job.user, name: person.name });
  // What the rooms bring to D1 by themselves, should they be late with it.
  const ids = JSON.stringify(rooms.map(({ id }) => id));
  const isOne = "in (select value from json_each(?3))";
  await env.DB.batch(
    [
      `update messages set user = ?2 where conversation ${isOne} and user = ?1`,
      `update or ignore conversation_members set user = ?2 where conversation ${isOne} and user = ?1`,
      // Where the account takes part already, that is its part.
      `delete from conversation_members where conversation ${isOne} and user = ?1`,
      `update conversations set user = ?2 where id ${isOne} and user = ?1`,
    ].map((sql) => env.DB.prepare(sql).bind(guest, job.user, ids)),
  );
  return { isOver: false, phase: "conversations", done: job.done + rooms.length };
}

/** A row whose room is not there moves alone. */
async function passRoom(env: Env, id: string, from: string, heir: Heir): Promise<void> {
  try {
    await callRoom(env, id, (room) => room.passOn(from, heir));
  } catch (error) {
    if (!(error instanceof AppError && error.code === "not_found")) throw error;
  }
}
