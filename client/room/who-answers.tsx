import type { VNode } from "preact";
import type { RoomBot, TurnTaking } from "../../shared/fields/conversation.ts";
import { Icon } from "../ui/icon.tsx";
import { lazyPart } from "../ui/lazy-part.tsx";
import { useRoomScene } from "./room-context.ts";
import { ownerRefusal } from "./ticket-rail-rights.ts";
import { STRATEGY_LABELS } from "./ticket-words.ts";

/** What can be chosen comes after the first room: until then its place shows the rule. */
const WhoAnswersMenu = lazyPart(() => import("./who-answers-menu.tsx").then(({ WhoAnswersMenu: menu }) => menu), {
  meanwhile: <Face />,
  isQuiet: true,
});

/** The room's turn-taking in words, and a menu to change it for who may. */
export function WhoAnswers(): VNode | null {
  const { room, bots } = useRoomScene();
  const rule = room.view.value?.room.turn_taking;
  if (!rule) return null;
  const words = ruleWords(rule, bots.value);
  const refusal = ownerRefusal(room.you.value?.role);
  if (refusal === null) return <WhoAnswersMenu rule={rule} words={words} face={<Rule isOpen />} />;
  return (
    <p class="who-answers who-fixed" title={refusal}>
      <Rule />
      <span class="sr-only">{refusal}</span>
    </p>
  );
}

/** The menu before it is there. */
function Face(): VNode {
  return (
    <p class="who-answers">
      <Rule isOpen />
    </p>
  );
}

/** What stands on it; `isOpen` where there is a choice. */
function Rule({ isOpen = false }: { isOpen?: boolean }): VNode | null {
  const { room, bots } = useRoomScene();
  const rule = room.view.value?.room.turn_taking;
  if (!rule) return null;
  return (
    <>
      <span class="who-word">Who answers</span> <span class="who-rule">{ruleWords(rule, bots.value)}</span>
      {isOpen && <Icon name="chevron" />}
    </>
  );
}

/** "Whoever fits, max 2"; the bot itself where there is no other. */
function ruleWords({ strategy, max_replies }: TurnTaking, bots: readonly RoomBot[]): string {
  const label = STRATEGY_LABELS[strategy];
  if (strategy !== "natural") return label;
  const active = bots.filter((bot) => bot.is_active);
  return active.length === 1 ? (active[0]?.name ?? label) : `${label}, max ${max_replies}`;
}
