import type { VNode } from "preact";
import { Avatar } from "../ui/avatar.tsx";
import { markOf } from "./portrait.tsx";
import type { PublicCreator } from "./rows.ts";
import { countWords } from "./words.ts";

/** A creator in a list: face, name, what they say of themselves, what there is of theirs. */
export function CreatorCard({ creator }: { creator: PublicCreator }): VNode {
  const { id, display_name, username, bio, avatar_url, portfolio, community_stats } = creator;
  return (
    <article class="creator-card" aria-label={display_name}>
      <a class="creator-card-link" href={`/${username}`}>
        <Avatar name={display_name} picture={avatar_url} mark={markOf(id)} size="large" />
        <span class="creator-card-names">
          <bdi class="creator-card-name">{display_name}</bdi>
          <span class="creator-card-username">@{username}</span>
        </span>
      </a>
      <p class="bot-card-hook" dir="auto">
        {bio}
      </p>
      <p class="page-note">
        {countWords(portfolio.bot_count, "bot", "bots")} ·{" "}
        {countWords(community_stats.follower_count, "follower", "followers")}
      </p>
    </article>
  );
}
