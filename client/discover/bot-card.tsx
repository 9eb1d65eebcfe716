import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useApp } from "../ui/app-context.ts";
import { LateIcon } from "../ui/late-icon.tsx";
import { HeartButton } from "./heart-buttons.tsx";
import { Portrait } from "./portrait.tsx";
import type { PublicBot } from "./rows.ts";
import { newTable, type Seat, startRoom } from "./start-room.ts";
import { namedText } from "./words.ts";

interface BotCardProps {
  readonly bot: PublicBot;
  /** Whether it is picked for a new table, and how to change that; without it nothing is picked here. */
  readonly pick?: { readonly isPicked: boolean; readonly toggle: () => void };
}

/** A bot in a list: its face, its one line, who made it, and the two ways to a table with it. */
export function BotCard({ bot, pick }: BotCardProps): VNode {
  const { id, name, description, picture_url, creator_username, creator_display_name } = bot;
  return (
    <article class="bot-card" aria-label={name}>
      <a class="bot-card-link" href={`/${creator_username}/${bot.slug}`}>
        <Portrait id={id} name={name} picture={picture_url} />
        <h3 class="bot-card-name" dir="auto">
          {name}
        </h3>
        {!bot.is_public && <span class="quiet-badge">Not public</span>}
      </a>
      <p class="bot-card-hook" dir="auto">
        {namedText(description, name)}
      </p>
      <div class="bot-card-meta">
        <a class="quiet-link" href={`/${creator_username}`} title={creator_display_name}>
          <span class="sr-only">by </span>@{creator_username}
        </a>
        <HeartButton bot={bot} heart="liked" />
      </div>
      <div class="bot-card-actions">
        <TalkButton bot={bot} />
        {pick && (
          <button
            type="button"
            class="icon-button pick-button"
            aria-pressed={pick.isPicked}
            aria-label={`Pick ${name} for a new room`}
            title="Pick for a new room"
            onClick={pick.toggle}
          >
            <LateIcon name={pick.isPicked ? "check" : "plus"} />
          </button>
        )}
      </div>
    </article>
  );
}

/** Straight to a table with this one bot. */
export function TalkButton({ bot }: { bot: Seat }): VNode {
  const { isBusy, start } = useStart();
  return (
    <button
      type="button"
      class="button talk-button"
      disabled={isBusy}
      aria-label={`Talk to ${bot.name}`}
      onClick={() => start([bot])}
    >
      Talk
    </button>
  );
}

/** Lays a table and goes there; what went wrong is said in passing, the button is there to be pressed again. */
export function useStart() {
  const app = useApp();
  const { route } = useLocation();
  const [isBusy, setBusy] = useState(false);
  const start = async (bots: readonly Seat[]) => {
    setBusy(true);
    const answer = await startRoom(app, bots, "", newTable());
    setBusy(false);
    if (answer.ok) route(`/r/${answer.value}`);
    else app.toasts.say(answer.problem.errors[0]?.message ?? answer.problem.detail, { tone: "problem" });
  };
  return { isBusy, start: (bots: readonly Seat[]) => void start(bots) };
}
