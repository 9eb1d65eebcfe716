import type { MemberRole } from "../../../shared/fields/conversation.ts";
import type { MessageRow } from "../../../shared/fields/message.ts";
import type { ClientMessage, Command, Read, SetRoom, Unread } from "../../../shared/protocol/client-messages.ts";

type FrameType = ClientMessage["type"];

/** The least role each frame needs. Everything a socket may ask for stands here and nowhere else. */
const NEEDS: Record<FrameType, MemberRole> = {
  hello: "viewer",
  ping: "viewer",
  auth: "viewer",
  watch: "viewer",
  read: "viewer",
  unread: "viewer",
  // Who may read may go on alone, in a room of their own.
  branch: "viewer",
  // Everyone may leave; who may send others away stands with the command.
  members: "viewer",
  typing: "member",
  draft: "member",
  pin_lore: "member",
  send: "member",
  speak: "member",
  stop: "member",
  queue: "member",
  continue: "member",
  retake: "member",
  choose_take: "member",
  delete_take: "member",
  edit: "member",
  delete: "member",
  hide: "member",
  react: "member",
  pin: "member",
  clear: "owner",
  bots: "owner",
  set: "owner",
};

const RANK: Record<MemberRole, number> = { viewer: 0, member: 1, owner: 2 };

/** Whether someone of `role` may send frames of `type`, whatever they say. */
export const mayDo = (role: MemberRole, type: FrameType): boolean => RANK[role] >= RANK[NEEDS[type]];

/** Whether someone of `role` may ask for this. Checked on every frame. */
export const mayAsk = (role: MemberRole, frame: ClientMessage | Command | Read | Unread): boolean =>
  mayDo(role, frame.type) || (frame.type === "set" && setsOwnStatus(frame));

/** A `status` alone is the caller's own (rooms.md §3): everyone may put the room away, or pin it, for themselves. */
export function setsOwnStatus({ type: _type, ref: _ref, status, ...others }: SetRoom): boolean {
  return status !== undefined && Object.values(others).every((value) => value === undefined);
}

/**
 * Whether somebody may read, word for word, what a bot was sent: it holds the bot's prompt, the lore and the personas of
 * those who take part. Everyone else in the room sees the numbers.
 */
export const mayReadPrompt = (reader: {
  readonly isOwner: boolean;
  readonly isAlone: boolean;
  readonly editsBot: boolean;
  readonly readsAllLore: boolean;
}): boolean => reader.isOwner && reader.isAlone && reader.editsBot && reader.readsAllLore;

/** What whoever may not do a thing is told, by their role. */
export const NOT_YOURS: Record<MemberRole, string> = {
  viewer: "you can read this room but not do that",
  member: "only the owner of the room may do that",
  owner: "nobody may do that here",
};

/** Who may remove, hide or pin a message: whoever said it, and owners. Bots' messages are the room's. */
export const mayManage = (
  actor: { userId: string; role: MemberRole },
  message: Pick<MessageRow, "bot" | "user">,
): boolean => actor.role === "owner" || isOwnWord(actor, message);

/** Who may change what a message says: of a person's, that person alone, so that nobody is given words; of a bot's, owners. */
export const mayReword = (
  actor: { userId: string; role: MemberRole },
  message: Pick<MessageRow, "bot" | "user">,
): boolean => (message.bot === null ? isOwnWord(actor, message) : actor.role === "owner");

const isOwnWord = (actor: { userId: string }, { bot, user }: Pick<MessageRow, "bot" | "user">): boolean =>
  bot === null && user === actor.userId;

/** Who may end a talk that bots keep going: as with a turn. */
export const mayEndTalk = (
  actor: { userId: string; role: MemberRole },
  { asked_by, payer, ended }: { asked_by: string; payer: string | null; ended: unknown },
): boolean => ended !== null || mayEndTurn(actor, { asked_by, payer: payer ?? asked_by });

/** Who may end a running or waiting turn: whoever asked for it, who pays for it, and owners. */
export function mayEndTurn(
  actor: { userId: string; role: MemberRole },
  turn: { asked_by: string; payer: string },
): boolean {
  return actor.role === "owner" || turn.asked_by === actor.userId || turn.payer === actor.userId;
}
