import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { CupMark } from "../ui/cup-mark.tsx";
import { LateIcon } from "../ui/late-icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { FollowButton, useFollow } from "./follow-button.tsx";
import { Glyph } from "./glyph.tsx";
import { markOf, Portrait } from "./portrait.tsx";
import { ReportDialog } from "./report-dialog.tsx";
import type { PublicCreator } from "./rows.ts";
import { shareLink } from "./share-link.ts";
import { countWords, monthWords } from "./words.ts";

/** Banner, face, name, and what there is of a creator in numbers. */
export function CreatorHero({ creator }: { creator: PublicCreator }): VNode {
  const { id, display_name, username, bio, avatar_url, banner_url, portfolio, community_stats } = creator;
  const follow = useFollow(creator);
  const mark = markOf(id);
  const facts = [
    countWords(portfolio.bot_count, "bot", "bots"),
    countWords(follow.follower_count, "follower", "followers"),
    countWords(community_stats.total_likes, "like", "likes"),
    `since ${monthWords(creator.createdAt)}`,
  ];
  return (
    <header class="creator-hero">
      <div class={`creator-banner speaker-${mark}`} aria-hidden="true">
        {banner_url ? <img src={banner_url} alt="" /> : <CupMark mark={mark} />}
      </div>
      <Portrait id={id} name={display_name} picture={avatar_url} />
      <div class="creator-names">
        <h1>
          <bdi>{display_name}</bdi>
        </h1>
        <p class="creator-username">
          @{username}
          {creator.verification_status === "verified" && (
            <span class="quiet-badge">
              <LateIcon name="check" /> Verified
            </span>
          )}
        </p>
      </div>
      <CreatorActions creator={creator} follow={follow} />
      <p class="creator-bio" dir="auto">
        {bio}
      </p>
      <p class="creator-facts">{facts.join(" · ")}</p>
    </header>
  );
}

function CreatorActions({ creator, follow }: { creator: PublicCreator; follow: ReturnType<typeof useFollow> }): VNode {
  const app = useApp();
  const [isReporting, setReporting] = useState(false);
  const { id, username, display_name } = creator;
  const isMe = app.session.me.value?.id === creator.user;
  const items = [{ id: "report", label: "Report this profile", onSelect: () => setReporting(true) }];
  return (
    <div class="button-row creator-actions">
      {!isMe && <FollowButton name={display_name} {...follow} />}
      <button type="button" class="button" onClick={() => void shareLink(app, display_name, `/${username}`)}>
        <Glyph name="share" />
        Share
      </button>
      {!isMe && <Menu name="More" class="icon-button" face={<LateIcon name="more" />} items={items} />}
      {isReporting && (
        <ReportDialog of="creatorProfile" id={id} name={display_name} onClose={() => setReporting(false)} />
      )}
    </div>
  );
}
