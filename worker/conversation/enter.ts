import type { MemberRole, RoomMember } from "../../shared/fields/conversation.ts";
import { comeIn, type DoorVerdict, type Invitation, judge, type UsedInvitation } from "./core/door.ts";
import { isFor } from "./core/for-person.ts";
import type { Room } from "./room.ts";
import type { RoomCore } from "./room-core.ts";
import type { ConversationSnapshot } from "./rpc.ts";
import { tellEvents } from "./teller.ts";

/** What someone who holds an invitation finds. */
export interface Doorway {
  readonly verdict: DoorVerdict;
  readonly snapshot: ConversationSnapshot;
}

/** Whether someone came in, as what, and whether D1 knows it yet. */
export interface Entry {
  readonly verdict: DoorVerdict;
  readonly role: MemberRole | null;
  readonly persisted: boolean;
}

type Person = Pick<RoomMember, "user_id" | "name">;

/** What an invitation opens for someone, now. */
export function lookIn({ core }: Room, invitation: Invitation, userId: string | null, now: string): Doorway {
  return { verdict: verdictOf(core, invitation, userId, now), snapshot: core.snapshot() };
}

/**
 * Lets someone in by an invitation: whether it holds is decided and counted in one commit, so that it opens for exactly
 * as many as it says. Whoever is in already stays as they are and is not counted again. Rules INV in SPEC.md.
 */
export async function enter(room: Room, invitation: Invitation, person: Person, now: string): Promise<Entry> {
  const { core, runtime } = room;
  await runtime.rightsFirst();
  const verdict = verdictOf(core, invitation, person.user_id, now);
  if (verdict === "open") admit(room, invitation, person, now);
  const role = core.view.members.find((m) => m.user_id === person.user_id)?.role ?? null;
  // Also where they were in before: the answer to that may never have reached D1.
  const persisted = role === null || (await runtime.persistNow());
  return { verdict, role, persisted };
}

/** Takes an invitation back: from now on nobody comes in by it. @returns Whether D1 knows it yet. */
export async function takeBack({ core, runtime }: Room, invitationId: string, now: string): Promise<boolean> {
  const known = core.store.door.invitation(invitationId);
  if (known.revoked_at === null)
    core.commit({ also: () => save(core, invitationId, { ...known, revoked_at: now }, now) }, now);
  return await runtime.persistNow();
}

function verdictOf(core: RoomCore, invitation: Invitation, userId: string | null, now: string): DoorVerdict {
  const { door } = core.store;
  const letGoAt = userId === null ? null : door.letGoAt(userId);
  return judge(core.view, invitation, door.invitation(invitation.id), { userId, letGoAt, now });
}

function admit({ core, sessions }: Room, { id, role }: Invitation, person: Person, now: string): void {
  const known = core.store.door.invitation(id);
  const read_up_to = core.view.messages.findLast((message) => isFor(person.user_id, message))?.id ?? null;
  const member: RoomMember = { ...person, role, joined_at: now, read_up_to };
  const also = () => save(core, id, { ...known, used: known.used + 1 }, now);
  tellEvents(core, sessions, core.commit({ events: comeIn(core.view, member), also }, now).events);
}

/** Keeps what became of an invitation, here and, by the outbox, in D1. Each change has a higher `rev`. */
function save({ store, view }: RoomCore, id: string, { used, revoked_at }: UsedInvitation, at: string): void {
  store.door.saveInvitation(id, { used, revoked_at });
  const rev = 2 * used + (revoked_at === null ? 0 : 1);
  store.outbox.put({
    kind: "invitation",
    key: id,
    rev,
    seq: view.seq,
    payload: JSON.stringify({ id, used, revoked_at, at }),
  });
}
