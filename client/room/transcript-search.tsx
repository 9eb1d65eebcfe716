import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { shortWhen } from "../ui/date-words.ts";
import { Icon } from "../ui/icon.tsx";
import { findMessages, type MessageHit } from "./transcript-search-calls.ts";

/** Words are looked for this long after the last key, milliseconds. */
const PAUSE_MS = 250;

interface Found {
  readonly query: string;
  readonly hits: readonly MessageHit[];
  readonly problem: string | null;
}

/** Finds messages of this room, also those that are not drawn. Laid over the list; Esc closes it. */
export function TranscriptSearch({
  room_id,
  words,
  onGo,
  onClose,
}: {
  room_id: string;
  /** What to look for at once. */
  words: string;
  onGo: (message_id: string) => void;
  onClose: () => void;
}): VNode {
  const [query, setQuery] = useState(words);
  const field = useRef<HTMLInputElement>(null);
  const [found, again] = useHits(room_id, query.trim());
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  return (
    <search
      class="transcript-search"
      aria-label="Search this room"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div class="transcript-search-row">
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          class="transcript-search-field"
          aria-label="Find in this room"
          placeholder="Find in this room"
          enterkeyhint="search"
          dir="auto"
          value={query}
          onInput={({ currentTarget }) => setQuery(currentTarget.value)}
        />
        <button type="button" class="icon-button" aria-label="Close the search" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <Results found={found} query={query.trim()} onGo={onGo} onRetry={again} />
    </search>
  );
}

/** What was found for the newest words; what stood there stays until then. */
function useHits(room_id: string, query: string): readonly [Found | null, () => void] {
  const { api } = useApp();
  const [found, setFound] = useState<Found | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (query === "") return setFound(null);
    const abort = new AbortController();
    const look = async () => {
      const { hits, problem } = await findMessages(api, room_id, query, abort.signal);
      if (!abort.signal.aborted) setFound({ query, hits, problem: problem?.detail ?? null });
    };
    const timer = setTimeout(() => void look(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [room_id, query, tries]);
  return [found, () => setTries(tries + 1)];
}

interface ResultsProps {
  readonly found: Found | null;
  readonly query: string;
  readonly onGo: (message_id: string) => void;
  readonly onRetry: () => void;
}

function Results({ found, query, onGo, onRetry }: ResultsProps): VNode {
  return (
    <>
      <p class={found ? "transcript-search-count" : "sr-only"} role="status">
        {found && countWords(found, query)}
        {found?.problem && (
          <button type="button" class="link-button" onClick={onRetry}>
            Try again
          </button>
        )}
      </p>
      {found && found.hits.length > 0 && (
        <ol class="transcript-hits">
          {found.hits.map((hit) => (
            <li key={hit.id}>
              <HitButton hit={hit} onGo={onGo} />
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function countWords({ hits, problem }: Found, query: string): string {
  if (problem) return `${problem} `;
  if (hits.length === 0) return `Nothing here says “${query}”.`;
  return hits.length === 1 ? "1 message" : `${hits.length} messages`;
}

function HitButton({ hit, onGo }: { hit: MessageHit; onGo: (message_id: string) => void }): VNode {
  return (
    <button type="button" class="transcript-hit" onClick={() => onGo(hit.id)}>
      <span class="transcript-hit-head">
        <bdi>{hit.author_name}</bdi>
        <time dateTime={hit.created_timestamp}>{shortWhen(hit.created_timestamp, new Date())}</time>
      </span>
      <span class="transcript-hit-text" dir="auto">
        {hit.excerpt.map((piece, at) => (piece.hit ? <mark key={at}>{piece.text}</mark> : piece.text))}
      </span>
    </button>
  );
}
