import type { VNode } from "preact";
import { useState } from "preact/hooks";
import * as z from "zod/mini";
import { markOf } from "../discover/portrait.tsx";
import { useApp } from "../ui/app-context.ts";
import { Avatar } from "../ui/avatar.tsx";
import { CardSkeletons } from "../ui/card-skeletons.tsx";
import { ErrorBlock } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import "../styles/lists.css";

const BotRow = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  picture_url: z.nullable(z.string()),
});
const BotRows = z.object({ docs: z.array(BotRow) });
type BotRow = z.infer<typeof BotRow>;

interface BotPickerProps {
  readonly chosen: readonly string[];
  /** Not offered. */
  readonly without?: readonly string[];
  readonly onPick: (bot: PickedBot) => void;
}
export interface PickedBot {
  readonly id: string;
  readonly name: string;
}

/** One's own bots and the public ones, to choose from. */
export function BotPicker({ chosen, without = [], onPick }: BotPickerProps): VNode {
  const { api, session } = useApp();
  const [search, setSearch] = useState("");
  const user = session.me.value?.id ?? null;
  const own = useAnswer(user, (signal) => api.call("GET", "/bots?limit=100", BotRows, { signal }));
  const open = useAnswer(user, (signal) => api.call("GET", "/bots?public=true&limit=100", BotRows, { signal }));
  const mine = own.value?.docs ?? [];
  const others = (open.value?.docs ?? []).filter(({ id }) => !mine.some((bot) => bot.id === id));
  const problem = own.problem ?? open.problem;
  // Both at once: what comes later would else push away what is about to be pressed.
  const isWaiting = problem === null && (own.value === null || open.value === null);
  const reload = () => {
    own.reload();
    open.reload();
  };
  const fits = ({ id, name }: BotRow) =>
    !without.includes(id) && name.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase());
  const lists = [
    { name: "Your bots", bots: mine.filter(fits) },
    { name: "Public bots", bots: others.filter(fits) },
  ].filter(({ bots }) => bots.length > 0);
  const shown = isWaiting ? [] : lists;
  return (
    <div class="bot-picker">
      <label class="field">
        <span>Find a bot</span>
        <input type="search" value={search} onInput={({ currentTarget }) => setSearch(currentTarget.value)} />
      </label>
      {problem && <ErrorBlock problem={problem} onRetry={reload} />}
      {isWaiting && <CardSkeletons grid="picker-bots" count={8} onRetry={reload} />}
      {!isWaiting && !problem && lists.length === 0 && <NoBots search={search} onClear={() => setSearch("")} />}
      {shown.map(({ name, bots }) => (
        <section key={name} aria-label={name}>
          <h2 class="picker-head">{name}</h2>
          <ul class="picker-bots">
            {bots.map((bot) => (
              <li key={bot.id}>
                <PickBot bot={bot} isChosen={chosen.includes(bot.id)} onPick={onPick} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function NoBots({ search, onClear }: { search: string; onClear: () => void }): VNode {
  if (search.trim() === "")
    return (
      <p class="rooms-none">
        No bots yet. <a href="/bots/new">Make the first one</a>
      </p>
    );
  return (
    <p class="rooms-none" role="status">
      No bot here is called “{search.trim()}”.{" "}
      <button type="button" class="link-button" onClick={onClear}>
        Show all
      </button>
    </p>
  );
}

interface PickBotProps {
  readonly bot: BotRow;
  readonly isChosen: boolean;
  readonly onPick: (bot: PickedBot) => void;
}

function PickBot({ bot, isChosen, onPick }: PickBotProps): VNode {
  return (
    <button type="button" class="picker-bot" aria-pressed={isChosen} onClick={() => onPick(bot)}>
      <Avatar name={bot.name} picture={bot.picture_url} mark={markOf(bot.id)} />
      <span class="picker-words">
        <bdi class="picker-name">{bot.name}</bdi>
        <span class="picker-about" dir="auto">
          {bot.description}
        </span>
      </span>
    </button>
  );
}
