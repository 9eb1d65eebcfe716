import { MAX_FRAME_BYTES, PAGE_SIZE } from "../../shared/protocol/limits.ts";
import type { Presence, Welcome } from "../../shared/protocol/server-messages.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import { botFor, messagesFor, roomFor } from "./core/for-person.ts";
import type { RoomCore } from "./room-core.ts";
import { audienceOf, generationOf, type RunningReply } from "./running-reply.ts";
import type { Session } from "./sessions.ts";
import { queueShown } from "./teller.ts";

/** The answer to `hello`: the room as it is, with the newest page of messages when the device asked for a snapshot. */
export function welcomeFrame(
  core: RoomCore,
  presence: Presence[],
  session: Session,
  running: readonly RunningReply[],
  snapshot: boolean,
): Welcome {
  const { view } = core;
  const { tickets: queue, ...shown } = queueShown(core);
  const userId = session.facts.user_id;
  const draft = core.store.people.draft(userId);
  return {
    type: "welcome",
    v: PROTOCOL_VERSION,
    seq: view.seq,
    you: {
      user_id: userId,
      role: view.members.find((m) => m.user_id === userId)?.role ?? "viewer",
      unread: core.unreadOf(userId),
      ...(draft && { draft }),
    },
    room: roomFor(view.room, userId),
    bots: view.bots.map((bot) => botFor(bot, { userId, ownerId: view.room.user })),
    members: [...view.members],
    ...(snapshot && {
      messages: messagesFor(view.messages.slice(-PAGE_SIZE), userId),
      has_more: view.has_more || view.messages.length > PAGE_SIZE,
    }),
    queue,
    ...shown,
    generations: running.filter((reply) => [null, userId].includes(audienceOf(reply))).map(generationOf),
    presence,
  };
}

/**
 * Missed events in pages of about one frame's size (reliability P4). A single large event is a page of its own. Where
 * nothing was missed there is one empty page: whoever asked with `since` is told that they have everything.
 */
export function eventPages(events: readonly RoomEvent[]): RoomEvent[][] {
  const pages: RoomEvent[][] = [[]];
  let size = 0;
  for (const event of events) {
    const { length } = JSON.stringify(event);
    if (size > 0 && size + length > MAX_FRAME_BYTES) {
      pages.push([]);
      size = 0;
    }
    pages.at(-1)?.push(event);
    size += length;
  }
  return pages;
}
