import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import * as z from "zod/mini";
import { markOf } from "../discover/portrait.tsx";
import { useApp } from "../ui/app-context.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { type EditedBot, mayDo } from "./bot-answers.ts";
import { heartsWords, RIGHT_WORDS, VISIBILITY_WORDS } from "./bot-words.ts";
import { DeleteBot } from "./delete-bot.tsx";

const Created = z.object({ id: z.string() });

/** One of one's bots: its face, its line, who may use it, and a way to talk with it at once. */
export function BotCard({ bot, onDeleted }: { bot: EditedBot; onDeleted: () => void }): VNode {
  const { api, toasts } = useApp();
  const { route } = useLocation();
  const [isDeleting, setDeleting] = useState(false);
  const page = `/${bot.creator_username}/${bot.slug}`;
  const startRoom = async () => {
    const answer = await api.call("POST", "/conversations", Created, { body: { bot_ids: [bot.id] } });
    if (answer.ok) route(`/r/${answer.value.id}`);
    else toasts.say(`${bot.name}: ${answer.problem.detail}`, { tone: "problem" });
  };
  const mayWrite = mayDo(bot.right, "write");
  const items = [
    ...(mayWrite ? [{ id: "edit", label: "Edit", onSelect: () => route(`/bots/${bot.id}/persona`) }] : []),
    ...(mayDo(bot.right, "admin")
      ? [{ id: "share", label: "Share…", onSelect: () => route(`/bots/${bot.id}/sharing`) }]
      : []),
    { id: "page", label: "See its page", onSelect: () => route(page) },
    ...(mayDo(bot.right, "admin")
      ? [{ id: "delete", label: "Delete…", hint: "Rooms keep what it said.", onSelect: () => setDeleting(true) }]
      : []),
  ];
  return (
    <li class="own-card">
      <a class="own-card-link" href={mayWrite ? `/bots/${bot.id}/persona` : page}>
        <Avatar name={bot.name} picture={bot.picture_url} mark={markOf(bot.id)} size="large" />
        <span class="own-card-words">
          <bdi class="own-card-name">{bot.name}</bdi>
          <span class="own-card-about" dir="auto">
            {bot.description || "No description yet"}
          </span>
          <span class="own-card-meta">
            {VISIBILITY_WORDS[bot.sharing_visibility][0]}
            {bot.right !== "owner" && ` · ${RIGHT_WORDS[bot.right]}`}
            {bot.likes_count > 0 && ` · ${heartsWords(bot.likes_count)}`}
          </span>
        </span>
      </a>
      <div class="own-card-foot">
        <button type="button" class="button button-small" onClick={() => void startRoom()}>
          Start a room
        </button>
        <Menu name={`More about ${bot.name}`} face={<Icon name="more" />} class="icon-button" items={items} />
      </div>
      {isDeleting && <DeleteBot bot={bot} onClose={() => setDeleting(false)} onDeleted={onDeleted} />}
    </li>
  );
}
