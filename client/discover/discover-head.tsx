import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Icon } from "../ui/icon.tsx";

const PARTS = [
  { href: "/discover", label: "Bots" },
  { href: "/discover/tomes", label: "Tomes" },
  { href: "/discover/creators", label: "Creators" },
] as const;

interface DiscoverHeadProps {
  readonly hint: string;
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

/** Above the three catalogues: the way between them, and one field to search this one. */
export function DiscoverHead({ hint, search, onSearch }: DiscoverHeadProps): VNode {
  const { path } = useLocation();
  return (
    <header class="discover-head">
      <h1>Discover</h1>
      <nav class="discover-parts" aria-label="Catalogues">
        {PARTS.map(({ href, label }) => (
          <a key={href} href={href} aria-current={path === href ? "page" : undefined}>
            {label}
          </a>
        ))}
      </nav>
      <SearchField hint={hint} value={search} onSearch={onSearch} />
    </header>
  );
}

/** A pause this long ends a word, milliseconds. Chosen: no search a letter, and no wait one notices. */
const PAUSE_MS = 250;
const MAX_SEARCH = 200;

/** Asks when the writer pauses, and at once on Enter. */
export function SearchField({
  hint,
  value,
  onSearch,
}: {
  hint: string;
  value: string;
  onSearch: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onSearch(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <search class="search-box">
      <form
        class="search-field"
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(text.trim());
        }}
      >
        <Icon name="search" />
        <input
          type="search"
          dir="auto"
          aria-label="Search"
          placeholder={hint}
          maxLength={MAX_SEARCH}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </form>
    </search>
  );
}
