import type { RoomBot, RoomInfo, RoomMember } from "../../../shared/fields/conversation.ts";
import type { MessageRow } from "../../../shared/fields/message.ts";
import type { StoredFiring } from "../room-store.ts";
import { conversationType } from "./conversation-type.ts";
import { isFor } from "./for-person.ts";
import { withoutOpenTakes } from "./takes.ts";
import { withReplies } from "./thread-replies.ts";

/** A branch room before it is made: who it is for, and all that it begins with. */
export interface BranchSeed {
  readonly room: RoomInfo;
  readonly bots: readonly RoomBot[];
  readonly owner: RoomMember;
  /** The path, oldest first, numbered as where it was said. */
  readonly messages: readonly MessageRow[];
  readonly firings: readonly StoredFiring[];
}

/** Whose room it becomes, and how ids of the old room are called in it: the same ones at every try. */
interface Branching {
  readonly id: string;
  readonly owner: Pick<RoomMember, "user_id" | "name">;
  readonly now: string;
  /** The message of the old room that it goes on from. */
  readonly at: string;
  readonly idFor: (messageId: string) => string;
}

/**
 * The seed of a branch of `room`. Whispers between others stay behind, as do personas and keys of others: what the new
 * owner could not see they do not get. Pure.
 */
export function branchSeed(
  from: { room: RoomInfo; bots: readonly RoomBot[]; path: readonly MessageRow[]; firings: readonly StoredFiring[] },
  to: Branching,
): BranchSeed {
  const { user_id } = to.owner;
  const isOwners = from.room.user === user_id;
  const said = from.path.filter((m) => !m.streaming && isFor(user_id, m));
  const kept = new Set(said.map((m) => m.id));
  const inThreadOf = (id: string) => said.filter((m) => m.message_thread.thread_id === id);
  const { settings, persona_id } = from.room;
  return {
    room: {
      ...from.room,
      id: to.id,
      user: user_id,
      status: "active",
      conversation_type: conversationType(from.bots.length, 1),
      settings: {
        ...settings,
        ...(!isOwners && { api_key_id: null, provider: null, model: null }),
        // What was lent to the people of one room is not lent to those of another.
        others_key_turns: 0,
      },
      persona_id: isOwners ? persona_id : null,
      created_timestamp: to.now,
      persisted_seq: 0,
      branched_from: { conversation: from.room.id, message_id: to.at },
    },
    bots: seated(from.bots, isOwners, to.now),
    owner: { ...to.owner, role: "owner", joined_at: to.now, read_up_to: lastId(said, to) },
    messages: said.map((row) => {
      const message = messageOf(row, kept, to);
      return { ...message, message_thread: withReplies(message.message_thread, inThreadOf(row.id)) };
    }),
    firings: from.firings
      .filter((f) => kept.has(f.message_id))
      .map((f) => ({ ...f, message_id: to.idFor(f.message_id) })),
  };
}

function lastId(said: readonly MessageRow[], { idFor }: Branching): string | null {
  const last = said.at(-1);
  return last ? idFor(last.id) : null;
}

/** The first of them is primary where the one that was does not come along. */
function seated(bots: readonly RoomBot[], isOwners: boolean, now: string): RoomBot[] {
  const hasPrimary = bots.some((bot) => bot.role === "primary");
  return bots.map((bot, at) => ({
    ...bot,
    joined_at: now,
    role: !hasPrimary && at === 0 ? "primary" : bot.role,
    ...(!isOwners && { api_key_id: null, provider: null, model: null }),
  }));
}

function messageOf(row: MessageRow, kept: ReadonlySet<string>, to: Branching): MessageRow {
  const { user_id } = to.owner;
  const { reply_to_id, thread_id } = row.message_thread;
  return {
    ...withoutOpenTakes(row),
    id: to.idFor(row.id),
    conversation: to.id,
    user: row.bot === null ? row.user : user_id,
    persona_id: row.user === user_id ? row.persona_id : null,
    message_thread: {
      ...row.message_thread,
      reply_to_id: reply_to_id !== null && kept.has(reply_to_id) ? to.idFor(reply_to_id) : null,
      ...(thread_id !== undefined && { thread_id: to.idFor(thread_id) }),
    },
    rev: 1,
  };
}
