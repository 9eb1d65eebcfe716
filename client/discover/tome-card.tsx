import type { VNode } from "preact";
import { useState } from "preact/hooks";
import * as z from "zod/mini";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorBlock, Skeleton } from "../ui/states.tsx";
import { Glyph } from "./glyph.tsx";
import type { PublicTome } from "./rows.ts";
import { useList } from "./use-list.ts";
import { countWords, monthWords } from "./words.ts";

/** A tome in a list: what it is of, how much it holds, and a look inside. */
export function TomeCard({ tome }: { tome: PublicTome }): VNode {
  const [isOpen, setOpen] = useState(false);
  const { name, description, sharing_settings, collection_metadata, createdAt } = tome;
  const { knowledge_count } = sharing_settings;
  return (
    <article class="tome-card" aria-label={name}>
      <h3 class="tome-card-name">
        <Glyph name="book" />
        <bdi>{name}</bdi>
      </h3>
      <p class="bot-card-hook" dir="auto">
        {description}
      </p>
      <p class="page-note">
        {countWords(knowledge_count, "entry", "entries")} · {collection_metadata.collection_category} ·{" "}
        {monthWords(createdAt)}
      </p>
      <button
        type="button"
        class="button button-small"
        aria-label={`Look inside ${name}`}
        onClick={() => setOpen(true)}
      >
        Look inside
      </button>
      {isOpen && <TomeDialog tome={tome} onClose={() => setOpen(false)} />}
    </article>
  );
}

const Entries = z.object({
  docs: z.array(z.object({ id: z.string(), title: z.string(), entry: z.string() })),
  next_cursor: z.nullable(z.string()),
});

/** The entries of a tome, to be read one by one. */
function TomeDialog({ tome, onClose }: { tome: PublicTome; onClose: () => void }): VNode {
  const { api } = useApp();
  const list = useList(`entries ${tome.id}`, (cursor) =>
    api.call(
      "GET",
      `/knowledge?knowledge_collection=${tome.id}&sort=createdAt${cursor === null ? "" : `&cursor=${cursor}`}`,
      Entries,
    ),
  );
  const problem = list?.problem.value;
  const rows = list?.rows.value;
  return (
    <Dialog title={tome.name} onClose={onClose}>
      {!rows && !problem && <Skeleton rows={4} />}
      {rows?.length === 0 && <p class="page-note">There is nothing in it yet.</p>}
      {rows?.map(({ id, title, entry }) => (
        <details key={id} class="tome-entry">
          <summary dir="auto">{title || firstLine(entry)}</summary>
          <p dir="auto">{entry}</p>
        </details>
      ))}
      {problem && <ErrorBlock problem={problem} onRetry={() => void list?.more()} />}
      {list?.hasMore.value && !problem && (
        <button type="button" class="button" disabled={list.isLoading.value} onClick={() => void list.more()}>
          Show more
        </button>
      )}
    </Dialog>
  );
}

const firstLine = (text: string): string => text.trim().split("\n", 1)[0]?.slice(0, 80) ?? "";
