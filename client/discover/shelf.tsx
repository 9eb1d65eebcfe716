import type { VNode } from "preact";
import { useId } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { ErrorBlock } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { BotCard } from "./bot-card.tsx";
import { Bots, type PublicBot } from "./rows.ts";

export interface Shelf {
  readonly title: string;
  /** Query of the API's list of bots. */
  readonly query: string;
  /** Where the whole shelf is. */
  readonly href: string;
  /** Whether something will be on it, so that its room is kept while it is read. */
  readonly isCertain: boolean;
}

interface ShelfRowProps extends Shelf {
  readonly pickOf: (bot: PublicBot) => { readonly isPicked: boolean; readonly toggle: () => void };
}

/** A row of cards to pull along. Nothing at all where it would be empty: a shelf says what there is. */
export function ShelfRow({ title, query, href, isCertain, pickOf }: ShelfRowProps): VNode | null {
  const { api } = useApp();
  const id = useId();
  const answer = useAnswer(query, (signal) => api.call("GET", `/bots?${query}`, Bots, { signal }));
  if (answer.problem) return <ErrorBlock problem={answer.problem} onRetry={answer.reload} />;
  if (answer.value === null) return isCertain ? <div class="shelf-wait" aria-busy="true" /> : null;
  const bots = answer.value.docs;
  if (bots.length === 0) return null;
  return (
    <section class="shelf" aria-labelledby={id}>
      <header class="shelf-head">
        <h2 id={id}>{title}</h2>
        <a class="quiet-link" href={href} aria-label={`All: ${title}`}>
          All
        </a>
      </header>
      <ul class="shelf-row">
        {bots.map((bot) => (
          <li key={bot.id}>
            <BotCard bot={bot} pick={pickOf(bot)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
