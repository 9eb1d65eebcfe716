import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { Glyph } from "./glyph.tsx";
import { HeartButton } from "./heart-buttons.tsx";
import { Portrait } from "./portrait.tsx";
import { ReportDialog } from "./report-dialog.tsx";
import type { PublicBot } from "./rows.ts";
import { shareLink } from "./share-link.ts";
import { monthWords, namedText } from "./words.ts";

/** Longer texts are folded, UTF-16 units. Chosen: five lines of a phone. */
const FOLDED_FROM = 480;

/** Who a bot is: portrait, name, its line, who made it, and what one can do with the page. */
export function BotHero({ bot }: { bot: PublicBot }): VNode {
  const { id, name, picture_url, creator_username, creator_display_name, tags, createdAt } = bot;
  return (
    <header class="bot-hero">
      <Portrait id={id} name={name} picture={picture_url} />
      <div class="hero-names">
        <h1 dir="auto">
          {name} <span class="bot-label">BOT</span>
        </h1>
        <p class="hero-by">
          by{" "}
          <a href={`/${creator_username}`}>
            <bdi>{creator_display_name}</bdi>
          </a>{" "}
          · since {monthWords(createdAt)}
        </p>
        {!bot.is_public && <p class="quiet-badge">Not public: only people it is shared with see this page</p>}
      </div>
      <div class="hero-more">
        <About text={namedText(bot.description, name)} />
        {tags.length > 0 && (
          <ul class="filter-tags" aria-label="Tags">
            {tags.map(({ tag }) => (
              <li key={tag}>
                <a class="chip" href={`/discover?tags=${encodeURIComponent(tag.toLowerCase())}`}>
                  <bdi>{tag}</bdi>
                </a>
              </li>
            ))}
          </ul>
        )}
        <HeroActions bot={bot} />
      </div>
    </header>
  );
}

function About({ text }: { text: string }): VNode | null {
  const [isOpen, setOpen] = useState(false);
  if (text.trim() === "") return null;
  const isLong = text.length > FOLDED_FROM;
  return (
    <div class="hero-about">
      <p class={isLong && !isOpen ? "folded" : undefined} dir="auto">
        {isLong && !isOpen ? text.slice(0, 2 * FOLDED_FROM) : text}
      </p>
      {isLong && (
        <button type="button" class="link-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? "Show less" : "Show all of it"}
        </button>
      )}
    </div>
  );
}

function HeroActions({ bot }: { bot: PublicBot }): VNode {
  const app = useApp();
  const [isReporting, setReporting] = useState(false);
  const share = () => void shareLink(app, bot.name, `/${bot.creator_username}/${bot.slug}`);
  const isMine = bot.right !== "read";
  return (
    <div class="button-row">
      <HeartButton bot={bot} heart="liked" isLarge />
      <HeartButton bot={bot} heart="favorited" isLarge />
      <button type="button" class="button" onClick={share}>
        <Glyph name="share" />
        Share
      </button>
      {isMine ? (
        <a class="button" href={`/bots/${bot.id}`}>
          Edit
        </a>
      ) : (
        <Menu
          name="More"
          class="icon-button"
          face={<Icon name="more" />}
          items={[{ id: "report", label: "Report this bot", onSelect: () => setReporting(true) }]}
        />
      )}
      {isReporting && <ReportDialog of="bot" id={bot.id} name={bot.name} onClose={() => setReporting(false)} />}
    </div>
  );
}
