import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { MAX_MESSAGE_CHARS } from "../../shared/protocol/limits.ts";
import type { ApiProblem } from "../state/ports.ts";
import { useApp } from "../ui/app-context.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { Markdown } from "../ui/markdown/markdown.tsx";
import { markOf } from "./portrait.tsx";
import type { PublicBot } from "./rows.ts";
import { newTable, startRoom } from "./start-room.ts";
import { namedText } from "./words.ts";

/** What a bot says to newcomers, and a first answer to it: sending it sits one down in a new room. */
export function TalkForm({ bot }: { bot: PublicBot }): VNode {
  const { name, greeting } = bot;
  const mark = markOf(bot.id);
  return (
    <section class="talk" aria-label={`Talk to ${name}`}>
      {greeting.trim() !== "" && (
        <div class={`talk-greeting speaker-${mark}`}>
          <Avatar name={name} picture={bot.picture_url} mark={mark} />
          <div class="talk-bubble" dir="auto">
            <Markdown text={namedText(greeting, name)} />
          </div>
        </div>
      )}
      <FirstWords bot={bot} />
    </section>
  );
}

function FirstWords({ bot }: { bot: PublicBot }): VNode {
  const app = useApp();
  const { route } = useLocation();
  const [text, setText] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const table = useRef(newTable());
  const start = async () => {
    setBusy(true);
    const answer = await startRoom(app, [bot], text.trim(), table.current);
    setBusy(false);
    if (answer.ok) route(`/r/${answer.value}`);
    else setProblem(answer.problem);
  };
  return (
    <form
      class="talk-form"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <textarea
        class="talk-text"
        dir="auto"
        rows={2}
        maxLength={MAX_MESSAGE_CHARS}
        aria-label={`Say something to ${bot.name}`}
        placeholder={`Say something to ${bot.name}, or just sit down`}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches)
            return;
          event.preventDefault();
          if (!isBusy) void start();
        }}
      />
      {problem && (
        <p class="form-problem" role="alert">
          {problem.errors[0]?.message ?? problem.detail} What you wrote is still here.
        </p>
      )}
      <div class="talk-foot">
        <p class="page-note">Opens a room of your own. Nothing to sign up for.</p>
        <button type="submit" class="button button-primary" disabled={isBusy}>
          Talk to <bdi>{bot.name}</bdi>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
