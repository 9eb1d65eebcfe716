import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { RoomBot } from "../../shared/fields/conversation.ts";
import { BotPicker } from "../pages/bot-picker.tsx";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { lazyPart } from "../ui/lazy-part.tsx";
import { Menu } from "../ui/menu.tsx";
import { OwnDevices } from "./people-devices.tsx";
import { LeaveRoom, PersonRow } from "./people-member.tsx";
import { ModelChoice } from "./people-model.tsx";
import { modelWords } from "./people-model-words.ts";
import { Payers } from "./people-payers.tsx";
import { useRoomScene } from "./room-context.ts";
import { ownerRefusal, writeRefusal } from "./ticket-rail-rights.ts";
import { WhoAnswers } from "./who-answers.tsx";

const InviteDialog = lazyPart(() => import("../invitations/invite-dialog.tsx").then((module) => module.InviteDialog));

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
      <InvitePeople />
      <LeaveRoom />
      <OwnDevices />
      <h3>Bots</h3>
      <ul class="people-list">
        {bots.value.map((bot) => (
          <BotRow key={bot.bot_id} bot={bot} />
        ))}
      </ul>
      <AddBots />
      <Payers />
      <h3>Turns</h3>
      <WhoAnswers />
    </>
  );
}

/** Who may come is the owner's to say. */
function InvitePeople(): VNode | null {
  const { room } = useRoomScene();
  const [isOpen, setOpen] = useState(false);
  const room_id = room.room_id.value;
  if (room_id === null || room.you.value?.role !== "owner") return null;
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        <Icon name="plus" />
        Invite people
      </button>
      {isOpen && <InviteDialog room_id={room_id} onClose={() => setOpen(false)} />}
    </>
  );
}

function BotRow({ bot }: { bot: RoomBot }): VNode {
  const { room, markOf } = useRoomScene();
  const [isChoosing, setChoosing] = useState(false);
  const { bot_id, is_active } = bot;
  const canAsk = writeRefusal(room.you.value?.role) === null;
  const through = modelWords(bot);
  const about = is_active ? bot.description : "muted: hears nothing, answers only when asked";
  return (
    <li>
      <div class="person-row">
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
          <p class="person-meta">{through === "" ? about : `${about} · ${through}`}</p>
        </div>
        {canAsk && <BotActions bot={bot} onModel={() => setChoosing(!isChoosing)} />}
      </div>
      {isChoosing && <ModelChoice bot={bot} onDone={() => setChoosing(false)} />}
    </li>
  );
}

/** What an owner may change of a bot at the table. */
function BotActions({
  bot: { bot_id, name, is_active, absences = [] },
  onModel,
}: {
  bot: RoomBot;
  onModel: () => void;
}): VNode {
  const { room } = useRoomScene();
  const refusal = ownerRefusal(room.you.value?.role);
  if (refusal !== null) {
    return (
      <button type="button" class="button button-small" disabled title={refusal}>
        {is_active ? "Mute" : "Unmute"}
        <span class="sr-only"> {refusal}</span>
      </button>
    );
  }
  return (
    <div class="person-actions">
      <button
        type="button"
        class="button button-small"
        aria-label={is_active ? `Mute ${name}` : `Unmute ${name}`}
        onClick={() => room.command({ type: "bots", update: { bot_id, is_active: !is_active } })}
      >
        {is_active ? "Mute" : "Unmute"}
      </button>
      <Menu
        name={`More about ${name}`}
        class="icon-button"
        face={<Icon name="more" />}
        items={[
          { id: "model", label: "Model…", hint: "Through which it speaks, and who pays", onSelect: onModel },
          ...(absences.length === 0
            ? []
            : [
                {
                  id: "tell",
                  label: "Tell it what it missed",
                  hint: "It was not there, or muted, for some of it",
                  onSelect: () => room.command({ type: "bots", update: { bot_id, caught_up: true } }),
                },
              ]),
          {
            id: "remove",
            label: "Remove from the room",
            hint: "What it said stays",
            onSelect: () => room.command({ type: "bots", remove: [bot_id] }),
          },
        ]}
      />
    </div>
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
