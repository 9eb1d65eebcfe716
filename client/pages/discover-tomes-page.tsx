import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { DiscoverHead } from "../discover/discover-head.tsx";
import { GrownList } from "../discover/grown-list.tsx";
import { NoSuchWords } from "../discover/no-such-words.tsx";
import { Tomes } from "../discover/rows.ts";
import { TomeCard } from "../discover/tome-card.tsx";
import { useList } from "../discover/use-list.ts";
import { useApp } from "../ui/app-context.ts";
import { EmptyState } from "../ui/states.tsx";
import "../styles/discovery.css";

/** `/discover/tomes`: lore that everybody may read. */
export function DiscoverTomesPage(): VNode {
  const { api } = useApp();
  const { query, route } = useLocation();
  const search = (query["q"] ?? "").slice(0, 200);
  const asks = new URLSearchParams({ public: "true", limit: "24", sort: "-createdAt", ...(search && { search }) });
  const list = useList(`tomes ${asks}`, (cursor) =>
    api.call("GET", `/knowledge-collections?${asks}${cursor === null ? "" : `&cursor=${cursor}`}`, Tomes),
  );
  const find = (words: string) =>
    route(words ? `/discover/tomes?q=${encodeURIComponent(words)}` : "/discover/tomes", true);
  useEffect(() => {
    document.title = "Discover tomes · BotCafe";
  }, []);
  return (
    <div class="discover">
      <DiscoverHead hint="a harbour, a heist, a kitchen" search={search} onSearch={find} />
      {list && (
        <GrownList
          name="Tomes"
          grid="card-grid card-grid-wide"
          list={list}
          card={(tome) => <TomeCard tome={tome} />}
          empty={search ? <NoSuchWords what="tome" search={search} onClear={() => find("")} /> : <NoTomes />}
        />
      )}
    </div>
  );
}

const NoTomes = (): VNode => (
  <EmptyState
    title="No public tomes yet"
    action={
      <a class="button button-primary" href="/import">
        Import a lorebook
      </a>
    }
  >
    A tome is lore that bots remember when it matters. Those that are open to everybody are here.
  </EmptyState>
);
