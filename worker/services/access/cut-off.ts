import { sql } from "drizzle-orm";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { callRoom } from "../conversations/call-room.ts";

/**
 * Most rooms told of one person, the lately active first: where somebody sits is among them. Chosen: one call each.
 * Sockets of further ones are asked about within a minute by their rooms, and end when their proof does.
 */
const MAX_ROOMS = 500;

/** Rooms in which somebody takes part, the lately active first. */
async function roomsOf(env: Env, userId: string): Promise<readonly { id: string }[]> {
  return await openDb(env.DB).all<{ id: string }>(
    sql`select id from conversations where id in
          (select id from conversations where user = ${userId}
           union select conversation from conversation_members where user = ${userId})
        order by last_activity desc limit ${MAX_ROOMS}`,
  );
}

/**
 * Has every room of a person, and their own object, look at their rights now: whoever may not be there any more is cut
 * off. A room that cannot be reached asks by itself within a minute.
 */
export async function cutOff(env: Env, userId: string): Promise<void> {
  const rooms = await roomsOf(env, userId);
  await Promise.allSettled([
    env.USER.getByName(userId).accessChanged(),
    ...rooms.map(({ id }) => callRoom(env, id, (room) => room.accessChanged(userId))),
  ]);
}

/** Closes every socket of a person, for sign-ins that somebody else has ended. */
export async function signOutEverywhere(env: Env, userId: string): Promise<void> {
  const rooms = await roomsOf(env, userId);
  await Promise.allSettled([
    env.USER.getByName(userId).signedOut(),
    ...rooms.map(({ id }) => callRoom(env, id, (room) => room.signedOut(userId))),
  ]);
}

/** Has the rooms of either of two people look at the other's rights now: there is a block between them. */
export async function cutOffBetween(env: Env, one: string, other: string): Promise<void> {
  const rooms = await openDb(env.DB).all<{ id: string; guest: string }>(
    sql`select seat.conversation as id, seat.user as guest from conversation_members as seat
        inner join conversations on conversations.id = seat.conversation
        where (seat.user = ${other} and conversations.user = ${one})
           or (seat.user = ${one} and conversations.user = ${other}) limit ${MAX_ROOMS}`,
  );
  await Promise.allSettled(rooms.map(({ id, guest }) => callRoom(env, id, (room) => room.accessChanged(guest))));
}
