import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { RoomBot, RoomMember } from "../../shared/fields/conversation.ts";
import { BotPicker } from "../pages/bot-picker.tsx";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { useRoomScene } from "./room-context.ts";
import { ownerRefusal, writeRefusal } from "./ticket-rail-rights.ts";
import { WhoAnswers } from "./who-answers.tsx";

const PRESENCE_WORDS = { here: "here", elsewhere: "elsewhere in BotCafe", away: "away" } as const;

/** Who is at the table, and how they take turns. */
export function PeoplePane(): VNode {
  const { members, bots } = useRoomScene();
  return (
    <>
      <h3>People</h3>
      <ul class="people-list">
        {members.value.map((member) => (
          <PersonRow key={member.user_id} member={member} />
        ))}
      </ul>
      <h3>Bots</h3>
      <ul class="people-list">
        {bots.value.map((bot) => (
          <BotRow key={bot.bot_id} bot={bot} />
        ))}
      </ul>
      <AddBots />
      <h3>Turns</h3>
      <WhoAnswers />
    </>
  );
}

function PersonRow({ member }: { member: RoomMember }): VNode {
  const { room, me, markOf } = useRoomScene();
  const presence = room.presence.value.find(({ user_id }) => user_id === member.user_id);
  const devices = presence?.devices.map(({ name, kind }) => name || kind).join(" + ");
  const isMe = member.user_id === me.value;
  return (
    <li class="person-row">
      <Avatar name={member.name} picture={null} mark={markOf(member.user_id)} />
      <div class="person-words">
        <p class="person-name">
          <bdi>{member.name}</bdi>
          {isMe && " (you)"}
        </p>
        <p class="person-meta">
          {member.role} · {PRESENCE_WORDS[presence?.state ?? "away"]}
          {isMe && devices && ` · ${devices}`}
        </p>
      </div>
    </li>
  );
}

function BotRow({ bot }: { bot: RoomBot }): VNode {
  const { room, markOf } = useRoomScene();
  const { bot_id, is_active } = bot;
  const role = room.you.value?.role;
  const canAsk = writeRefusal(role) === null;
  const refusal = ownerRefusal(role);
  return (
    <li class="person-row">
      <button
        type="button"
        class="ask-face"
        aria-label={`Let ${bot.name} speak`}
        title={`Let ${bot.name} speak`}
        disabled={!canAsk}
        onClick={() => room.command({ type: "speak", bot_ids: [bot_id] })}
      >
        <Avatar name={bot.name} picture={bot.picture} mark={markOf(bot_id)} />
      </button>
      <div class="person-words">
        <p class="person-name">
          <bdi>{bot.name}</bdi> <span class="bot-label">BOT</span>
        </p>
        <p class="person-meta">{is_active ? bot.description : "muted: answers only when asked"}</p>
      </div>
      {canAsk && (
        <div class="person-actions">
          <button
            type="button"
            class="button button-small"
            aria-pressed={!is_active}
            aria-label={`Mute ${bot.name}`}
            disabled={refusal !== null}
            title={refusal ?? undefined}
            onClick={() => room.command({ type: "bots", update: { bot_id, is_active: !is_active } })}
          >
            {is_active ? "Mute" : "Unmute"}
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={`Remove ${bot.name} from the room`}
            disabled={refusal !== null}
            title={refusal ?? undefined}
            onClick={() => room.command({ type: "bots", remove: [bot_id] })}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
    </li>
  );
}

function AddBots(): VNode | null {
  const { room, bots } = useRoomScene();
  const [isOpen, setOpen] = useState(false);
  const refusal = ownerRefusal(room.you.value?.role);
  if (room.you.value?.role === "viewer") return null;
  if (!isOpen) {
    return (
      <button
        type="button"
        class="button"
        disabled={refusal !== null}
        title={refusal ?? undefined}
        onClick={() => setOpen(true)}
      >
        <Icon name="plus" />
        Add a bot
      </button>
    );
  }
  return (
    <BotPicker
      chosen={[]}
      without={bots.value.map(({ bot_id }) => bot_id)}
      onPick={({ id }) => {
        setOpen(false);
        room.command({ type: "bots", add: [id] });
      }}
    />
  );
}
