import type { VNode } from "preact";
import { type App, useApp } from "../ui/app-context.ts";
import { Glyph } from "./glyph.tsx";
import { type Heart, heartsOf } from "./hearts.ts";
import type { PublicBot } from "./rows.ts";
import { shortCount } from "./words.ts";

const HEARTS = {
  liked: { glyph: "heart", count: "likes_count", name: "Like", on: "Liked", off: "No longer liked" },
  favorited: { glyph: "keep", count: "favorites_count", name: "Save", on: "Saved", off: "No longer saved" },
} as const;

/** Likes or saves a bot with one tap, and takes it back with the next. */
export function HeartButton({ bot, heart, isLarge }: { bot: PublicBot; heart: Heart; isLarge?: boolean }): VNode {
  const app = useApp();
  const { glyph, count, name } = HEARTS[heart];
  const shown = heartsOf(app.api).of(bot);
  const [isOn, number] = [shown[heart], shown[count]];
  return (
    <button
      type="button"
      class={isLarge ? "button heart-button" : "heart-button heart-small"}
      aria-pressed={isOn}
      onClick={() => void switchHeart(app, bot, heart, !isOn)}
    >
      <Glyph name={glyph} />
      <span class={isLarge ? undefined : "sr-only"}>{name}</span>
      <span class="sr-only">{` ${bot.name} `}</span>
      {number > 0 && <span class="heart-count">{shortCount(number)}</span>}
    </button>
  );
}

async function switchHeart(app: App, bot: PublicBot, heart: Heart, isOn: boolean, isUndo = false): Promise<void> {
  const { api, session, toasts } = app;
  const { name, on, off } = HEARTS[heart];
  const me = await session.ensure();
  const problem = me === null ? session.problem.peek() : await heartsOf(api).set(bot, heart, isOn);
  if (problem) {
    toasts.say(`${name}: ${problem.detail}`, { tone: "problem" });
    return;
  }
  if (isUndo) return;
  const undo = { label: "Undo", onPress: () => void switchHeart(app, bot, heart, !isOn, true) };
  toasts.say(`${isOn ? on : off}: ${bot.name}`, { action: undo });
}
