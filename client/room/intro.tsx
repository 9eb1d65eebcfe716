import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";
import type { RoomBot } from "../../shared/fields/conversation.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Markdown } from "../ui/markdown/markdown.tsx";
import { elementIdOf } from "./message.tsx";
import { openingLines } from "./opening-lines.ts";
import { useRoomScene } from "./room-context.ts";
import type { RoomModel } from "./room-model.ts";
import { INTRO_ID } from "./use-transcript-scroll.ts";

/** How a room opens: who sits at the table, what each says to newcomers, and lines to begin with. */
export function Intro({ cards }: { cards: readonly RoomBot[] }): VNode {
  const { room } = useRoomScene();
  // They stay for the visit: nothing moves when one is sent.
  const [starters] = useState(() => {
    if (room.starters.length > 0 || room.you.peek()?.role === "viewer") return room.starters;
    return openingLines(cards, room.messages.peek());
  });
  return (
    <div class="intro" id={elementIdOf(INTRO_ID)}>
      <ul class="greetings">
        {cards.map((bot) => (
          <li key={bot.bot_id}>
            <GreetingCard bot={bot} />
          </li>
        ))}
      </ul>
      {starters.length > 0 && (
        <ul class="starters" aria-label="Lines to begin with">
          {starters.map((line) => (
            <li key={line}>
              <button type="button" class="starter" onClick={() => begin(room, line)}>
                {line}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Fills the composer; the person sends. */
function begin({ composer }: RoomModel, line: string): void {
  composer.write(line);
  document.getElementById("composer-text")?.focus();
}

function GreetingCard({ bot }: { bot: RoomBot }): VNode {
  const { markOf } = useRoomScene();
  const mark = markOf(bot.bot_id);
  const titleId = useId();
  return (
    <article class={`greeting speaker-${mark}`} aria-labelledby={titleId}>
      <header class="greeting-head">
        <Avatar name={bot.name} picture={bot.picture} mark={mark} size="large" />
        <div>
          <h3 class="greeting-name" id={titleId}>
            <bdi>{bot.name}</bdi> <span class="bot-label">BOT</span>
          </h3>
          <p class="greeting-who">{bot.description}</p>
        </div>
      </header>
      {bot.greeting !== "" && <Markdown text={bot.greeting} />}
    </article>
  );
}
