import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { BotCard } from "../discover/bot-card.tsx";
import { DiscoverHead } from "../discover/discover-head.tsx";
import { FilterBar, NothingFits } from "../discover/filter-bar.tsx";
import { addressQuery, apiQuery, chipsOf, commonTags, type Filters, readFilters } from "../discover/filters.ts";
import { GoodTogether } from "../discover/good-together.tsx";
import { GrownList, SCREENFUL } from "../discover/grown-list.tsx";
import type { PagedList } from "../discover/paged-list.ts";
import { Bots, type PublicBot } from "../discover/rows.ts";
import { type Shelf, ShelfRow } from "../discover/shelf.tsx";
import { TableTray, usePicks } from "../discover/table-tray.tsx";
import { useList } from "../discover/use-list.ts";
import { countWords } from "../discover/words.ts";
import { useApp } from "../ui/app-context.ts";
import { CardSkeletons } from "../ui/card-skeletons.tsx";
import { EmptyState } from "../ui/states.tsx";
import { deviceMemory } from "./device-memory.ts";
import "../styles/discovery.css";

const PAGE_SIZE = 24;
const SHELF_SIZE = 12;
/** Below this the list itself shows every bot at once, and shelves would show them twice. */
const SHELVES_FROM = 16;
/** Chosen: one line of a desktop, the order beside it. */
const OFFERED_TAGS = 10;

const SHELVES: readonly Shelf[] = [
  {
    title: "New",
    query: `public=true&sort=-createdAt&limit=${SHELF_SIZE}`,
    href: "/discover?sort=-createdAt",
    isCertain: true,
  },
  {
    title: "Most liked",
    query: `public=true&sort=-likes_count&limit=${SHELF_SIZE}`,
    href: "/discover?sort=-likes_count",
    isCertain: true,
  },
];
const FOLLOWED: Shelf = {
  title: "From people you follow",
  query: `public=true&followed=true&sort=-createdAt&limit=${SHELF_SIZE}`,
  href: "/discover?only=followed&sort=-createdAt",
  isCertain: false,
};

const shelvesOf = (user: string | null): readonly Shelf[] => (user === null ? SHELVES : [FOLLOWED, ...SHELVES]);

/** `/discover`: everybody's bots. What is asked for stands in the address, so that it can be shared and gone back to. */
export function DiscoverPage(): VNode {
  const { session } = useApp();
  const { query, route } = useLocation();
  const picking = usePicks();
  const filters = readFilters(query);
  const list = useBots(filters);
  const user = session.me.value?.id ?? null;
  useEffect(() => {
    document.title = "Discover bots · BotCafe";
  }, []);
  const change = (to: Filters) => route(`/discover${addressQuery(to)}`, true);
  // Shelves come above the list: neither is there before it is known whether both are.
  const isWaiting = list !== null && list.rows.value === null && list.problem.value === null;
  const isUnasked = !isWaiting && addressQuery(filters) === "";
  const isPlain = isUnasked && (list?.total.value ?? 0) >= SHELVES_FROM;
  return (
    <div class="discover">
      <DiscoverHead
        hint="someone who argues about bread"
        search={filters.search}
        onSearch={(search) => change({ ...filters, search })}
      />
      <FilterBar
        filters={filters}
        tags={useOffered(list?.rows.value ?? null)}
        isSomebody={useIsSomebody()}
        onChange={change}
      />
      {isWaiting && <CardSkeletons grid="card-grid" count={SCREENFUL} onRetry={() => void list.more()} />}
      {isUnasked && <GoodTogether />}
      {isPlain && shelvesOf(user).map((shelf) => <ShelfRow key={shelf.title} {...shelf} pickOf={picking.pickOf} />)}
      <section class="discover-all" aria-label="Bots">
        {isUnasked && <h2>Everyone</h2>}
        {list && !isWaiting && <AllBots list={list} filters={filters} pickOf={picking.pickOf} onChange={change} />}
        {list === null && session.state.value === "signed_out" && (
          <ForSomebody onAll={() => change({ ...filters, only: "all", hideMine: false })} />
        )}
      </section>
      <TableTray {...picking} />
    </div>
  );
}

/** Whether lists of one's own are offered: before the server has said who is there, by what this device remembers. */
function useIsSomebody(): boolean {
  const { session } = useApp();
  const state = session.state.value;
  return state === "unknown" ? deviceMemory.wasSignedIn() : state !== "signed_out";
}

/** The bots that `filters` ask for; null while they ask for one's own and it is not known whose that is. */
function useBots(filters: Filters) {
  const { api, session } = useApp();
  const user = session.me.value?.id ?? null;
  const isOwn = filters.only !== "all" || filters.hideMine;
  const asks = apiQuery(filters, PAGE_SIZE);
  asks.set("count", "true");
  return useList(isOwn && user === null ? null : `bots ${isOwn ? user : ""} ${asks}`, (cursor) =>
    api.call("GET", `/bots?${asks}${cursor === null ? "" : `&cursor=${cursor}`}`, Bots),
  );
}

interface AllBotsProps {
  readonly list: PagedList<PublicBot>;
  readonly filters: Filters;
  readonly pickOf: ReturnType<typeof usePicks>["pickOf"];
  readonly onChange: (filters: Filters) => void;
}

function AllBots({ list, filters, pickOf, onChange }: AllBotsProps): VNode {
  const total = list.total.value;
  return (
    <>
      <p class="sr-only" role="status">
        {total !== null && countWords(total, "bot", "bots")}
      </p>
      <GrownList
        name="Bots"
        list={list}
        card={(bot) => <BotCard bot={bot} pick={pickOf(bot)} />}
        empty={chipsOf(filters).length > 0 ? <NothingFits filters={filters} onChange={onChange} /> : <NoBots />}
      />
    </>
  );
}

/** Tags of the first bots that came. They stay as they are then: chips that move are chips one misses. */
function useOffered(rows: readonly PublicBot[] | null): readonly string[] {
  const offered = useRef<readonly string[]>([]);
  if (offered.current.length === 0 && rows !== null) offered.current = commonTags(rows, OFFERED_TAGS);
  return offered.current;
}

const NoBots = (): VNode => (
  <EmptyState
    title="No public bots yet"
    action={
      <a class="button button-primary" href="/bots/new">
        Make the first one
      </a>
    }
  >
    Bots that people make public are here for everybody.
  </EmptyState>
);

/** An address that asks for one's own, opened by nobody. */
const ForSomebody = ({ onAll }: { onAll: () => void }): VNode => (
  <EmptyState
    title="This list is yours alone"
    action={
      <div class="button-row">
        <a
          class="button button-primary"
          href={`/login?then=${encodeURIComponent(location.pathname + location.search)}`}
        >
          Sign in
        </a>
        <button type="button" class="button" onClick={onAll}>
          Show everyone's
        </button>
      </div>
    }
  >
    Likes, saved bots and people you follow are kept with your account.
  </EmptyState>
);
