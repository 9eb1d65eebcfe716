import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { BotCard } from "../discover/bot-card.tsx";
import { SearchField } from "../discover/discover-head.tsx";
import { GrownList } from "../discover/grown-list.tsx";
import { NoSuchWords } from "../discover/no-such-words.tsx";
import { Bots } from "../discover/rows.ts";
import { HitRow, Hits, KINDS, kindOf } from "../discover/search-hits.tsx";
import { useList } from "../discover/use-list.ts";
import { useApp } from "../ui/app-context.ts";
import { EmptyState } from "../ui/states.tsx";
import { Tabs } from "../ui/tabs.tsx";
import "../styles/discovery.css";

/** `/search`: what was said, lore and bots that hold some words. Nobody's search is one of the public bots. */
export function SearchPage(): VNode {
  const { session } = useApp();
  const { query, route } = useLocation();
  const words = (query["q"] ?? "").trim().slice(0, 200);
  const kind = kindOf(query["in"]);
  const find = (text: string, where: string) => {
    const to = new URLSearchParams({ ...(text && { q: text }), ...(where !== "all" && { in: where }) });
    route(`/search${to.size > 0 ? `?${to}` : ""}`, true);
  };
  useEffect(() => {
    document.title = words ? `${words} · Search · BotCafe` : "Search · BotCafe";
  }, [words]);
  const isNobody = session.state.value === "signed_out";
  return (
    <div class="discover search-page">
      <header class="discover-head">
        <h1>Search</h1>
        <SearchField hint="words that were said" value={words} onSearch={(text) => find(text, kind)} />
      </header>
      {words === "" && (
        <EmptyState title="What are you looking for?">
          {isNobody
            ? "Bots that hold all the words you write are here."
            : "Messages of your rooms, lore you may read and bots you may talk to are found by their words."}
        </EmptyState>
      )}
      {words !== "" && isNobody && <FoundBots words={words} onClear={() => find("", "all")} />}
      {words !== "" && session.me.value && (
        <Tabs name="Kinds" tabs={KINDS} selected={kind} onSelect={(id) => find(words, id)}>
          <Found words={words} kind={kind} onClear={() => find("", kind)} />
        </Tabs>
      )}
    </div>
  );
}

interface FoundProps {
  readonly words: string;
  readonly onClear: () => void;
}

function Found({ words, kind, onClear }: FoundProps & { kind: string }): VNode | null {
  const { api, session } = useApp();
  const asks = new URLSearchParams({ q: words, ...(kind !== "all" && { in: kind }) });
  const list = useList(`search ${asks} ${session.me.value?.id}`, (cursor) =>
    api.call("GET", `/search?${asks}${cursor === null ? "" : `&cursor=${cursor}`}`, Hits),
  );
  return (
    list && (
      <GrownList
        name="Found"
        grid="hit-list"
        list={list}
        card={(hit) => <HitRow hit={hit} />}
        empty={<NoSuchWords what={kind === "all" ? "text" : "text of this kind"} search={words} onClear={onClear} />}
      />
    )
  );
}

function FoundBots({ words, onClear }: FoundProps): VNode | null {
  const { api } = useApp();
  const asks = new URLSearchParams({ public: "true", search: words, limit: "24", sort: "-likes_count" });
  const list = useList(`found ${asks}`, (cursor) =>
    api.call("GET", `/bots?${asks}${cursor === null ? "" : `&cursor=${cursor}`}`, Bots),
  );
  return (
    list && (
      <GrownList
        name="Bots"
        list={list}
        card={(bot) => <BotCard bot={bot} />}
        empty={<NoSuchWords what="bot" search={words} onClear={onClear} />}
      />
    )
  );
}
