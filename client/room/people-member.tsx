import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { RoomMember } from "../../shared/fields/conversation.ts";
import { useApp } from "../ui/app-context.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { MemberDialog, type MemberQuestion } from "./people-member-dialogs.tsx";
import { STATE_WORDS, stateOf } from "./presence-words.ts";
import { useRoomScene } from "./room-context.ts";

const ROLE_NAMES = { owner: "owner", member: "member", viewer: "only reads" } as const;

/** One person at the table, and what the owner may change of their part. */
export function PersonRow({ member }: { member: RoomMember }): VNode {
  const { room, me, markOf } = useRoomScene();
  const presence = room.presence.value.find(({ user_id }) => user_id === member.user_id);
  const devices = presence?.devices.map(({ name, kind }) => name || kind).join(" + ");
  const state = stateOf(room, member.user_id);
  const isMe = member.user_id === me.value;
  const isOwner = room.you.value?.role === "owner";
  return (
    <li class="person-row">
      <Avatar name={member.name} picture={null} mark={markOf(member.user_id)} state={state} />
      <div class="person-words">
        <p class="person-name">
          <bdi>{member.name}</bdi>
          {isMe && " (you)"}
        </p>
        <p class="person-meta">
          {ROLE_NAMES[member.role]} · {STATE_WORDS[state]}
          {isMe && devices && ` · ${devices}`}
        </p>
      </div>
      {isOwner && !isMe && <MemberMenu member={member} />}
    </li>
  );
}

function MemberMenu({ member: { user_id, name, role } }: { member: RoomMember }): VNode {
  const { room } = useRoomScene();
  const { toasts } = useApp();
  const [question, ask] = useState<MemberQuestion | null>(null);
  const become = (next: RoomMember["role"]) => room.command({ type: "members", update: { user_id, role: next } });
  const change = (next: "member" | "viewer") => {
    become(next);
    const words = next === "viewer" ? `${name} can only read from now on.` : `${name} can write from now on.`;
    toasts.say(words, { action: { label: "Undo", onPress: () => void become(role) } });
  };
  const items: MenuItem[] = [
    role === "viewer"
      ? { id: "member", label: "Let them write", onSelect: () => change("member") }
      : { id: "viewer", label: "Let them only read", onSelect: () => change("viewer") },
    { id: "hand-over", label: "Hand the room over…", hint: "They own it then", onSelect: () => ask("hand-over") },
    { id: "let-go", label: "Let go…", hint: "They are out at once", onSelect: () => ask("let-go") },
  ];
  return (
    <>
      <Menu name={`More about ${name}`} class="icon-button" face={<Icon name="more" />} items={items} />
      {question !== null && (
        <MemberDialog question={question} user_id={user_id} name={name} onClose={() => ask(null)} />
      )}
    </>
  );
}

/** The way out for whoever is not the owner. */
export function LeaveRoom(): VNode | null {
  const { room, me } = useRoomScene();
  const [isAsking, setAsking] = useState(false);
  const user_id = me.value;
  const role = room.you.value?.role;
  if (user_id === null || role === undefined || role === "owner") return null;
  return (
    <>
      <button type="button" class="button" onClick={() => setAsking(true)}>
        Leave the room…
      </button>
      {isAsking && <MemberDialog question="leave" user_id={user_id} name="" onClose={() => setAsking(false)} />}
    </>
  );
}
