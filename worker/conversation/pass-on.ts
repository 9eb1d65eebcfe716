import type { RoomMember } from "../../shared/fields/conversation.ts";
import type { MessageRow } from "../../shared/fields/message.ts";
import { CLOSE } from "../../shared/protocol/close-codes.ts";
import type { NewEvent } from "../../shared/room/events.ts";
import type { TurnQueue } from "./core/state.ts";
import { isWaiting } from "./core/turns/turn-queue.ts";
import type { Room } from "./room.ts";
import type { RoomCore } from "./room-core.ts";
import type { Heir } from "./rpc.ts";
import { tellEvents } from "./teller.ts";

/** Messages of one commit. Chosen: some milliseconds of writing. */
const MESSAGES_AT_ONCE = 100;

/**
 * Makes what `from` is and said here `heir`'s, or, where the heir is nobody, keeps the words under a name that tells
 * nothing. Everyone connected is told, `from` is cut off, and the log forgets what went before. Done again it changes
 * nothing. Rules LIFE10 and LIFE11 in SPEC.md.
 */
export async function passOn({ core, sessions, runtime }: Room, from: string, heir: Heir, now: string): Promise<void> {
  await runtime.rightsFirst();
  const commit = (events: readonly NewEvent[], queue?: TurnQueue): void => {
    if (events.length > 0 || queue)
      tellEvents(core, sessions, core.commit({ events, ...(queue && { queue }) }, now).events);
  };
  const { user_id } = heir;
  // Before they take the seat: who comes has read all there is, and the heir has read what `from` has.
  if (user_id !== null && core.view.members.some((m) => m.user_id === from))
    core.store.transaction(() => core.store.people.passOn(from, user_id));
  commit(seatOf(core, from, heir, now), queueOf(core.queue, from, user_id));
  for (let page = messagesAfter(core, 0); page.length > 0; page = messagesAfter(core, page.at(-1)?.seq ?? 0))
    commit(
      page
        .map((row) => [row, inherited(row, from, heir)] as const)
        .filter(([row, message]) => JSON.stringify(row) !== JSON.stringify(message))
        .map(([row, message]) => ({ type: "message.updated", message: { ...message, rev: row.rev + 1 } })),
    );
  sessions.cutUser(from, CLOSE.forbidden, "no access");
  core.store.log.forgetPast();
  // It holds personas, and what people said of themselves.
  core.store.turns.keepLore([], 0);
  await runtime.persistNow();
}

const messagesAfter = (core: RoomCore, after: number): readonly MessageRow[] =>
  core.store.messages.everywhereAfter(after, MESSAGES_AT_ONCE);

/** What waits was asked by the heir; of who is gone nothing is asked any more. Undefined where nothing of it was theirs. */
function queueOf(queue: TurnQueue, from: string, to: string | null): TurnQueue | undefined {
  const { turns, auto, pick } = queue;
  if (![...turns, auto, pick].some((asked) => asked?.asked_by === from)) return undefined;
  const passed = <T extends { asked_by: string }>(asked: T | null): T | null => {
    if (asked?.asked_by !== from) return asked;
    return to === null ? null : { ...asked, asked_by: to };
  };
  // A reply that is being written goes on: its message is passed on itself.
  const waiting = turns.flatMap((turn) => (isWaiting(turn) ? (passed(turn) ?? []) : turn));
  return { ...queue, turns: waiting, auto: passed(auto), pick: passed(pick) };
}

/** A message as the heir's: a bot's reply to someone is theirs too, and has the bot's name. */
function inherited(message: MessageRow, from: string, { user_id, name }: Heir): MessageRow {
  const row = user_id === null ? message : withDeedsOf(message, from, user_id);
  if (row.user !== from) return row;
  const named = row.bot === null ? { ...row, author_name: name } : row;
  return user_id === null ? { ...named, persona_id: null } : { ...named, user: user_id };
}

/** What `from` did with a message, whoever said it, as done by `to`. */
function withDeedsOf(row: MessageRow, from: string, to: string): MessageRow {
  const whose = (id: string) => (id === from ? to : id);
  const { reactions } = row.message_content;
  const given = Object.entries(reactions).map(([emoji, people]): [string, string[]] => [
    emoji,
    [...new Set(people.map(whose))],
  ]);
  return {
    ...row,
    message_content: { ...row.message_content, reactions: Object.fromEntries(given) },
    stopped_by: row.stopped_by === null ? null : whose(row.stopped_by),
    takes: row.takes.map((take) => ({
      ...take,
      ...(take.stopped_by !== undefined && { stopped_by: whose(take.stopped_by) }),
      ...(take.edited && { edited: { ...take.edited, by: whose(take.edited.by) } }),
    })),
  };
}

/** The change of members, and of the room's owner. An heir who is here already keeps the higher of both parts. */
function seatOf({ view }: RoomCore, from: string, { user_id, name }: Heir, now: string): NewEvent[] {
  const left = view.members.find((member) => member.user_id === from);
  if (left === undefined) return [];
  if (user_id === null) return [{ type: "member.left", member: { ...left, name } }];
  const leaves: NewEvent = { type: "member.left", member: left };
  const isOwner = view.room.user === from;
  const known = view.members.find((member) => member.user_id === user_id);
  const role = isOwner ? "owner" : (known?.role ?? left.role);
  const member: RoomMember = { ...(known ?? left), user_id, name, role, joined_at: known?.joined_at ?? now };
  return [
    leaves,
    { type: "member.joined", member },
    ...(isOwner ? [{ type: "room.updated", user: user_id } as const] : []),
  ];
}
