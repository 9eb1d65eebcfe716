import type { VNode } from "preact";
import { useId } from "preact/hooks";
import type { Api } from "../net/api.ts";
import type { ApiResult } from "../state/ports.ts";
import { useApp } from "../ui/app-context.ts";
import { Avatar } from "../ui/avatar.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { useStart } from "./bot-card.tsx";
import { markOf } from "./portrait.tsx";
import { Bots, Creators, type PublicBot, type PublicCreator } from "./rows.ts";

/** Bots of one hand, that know the same world. */
interface Table {
  readonly creator: PublicCreator;
  readonly bots: readonly PublicBot[];
}

/** Chosen: one row of a desktop. */
const TABLES = 3;
const SEATS = 3;

/** Tables of bots that one creator made for each other: one tap sits down with all of them. */
export function GoodTogether(): VNode | null {
  const { api } = useApp();
  const id = useId();
  const answer = useAnswer("tables", (signal) => readTables(api, signal));
  if (answer.isLoading && answer.value === null) return <div class="shelf-wait shelf-wait-low" aria-busy="true" />;
  // What cannot be laid is not missed: the bots themselves stand below.
  if (!answer.value?.length) return null;
  return (
    <section class="shelf shelf-low" aria-labelledby={id}>
      <h2 id={id}>Good together</h2>
      <ul class="shelf-row table-row">
        {answer.value.map((table) => (
          <li key={table.creator.id}>
            <TableCard {...table} />
          </li>
        ))}
      </ul>
    </section>
  );
}

async function readTables(api: Api, signal: AbortSignal): Promise<ApiResult<Table[]>> {
  const creators = await api.call("GET", `/creator-profiles?sort=-bot_count&limit=${TABLES}`, Creators, { signal });
  if (!creators.ok) return creators;
  const tables = creators.value.docs.map(async (creator) => {
    const query = `public=true&creator_profile=${creator.id}&sort=-likes_count&limit=${SEATS}`;
    const answer = await api.call("GET", `/bots?${query}`, Bots, { signal });
    return { creator, bots: answer.ok ? answer.value.docs : [] };
  });
  const laid = await Promise.all(tables);
  return { ok: true, value: laid.filter(({ bots }) => bots.length > 1) };
}

function TableCard({ creator, bots }: Table): VNode {
  const { isBusy, start } = useStart();
  const names = new Intl.ListFormat(undefined, { type: "conjunction" }).format(bots.map(({ name }) => name));
  return (
    <article class="table-card" aria-label={names}>
      <div class="table-faces">
        {bots.map(({ id, name, picture_url }) => (
          <Avatar key={id} name={name} picture={picture_url} mark={markOf(id)} size="large" />
        ))}
      </div>
      <h3 class="table-names" dir="auto">
        {names}
      </h3>
      <p class="page-note">
        {bots.length} bots by{" "}
        <a class="quiet-link" href={`/${creator.username}`}>
          @{creator.username}
        </a>
      </p>
      <button
        type="button"
        class="button"
        disabled={isBusy}
        aria-label={`Sit down with ${names}`}
        onClick={() => start(bots)}
      >
        Sit down
      </button>
    </article>
  );
}
