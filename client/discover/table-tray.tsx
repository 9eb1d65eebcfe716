import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { MAX_BOTS } from "../../shared/protocol/limits.ts";
import { Icon } from "../ui/icon.tsx";
import { useStart } from "./bot-card.tsx";
import { Portrait } from "./portrait.tsx";
import type { PublicBot } from "./rows.ts";

/** The bots picked for one new table, while one looks around. */
export function usePicks() {
  const [picks, setPicks] = useState<readonly PublicBot[]>([]);
  const toggle = (bot: PublicBot) => {
    const others = picks.filter(({ id }) => id !== bot.id);
    if (others.length < picks.length) setPicks(others);
    else if (picks.length < MAX_BOTS) setPicks([...picks, bot]);
  };
  const pickOf = (bot: PublicBot) => ({
    isPicked: picks.some(({ id }) => id === bot.id),
    toggle: () => toggle(bot),
  });
  return { picks, toggle, pickOf };
}

/** At the lower edge: who was picked, and the way to sit down with them. */
export function TableTray({ picks, toggle }: Pick<ReturnType<typeof usePicks>, "picks" | "toggle">): VNode | null {
  const { isBusy, start } = useStart();
  if (picks.length === 0) return null;
  return (
    <section class="table-tray" aria-label="New room">
      <ul class="tray-bots">
        {picks.map((bot) => (
          <li key={bot.id} class="tray-bot">
            <Portrait id={bot.id} name={bot.name} picture={bot.picture_url} />
            <bdi class="tray-name">{bot.name}</bdi>
            <button type="button" class="chip-remove" aria-label={`Without ${bot.name}`} onClick={() => toggle(bot)}>
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="button button-primary" disabled={isBusy} onClick={() => start(picks)}>
        {picks.length === 1 ? "Sit down with 1 bot" : `Sit down with ${picks.length} bots`}
      </button>
    </section>
  );
}
