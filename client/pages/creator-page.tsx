import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { isReserved } from "../../shared/names/usernames.ts";
import { CreatorAbout } from "../discover/creator-about.tsx";
import { CreatorBots, FeaturedBots } from "../discover/creator-bots.tsx";
import { CreatorHero } from "../discover/creator-hero.tsx";
import { CreatorPageWait } from "../discover/page-skeletons.tsx";
import { Creators, type PublicCreator } from "../discover/rows.ts";
import { useApp } from "../ui/app-context.ts";
import { Tabs } from "../ui/tabs.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { ErrorPage } from "./bot-page.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import "../styles/discovery.css";

/** `/:username`: who somebody is, and the bots they made. */
export function CreatorPage(): VNode {
  const { username = "" } = useRoute().params;
  return isReserved(username) ? <NotFoundPage /> : <NamedCreator key={username} username={username} />;
}

function NamedCreator({ username }: { username: string }): VNode {
  const { api } = useApp();
  const { route } = useLocation();
  const query = new URLSearchParams({ username, limit: "1" });
  const answer = useAnswer(username, (signal) => api.call("GET", `/creator-profiles?${query}`, Creators, { signal }));
  const creator = answer.value?.docs[0];
  const moved = creator && creator.username !== username.toLowerCase() ? `/${creator.username}` : null;
  useEffect(() => {
    if (creator) document.title = `${creator.display_name} (@${creator.username}) · BotCafe`;
    if (moved) route(moved, true);
  }, [creator, moved]);
  if (creator) return <CreatorScreen creator={creator} />;
  if (answer.problem) return <ErrorPage problem={answer.problem} onRetry={answer.reload} />;
  return answer.value ? <NotFoundPage /> : <CreatorPageWait onRetry={answer.reload} />;
}

const TABS = [
  { id: "bots", label: "Bots" },
  { id: "about", label: "About" },
];

function CreatorScreen({ creator }: { creator: PublicCreator }): VNode {
  const { query, route } = useLocation();
  const tab = query["tab"] === "about" ? "about" : "bots";
  const select = (id: string) => route(`/${creator.username}${id === "bots" ? "" : `?tab=${id}`}`, true);
  return (
    <div class="public-page">
      <CreatorHero creator={creator} />
      <Tabs name={`Of ${creator.display_name}`} tabs={TABS} selected={tab} onSelect={select}>
        {tab === "about" ? (
          <CreatorAbout creator={creator} />
        ) : (
          <div class="creator-bots">
            <FeaturedBots creator={creator} />
            <CreatorBots creator={creator} />
          </div>
        )}
      </Tabs>
    </div>
  );
}
