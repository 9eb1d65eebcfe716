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
import { RIGHT_WORDS, VISIBILITY_WORDS } from "./bot-words.ts";
import { DeleteBot } from "./delete-bot.tsx";
import { useEditor } from "./editor-context.ts";

const Created = z.object({ id: z.string() });

/** Which bot this is, what the reader may do with it, and the ways out. */
export function EditorHead({ bot }: { bot: EditedBot }): VNode {
  const { api, toasts } = useApp();
  const { route } = useLocation();
  const { name, picture } = useEditor().draft.value;
  const [isDeleting, setDeleting] = useState(false);
  const startRoom = async () => {
    const answer = await api.call("POST", "/conversations", Created, { body: { bot_ids: [bot.id] } });
    if (answer.ok) route(`/r/${answer.value.id}`);
    else toasts.say(answer.problem.detail, { tone: "problem" });
  };
  const items = [
    { id: "room", label: "Start a room", onSelect: () => void startRoom() },
    { id: "page", label: "See its page", onSelect: () => route(`/${bot.creator_username}/${bot.slug}`) },
    ...(mayDo(bot.right, "admin")
      ? [{ id: "delete", label: "Delete…", hint: "Rooms keep what it said.", onSelect: () => setDeleting(true) }]
      : []),
  ];
  return (
    <header class="editor-head">
      <a class="icon-button editor-back" href="/bots" aria-label="My bots">
        <Icon name="back" />
      </a>
      <Avatar
        name={name || "?"}
        picture={picture === "" ? null : `/media/${picture}`}
        mark={markOf(bot.id)}
        size="large"
      />
      <div class="editor-title">
        <h1>
          <bdi>{name.trim() || bot.name}</bdi>
        </h1>
        <p>
          {VISIBILITY_WORDS[bot.sharing_visibility][0]}
          {bot.right !== "owner" && (
            <>
              {" "}
              · by <bdi>{bot.creator_display_name}</bdi> · you are {RIGHT_WORDS[bot.right].toLocaleLowerCase()}
            </>
          )}
        </p>
      </div>
      <Menu name="More about this bot" face={<Icon name="more" />} class="icon-button" items={items} />
      {isDeleting && <DeleteBot bot={bot} onClose={() => setDeleting(false)} onDeleted={() => route("/bots", true)} />}
    </header>
  );
}
