import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { CreatorCard } from "../discover/creator-card.tsx";
import { DiscoverHead } from "../discover/discover-head.tsx";
import { Choice } from "../discover/filter-bar.tsx";
import { GrownList } from "../discover/grown-list.tsx";
import { NoSuchWords } from "../discover/no-such-words.tsx";
import { Creators } from "../discover/rows.ts";
import { useList } from "../discover/use-list.ts";
import { useApp } from "../ui/app-context.ts";
import { EmptyState } from "../ui/states.tsx";
import "../styles/discovery.css";

const SORTS = [
  { value: "-last_active", label: "Lately active" },
  { value: "-follower_count", label: "Most followed" },
  { value: "-bot_count", label: "Most bots" },
  { value: "-createdAt", label: "Newest" },
  { value: "username", label: "By name" },
] as const;

/** `/discover/creators`: people with a public page. */
export function DiscoverCreatorsPage(): VNode {
  const { api } = useApp();
  const { query, route } = useLocation();
  const search = (query["q"] ?? "").slice(0, 200);
  const sort = SORTS.find(({ value }) => value === query["sort"])?.value ?? "-last_active";
  const asks = new URLSearchParams({ limit: "24", sort, ...(search && { search }) });
  const list = useList(`creators ${asks}`, (cursor) =>
    api.call("GET", `/creator-profiles?${asks}${cursor === null ? "" : `&cursor=${cursor}`}`, Creators),
  );
  const show = (words: string, order: string) => {
    const to = new URLSearchParams({ ...(words && { q: words }), ...(order !== "-last_active" && { sort: order }) });
    route(`/discover/creators${to.size > 0 ? `?${to}` : ""}`, true);
  };
  useEffect(() => {
    document.title = "Discover creators · BotCafe";
  }, []);
  return (
    <div class="discover">
      <DiscoverHead hint="a name" search={search} onSearch={(words) => show(words, sort)} />
      <div class="filter-bar">
        <div class="filter-choices">
          <Choice label="Order" value={sort} choices={SORTS} onChoice={(order) => show(search, order)} />
        </div>
      </div>
      {list && (
        <GrownList
          name="Creators"
          grid="card-grid card-grid-wide"
          list={list}
          card={(creator) => <CreatorCard creator={creator} />}
          empty={
            search ? <NoSuchWords what="creator" search={search} onClear={() => show("", sort)} /> : <NoCreators />
          }
        />
      )}
    </div>
  );
}

const NoCreators = (): VNode => (
  <EmptyState
    title="Nobody here yet"
    action={
      <a class="button button-primary" href="/bots/new">
        Make a bot
      </a>
    }
  >
    Your page begins with your first bot.
  </EmptyState>
);
