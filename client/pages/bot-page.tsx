import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { isReserved } from "../../shared/names/usernames.ts";
import { BotHero } from "../discover/bot-hero.tsx";
import { BotTomes, MoreByCreator } from "../discover/bot-shelves.tsx";
import { BotPageWait } from "../discover/page-skeletons.tsx";
import { Bots, type PublicBot } from "../discover/rows.ts";
import { TalkForm } from "../discover/talk-form.tsx";
import { useApp } from "../ui/app-context.ts";
import { ErrorBlock } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { NotFoundPage } from "./not-found-page.tsx";
import "../styles/discovery.css";

/** `/:username/:slug`: one bot, and a chair beside it. */
export function BotPage(): VNode {
  const { username = "", slug = "" } = useRoute().params;
  return isReserved(username) ? (
    <NotFoundPage />
  ) : (
    <NamedBot key={`${username}/${slug}`} username={username} slug={slug} />
  );
}

function NamedBot({ username, slug }: { username: string; slug: string }): VNode {
  const { api } = useApp();
  const { route } = useLocation();
  const query = new URLSearchParams({ username, slug, limit: "1" });
  const answer = useAnswer(String(query), (signal) => api.call("GET", `/bots?${query}`, Bots, { signal }));
  const bot = answer.value?.docs[0];
  const moved = bot && bot.creator_username !== username.toLowerCase() ? `/${bot.creator_username}/${bot.slug}` : null;
  useEffect(() => {
    if (bot) document.title = `${bot.name} by ${bot.creator_display_name} · BotCafe`;
    if (moved) route(moved, true);
  }, [bot, moved]);
  if (bot) return <BotScreen bot={bot} />;
  if (answer.problem) return <ErrorPage problem={answer.problem} onRetry={answer.reload} />;
  return answer.value ? <NotFoundPage /> : <BotPageWait onRetry={answer.reload} />;
}

function BotScreen({ bot }: { bot: PublicBot }): VNode {
  return (
    <div class="public-page">
      <div class="bot-page">
        <BotHero bot={bot} />
        <TalkForm bot={bot} />
      </div>
      <BotTomes bot={bot} />
      <MoreByCreator bot={bot} />
    </div>
  );
}

/** The page could not be read. */
export const ErrorPage = (props: Parameters<typeof ErrorBlock>[0]): VNode => (
  <div class="public-page">
    <ErrorBlock {...props} />
  </div>
);
