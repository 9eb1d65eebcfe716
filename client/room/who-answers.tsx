import type { VNode } from "preact";
import type { RoomBot, TurnStrategy, TurnTaking } from "../../shared/fields/conversation.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { useRoomScene } from "./room-context.ts";
import { ownerRefusal } from "./ticket-rail-rights.ts";
import { costWords, OFFERED_STRATEGIES, STRATEGY_WORDS } from "./ticket-words.ts";

/** Most replies to one message that the menu offers. */
const MOST_OFFERED = 4;

/** The room's turn-taking in words, and a menu to change it for who may. */
export function WhoAnswers(): VNode | null {
  const { room, bots } = useRoomScene();
  const rule = room.view.value?.room.turn_taking;
  if (!rule) return null;
  const words = ruleWords(rule, bots.value);
  const refusal = ownerRefusal(room.you.value?.role);
  const face = (
    <>
      <span class="who-word">Who answers</span> <span class="who-rule">{words}</span>
    </>
  );
  if (refusal !== null) {
    return (
      <p class="who-answers who-fixed" title={refusal}>
        {face}
        <span class="sr-only">{refusal}</span>
      </p>
    );
  }
  return (
    <Menu
      name={`Who answers ${words}`}
      face={
        <>
          {face}
          <Icon name="chevron" />
        </>
      }
      class="who-answers"
      items={ruleItems(rule, bots.value, (changes) => room.command({ type: "set", turn_taking: changes }))}
    />
  );
}

type Change = (changes: { strategy?: TurnStrategy; max_replies?: number }) => void;

/** The rules, each with what it means and costs; then how many may answer, where that is a question. */
function ruleItems(rule: TurnTaking, bots: readonly RoomBot[], change: Change): MenuItem[] {
  const active = bots.filter((bot) => bot.is_active).length;
  const rules = OFFERED_STRATEGIES.map((strategy): MenuItem => {
    const { label, hint } = STRATEGY_WORDS[strategy];
    return {
      id: strategy,
      label,
      hint: `${hint} ${costWords(strategy, active, rule.max_replies)}`,
      isChecked: strategy === rule.strategy,
      onSelect: () => change({ strategy }),
    };
  });
  if (rule.strategy !== "natural" || active < 2) return rules;
  const counts = Array.from({ length: Math.min(active, MOST_OFFERED) }, (_, at): MenuItem => {
    const max_replies = at + 1;
    return {
      id: `most-${max_replies}`,
      label: max_replies === 1 ? "1 reply a message at most" : `${max_replies} replies a message at most`,
      isChecked: max_replies === rule.max_replies,
      onSelect: () => change({ max_replies }),
    };
  });
  return [...rules, ...counts];
}

/** "Whoever fits, max 2"; the bot itself where there is no other. */
function ruleWords({ strategy, max_replies }: TurnTaking, bots: readonly RoomBot[]): string {
  const { label } = STRATEGY_WORDS[strategy];
  if (strategy !== "natural") return label;
  const active = bots.filter((bot) => bot.is_active);
  return active.length === 1 ? (active[0]?.name ?? label) : `${label}, max ${max_replies}`;
}
