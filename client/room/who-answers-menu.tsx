import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import { type RoomBot, TURN_STRATEGIES, type TurnStrategy, type TurnTaking } from "../../shared/fields/conversation.ts";
import { lazyPart } from "../ui/lazy-part.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { useRoomScene } from "./room-context.ts";
import { STRATEGY_LABELS } from "./ticket-words.ts";
import { ruleHint } from "./turn-rule-words.ts";

const TurnRules = lazyPart(() => import("./turn-rules.tsx").then(({ TurnRules: rules }) => rules));

/** Most replies to one message that the menu offers. */
const MOST_OFFERED = 4;

interface WhoAnswersMenuProps {
  readonly rule: TurnTaking;
  /** The rule in words. */
  readonly words: string;
  readonly face: ComponentChildren;
}

/** The ways of taking turns, and the way to everything about them. */
export function WhoAnswersMenu({ rule, words, face }: WhoAnswersMenuProps): VNode {
  const { room, bots } = useRoomScene();
  const [isOpen, setOpen] = useState(false);
  const items = ruleItems(rule, bots.value, (changes) => room.command({ type: "set", turn_taking: changes }));
  return (
    <>
      <Menu
        name={`Who answers ${words}`}
        face={face}
        class="who-answers"
        items={[...items, { id: "rules", label: "More about turns…", onSelect: () => setOpen(true) }]}
      />
      {isOpen && <TurnRules onClose={() => setOpen(false)} />}
    </>
  );
}

type Change = (changes: { strategy?: TurnStrategy; max_replies?: number }) => void;

/** The rules, each with what it means and costs; then how many may answer, where that is a question. */
function ruleItems(rule: TurnTaking, bots: readonly RoomBot[], change: Change): MenuItem[] {
  const active = bots.filter((bot) => bot.is_active).length;
  const rules = TURN_STRATEGIES.map((strategy): MenuItem => {
    return {
      id: strategy,
      label: STRATEGY_LABELS[strategy],
      hint: ruleHint(strategy, active, rule),
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
