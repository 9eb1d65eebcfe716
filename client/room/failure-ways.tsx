import type { VNode } from "preact";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { Remedy } from "./failure-words.ts";
import { type RoomScene, useRoomScene } from "./room-context.ts";
import { ownerRefusal, writeRefusal } from "./ticket-rail-rights.ts";

interface WaysProps {
  readonly ways: readonly Remedy[];
  readonly message: MessageRow;
  /** Seconds until trying again makes sense. */
  readonly waitS: number;
}

/** The ways on from a failed reply. What the room would refuse the reader is not offered. */
export function FailureWays({ ways, message, waitS }: WaysProps): VNode | null {
  const scene = useRoomScene();
  const { bot } = message;
  if (bot === null || writeRefusal(scene.room.you.value?.role) !== null) return null;
  return (
    <>
      {ways.map((way) => {
        const { label, href, act } = WAYS[way]({ scene, message, bot, waitS }) ?? {};
        if (label === undefined) return null;
        if (href !== undefined) {
          return (
            <a key={way} class="button button-small" href={href}>
              {label}
            </a>
          );
        }
        return (
          <button key={way} type="button" class="button button-small" disabled={!act} onClick={act}>
            {label}
          </button>
        );
      })}
    </>
  );
}

interface Failing {
  readonly scene: RoomScene;
  readonly message: MessageRow;
  readonly bot: string;
  readonly waitS: number;
}

/** A link, a deed, or one that has to wait; null where it is not the reader's to take. */
interface Way {
  readonly label: string;
  readonly href?: string;
  readonly act?: () => void;
}

const isOwner = ({ scene }: Failing): boolean => ownerRefusal(scene.room.you.value?.role) === null;

const WAYS: Record<Remedy, (failing: Failing) => Way | null> = {
  // Somebody else's key is not among one's own.
  keys: ({ scene: { room, me }, message }) =>
    message.byo_key && room.view.value?.room.user !== me.value
      ? null
      : { label: "Look at my keys", href: "/settings/keys" },
  new_room: () => ({ label: "Start a new room", href: "/rooms/new" }),
  receipt: ({ scene, message }) => ({
    label: "See what fills it",
    act: () => scene.openPane("prompt", message.id),
  }),
  retry: ({ scene, bot, waitS }) =>
    waitS > 0
      ? { label: `Try again in ${waitS} s` }
      : { label: "Try again", act: () => scene.room.command({ type: "speak", bot_ids: [bot] }) },
  practice: (failing) =>
    isOwner(failing) ? { label: "Use the practice model", act: () => letPracticeSpeak(failing) } : null,
  lend: (failing) =>
    isOwner(failing) ? { label: "Say who may use it", act: () => failing.scene.openPane("people") } : null,
  remove_bot: (failing) => {
    const { scene, bot } = failing;
    if (!isOwner(failing)) return null;
    return { label: "Remove from room", act: () => scene.room.command({ type: "bots", remove: [bot] }) };
  },
  rephrase: ({ scene: { room, me }, message }) => {
    const question = room.messages.value.findLast((m) => m.bot === null && m.user === me.value && m.seq < message.seq);
    if (!question) return null;
    const act = () => {
      room.composer.write(question.entry);
      document.getElementById("composer-text")?.focus();
    };
    return { label: "Rephrase", act };
  },
};

/** The bot speaks with the model that needs no key from now on, and at once. */
function letPracticeSpeak({ scene: { room }, bot }: Failing): void {
  room.command({ type: "bots", update: { bot_id: bot, provider: "practice", model: null, api_key_id: null } });
  room.command({ type: "speak", bot_ids: [bot] });
}
