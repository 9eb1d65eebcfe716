import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { EmptyState } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { BotCard } from "./bot-card.tsx";
import { Choice } from "./filter-bar.tsx";
import { GrownList } from "./grown-list.tsx";
import { Bots, PublicBot, type PublicCreator } from "./rows.ts";
import { TableTray, usePicks } from "./table-tray.tsx";
import { useList } from "./use-list.ts";

const SORTS = [
  { value: "-likes_count", label: "Most liked" },
  { value: "-createdAt", label: "Newest" },
  { value: "name", label: "By name" },
] as const;
/** Chosen: one row of a desktop, two of a phone. */
const MAX_FEATURED = 6;

/** All bots of a creator that the reader may see. */
export function CreatorBots({ creator }: { creator: PublicCreator }): VNode | null {
  const { api, session } = useApp();
  const picking = usePicks();
  const [sort, setSort] = useState<(typeof SORTS)[number]["value"]>("-likes_count");
  const query = `creator_profile=${creator.id}&sort=${sort}&limit=24`;
  const user = session.me.value?.id ?? "";
  const list = useList(`bots of ${query} ${user}`, (cursor) =>
    api.call("GET", `/bots?${query}${cursor === null ? "" : `&cursor=${cursor}`}`, Bots),
  );
  if (list === null) return null;
  const isMe = user === creator.user;
  return (
    <section class="shelf" aria-label="Bots">
      {(list.rows.value?.length ?? 0) > 1 && (
        <div class="shelf-head">
          <span />
          <Choice label="Order" value={sort} choices={SORTS} onChoice={setSort} />
        </div>
      )}
      <GrownList
        name="Bots"
        list={list}
        card={(bot) => <BotCard bot={bot} pick={picking.pickOf(bot)} />}
        empty={
          isMe ? <NothingOfMine /> : <EmptyState title="Nothing published yet">Bots made public are here.</EmptyState>
        }
      />
      <TableTray {...picking} />
    </section>
  );
}

const NothingOfMine = (): VNode => (
  <EmptyState
    title="Nothing published yet"
    action={
      <a class="button button-primary" href="/bots/new">
        Make a bot
      </a>
    }
  >
    Bots you make public are here for everybody.
  </EmptyState>
);

/** The bots a creator puts first, in their order. */
export function FeaturedBots({ creator }: { creator: PublicCreator }): VNode | null {
  const { api } = useApp();
  const id = useId();
  const ids = creator.portfolio.featured_bots.slice(0, MAX_FEATURED);
  const answer = useAnswer(ids.length === 0 ? null : ids.join(), async (signal) => {
    const answers = await Promise.all(ids.map((bot) => api.call("GET", `/bots/${bot}`, PublicBot, { signal })));
    // One that went meanwhile is no reason to show none.
    return { ok: true, value: answers.flatMap((one) => (one.ok ? [one.value] : [])) };
  });
  if (!answer.value?.length) return null;
  return (
    <section class="shelf" aria-labelledby={id}>
      <h2 id={id}>Featured</h2>
      <ul class="shelf-row">
        {answer.value.map((bot) => (
          <li key={bot.id}>
            <BotCard bot={bot} />
          </li>
        ))}
      </ul>
    </section>
  );
}
