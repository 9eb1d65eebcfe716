import type { VNode } from "preact";
import { useId } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { ErrorBlock } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { BotCard } from "./bot-card.tsx";
import { Bots, type PublicBot, Tomes } from "./rows.ts";
import { TomeCard } from "./tome-card.tsx";

const MAX_MORE = 6;

/** The public tomes a bot reads: nothing where there are none, for private lore is nobody's business. */
export function BotTomes({ bot }: { bot: PublicBot }): VNode | null {
  const { api } = useApp();
  const id = useId();
  const query = `public=true&bot=${bot.id}&limit=12`;
  const answer = useAnswer(query, (signal) => api.call("GET", `/knowledge-collections?${query}`, Tomes, { signal }));
  if (answer.problem) return <ErrorBlock problem={answer.problem} onRetry={answer.reload} />;
  const tomes = answer.value?.docs ?? [];
  if (tomes.length === 0) return null;
  return (
    <section class="shelf" aria-labelledby={id}>
      <h2 id={id}>Reads from</h2>
      <ul class="card-grid card-grid-wide">
        {tomes.map((tome) => (
          <li key={tome.id}>
            <TomeCard tome={tome} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Other bots by whoever made this one. */
export function MoreByCreator({ bot }: { bot: PublicBot }): VNode | null {
  const { api } = useApp();
  const id = useId();
  const query = `public=true&creator_profile=${bot.creator_profile}&sort=-likes_count&limit=${MAX_MORE + 1}`;
  const answer = useAnswer(query, (signal) => api.call("GET", `/bots?${query}`, Bots, { signal }));
  const others = (answer.value?.docs ?? []).filter((other) => other.id !== bot.id).slice(0, MAX_MORE);
  if (others.length === 0) return null;
  return (
    <section class="shelf" aria-labelledby={id}>
      <header class="shelf-head">
        <h2 id={id}>
          More by <bdi>{bot.creator_display_name}</bdi>
        </h2>
        <a class="quiet-link" href={`/${bot.creator_username}`}>
          All
        </a>
      </header>
      <ul class="shelf-row">
        {others.map((other) => (
          <li key={other.id}>
            <BotCard bot={other} />
          </li>
        ))}
      </ul>
    </section>
  );
}
