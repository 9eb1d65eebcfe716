import type { VNode } from "preact";
import type { ConversationSettings, RoomBot } from "../../shared/fields/conversation.ts";
import { payWords } from "../invitations/invitation-words.ts";
import { SelectField } from "../ui/field.tsx";
import { useRoomScene } from "./room-context.ts";

/** Who pays for the bots' words here; its owner says how far others may spend their key. */
export function Payers(): VNode | null {
  const { room, bots } = useRoomScene();
  const settings = room.view.value?.room.settings;
  if (!settings) return null;
  const spokeWith = (bot_id: string) =>
    room.messages.value.findLast((m) => m.bot === bot_id && !m.streaming)?.message_attribution.model_used ?? null;
  const paid = bots.value.map((bot) => ({ name: bot.name, pays: payerOf(bot, settings, spokeWith(bot.bot_id)) }));
  const isLender = room.you.value?.role === "owner" && paid.some(({ pays }) => pays === "owner");
  return (
    <>
      <h3>Who pays</h3>
      {payWords(paid, settings.others_key_turns).map((words) => (
        <p key={words} class="pane-note">
          <bdi>{words}</bdi>
        </p>
      ))}
      {isLender && (
        <SelectField
          label="Others may have my key pay"
          value={choiceOf(settings)}
          choices={choicesFor(settings)}
          onValue={(value) => room.command({ type: "set", settings: { others_key_turns: turnsOf(value) } })}
        />
      )}
    </>
  );
}

/** As the room decides it. What the café offers may be the practice model: what the bot last spoke with tells. */
export function payerOf(
  bot: RoomBot,
  settings: ConversationSettings,
  spokeWith: string | null = null,
): "practice" | "house" | "owner" {
  if ((bot.provider ?? settings.provider) === "practice") return "practice";
  const offered = spokeWith === "practice" ? "practice" : "house";
  const key = bot.api_key_id ?? settings.api_key_id;
  return key !== null || bot.owner_pays || settings.owner_pays ? "owner" : offered;
}

const ANY = "any";
/** Turns a day to choose from. */
const OFFERED = [0, 5, 20, 50, 200];

const choiceOf = ({ others_key_turns: turns = 0 }: ConversationSettings): string => (turns === null ? ANY : `${turns}`);
const turnsOf = (value: string): number | null => (value === ANY ? null : Number(value));

/** What may be chosen; a number that was set otherwise stays one of them. */
function choicesFor({ others_key_turns: now = 0 }: ConversationSettings) {
  const turns = [...new Set([...OFFERED, now ?? 0])].toSorted((a, b) => a - b);
  return [
    ...turns.map((n) => ({
      value: `${n}`,
      label: n === 0 ? "Not at all" : `${n === 1 ? "1 turn" : `${n} turns`} a day`,
    })),
    { value: ANY, label: "As often as they like" },
  ];
}
