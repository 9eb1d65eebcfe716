import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";
import { type RoomBot, TURN_STRATEGIES, type TurnTaking } from "../../shared/fields/conversation.ts";
import { RadioGroup } from "../ui/choice-group.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, SwitchField, TextField } from "../ui/field.tsx";
import { SliderField } from "../ui/slider-field.tsx";
import { useRoomScene } from "./room-context.ts";
import { STRATEGY_LABELS } from "./ticket-words.ts";
import { ruleHint } from "./turn-rule-words.ts";
import { LIMITS, type LimitName, limitsOf, NO_DIRECTOR, ruleChanges, seatChanges } from "./turn-rules-changes.ts";

/** How bots take turns, all of it: the rule, its limits, how talkative each bot is, and who directs. */
export function TurnRules({ onClose }: { onClose: () => void }): VNode | null {
  const { room, bots } = useRoomScene();
  const [before] = useState(() => room.view.peek()?.room.turn_taking ?? null);
  if (!before) return null;
  return <RulesForm before={before} seats={bots.peek()} onClose={onClose} />;
}

interface FormProps {
  readonly before: TurnTaking;
  readonly seats: readonly RoomBot[];
  readonly onClose: () => void;
}

function RulesForm({ before, seats, onClose }: FormProps): VNode {
  const { room } = useRoomScene();
  const form = useId();
  const [rule, setRule] = useState(before);
  const [limits, setLimits] = useState(() => limitsOf(before));
  const [talk, setTalk] = useState(() => new Map(seats.map((bot) => [bot.bot_id, bot.talkativeness])));
  const [director, setDirector] = useState(seats.find(({ role }) => role === "moderator")?.bot_id ?? NO_DIRECTOR);
  const [isTried, setTried] = useState(false);
  const change = (changes: Partial<TurnTaking>) => setRule({ ...rule, ...changes });
  const asked = ruleChanges(before, rule, limits);
  const save = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!asked.ok) return;
    if (Object.keys(asked.changes).length > 0) room.command({ type: "set", turn_taking: asked.changes });
    for (const update of seatChanges(seats, talk, director)) room.command({ type: "bots", update });
    onClose();
  };
  const limit = (name: LimitName) => (
    <TextField
      key={name}
      type="number"
      {...LIMITS[name].words}
      min={LIMITS[name].min}
      max={LIMITS[name].max}
      value={limits[name]}
      problem={isTried && !asked.ok ? asked.problems[name] : undefined}
      onValue={(value) => setLimits({ ...limits, [name]: value })}
    />
  );
  const active = seats.filter((bot) => bot.is_active).length;
  return (
    <Dialog
      title="How bots take turns"
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" form={form} class="button button-primary">
            Use these rules
          </button>
        </>
      }
    >
      <form id={form} class="form" noValidate onSubmit={save}>
        <RadioGroup
          label="Who answers"
          value={rule.strategy}
          onValue={(strategy) => change({ strategy })}
          choices={TURN_STRATEGIES.map((strategy) => ({
            value: strategy,
            label: STRATEGY_LABELS[strategy],
            hint: ruleHint(strategy, active, rule),
          }))}
        />
        {limitsFor(rule.strategy).map(limit)}
        {rule.strategy === "director" && (
          <SelectField
            label="Who directs"
            hint="A bot that directs chooses from the others and does not speak unasked. Each choice costs a short call."
            value={director}
            onValue={setDirector}
            choices={[
              { value: NO_DIRECTOR, label: "The room’s own model" },
              ...seats.map(({ bot_id, name }) => ({ value: bot_id, label: name })),
            ]}
          />
        )}
        <SwitchField
          label="All at once"
          hint="Bots write at the same time and hear only your message, not each other. They are still shown one by one."
          isOn={rule.parallel}
          onChange={(parallel) => change({ parallel })}
        />
        <SwitchField
          label="Wait when one cannot answer"
          hint="The queue holds until you resume it. Otherwise the next one speaks."
          isOn={rule.hold_on_failure}
          onChange={(hold_on_failure) => change({ hold_on_failure })}
        />
        {seats.length > 1 &&
          isByTalk(rule.strategy) &&
          seats.map((bot) => (
            <SliderField
              key={bot.bot_id}
              label={`How talkative is ${bot.name}`}
              value={Math.round((talk.get(bot.bot_id) ?? 0) * 100)}
              min={0}
              max={100}
              step={5}
              words={talkWords}
              onValue={(percent) => setTalk(new Map(talk).set(bot.bot_id, percent / 100))}
            />
          ))}
      </form>
    </Dialog>
  );
}

/** Rules that go by how talkative each bot is. */
const isByTalk = (strategy: TurnTaking["strategy"]): boolean => strategy === "natural" || strategy === "auto";

/** The numbers that mean something under a rule. */
function limitsFor(strategy: TurnTaking["strategy"]): readonly LimitName[] {
  if (strategy === "auto") return ["auto_max_turns", "auto_token_cap", "wait_for_people_s"];
  return strategy === "natural" || strategy === "director" ? ["max_replies"] : [];
}

function talkWords(percent: number): string {
  if (percent === 0) return "speaks only when asked";
  return percent === 100 ? "answers every time it may" : `answers ${percent} times in 100`;
}
