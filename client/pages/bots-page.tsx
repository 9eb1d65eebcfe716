import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import * as z from "zod/mini";
import { EditedBot } from "../bots/bot-answers.ts";
import { BotCard } from "../bots/bot-card.tsx";
import { useApp } from "../ui/app-context.ts";
import { CardSkeletons } from "../ui/card-skeletons.tsx";
import { Icon } from "../ui/icon.tsx";
import { EmptyState, ErrorBlock } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { dropFile } from "./dropped-file.ts";
import { SignInFirst } from "./sign-in-first.tsx";
import "../styles/workbench.css";

const Bots = z.object({ docs: z.array(EditedBot), next_cursor: z.nullable(z.string()) });

/** `/bots`: one's own bots and those that were shared. A card dropped here is imported. */
export function BotsPage(): VNode {
  const { session } = useApp();
  const { route } = useLocation();
  useEffect(() => {
    document.title = "Bots · BotCafe";
  }, []);
  if (session.state.value === "signed_out") return <SignInFirst what="Your bots are kept with your account." />;
  return (
    <section
      class="page"
      aria-label="My bots"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (dropFile(event.dataTransfer)) route("/import");
      }}
    >
      <header class="page-head">
        <h1>My bots</h1>
        <a class="button button-primary" href="/bots/new">
          <Icon name="plus" />
          New bot
        </a>
      </header>
      <BotShelves />
    </section>
  );
}

function BotShelves(): VNode {
  const { api, session } = useApp();
  const [search, setSearch] = useState("");
  const user_id = session.me.value?.id ?? null;
  const answer = useAnswer(user_id, (signal) => api.call("GET", "/bots?limit=100&sort=-updatedAt", Bots, { signal }));
  const bots = answer.value?.docs;
  if (!bots) {
    if (answer.problem) return <ErrorBlock problem={answer.problem} onRetry={answer.reload} />;
    return <CardSkeletons grid="own-cards" count={4} onRetry={answer.reload} />;
  }
  if (bots.length === 0) return <NoBots />;
  const word = search.trim().toLocaleLowerCase();
  const fits = (bot: EditedBot) => `${bot.name}\n${bot.description}`.toLocaleLowerCase().includes(word);
  const shelves = [
    { title: "Made by you", bots: bots.filter((bot) => bot.right === "owner" && fits(bot)) },
    { title: "Shared with you", bots: bots.filter((bot) => bot.right !== "owner" && fits(bot)) },
  ].filter((shelf) => shelf.bots.length > 0);
  return (
    <>
      {answer.problem && <ErrorBlock problem={answer.problem} onRetry={answer.reload} />}
      {bots.length > FEW && (
        <input
          type="search"
          class="list-search"
          aria-label="Search my bots"
          placeholder="Search names and descriptions"
          dir="auto"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      )}
      {shelves.length === 0 && <p class="rooms-none">No bot here has “{search.trim()}”.</p>}
      {shelves.map((shelf) => (
        <section key={shelf.title} class="form-group" aria-label={shelf.title}>
          {shelf.title !== "Made by you" && <h2>{shelf.title}</h2>}
          <ul class="own-cards">
            {shelf.bots.map((bot) => (
              <BotCard key={bot.id} bot={bot} onDeleted={answer.reload} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** Up to so many bots there is nothing to search. */
const FEW = 6;

const NoBots = (): VNode => (
  <EmptyState
    title="No bots yet"
    action={
      <div class="button-row">
        <a class="button button-primary" href="/bots/new">
          Write one
        </a>
        <a class="button" href="/import">
          Import a card
        </a>
      </div>
    }
  >
    A bot is a name and what it is told. Begin with a template, or bring a character card along.
  </EmptyState>
);
