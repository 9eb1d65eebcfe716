/** Which of the public bots the reader asked for. What is not asked for is left out. */
export interface Filters {
  readonly search: string;
  readonly tags: readonly string[];
  readonly only: Only;
  readonly hideMine: boolean;
  readonly sort: Sort;
}

/** In this order they are offered. */
export const SORTS = [
  { value: "random", label: "Shuffled" },
  { value: "-createdAt", label: "Newest" },
  { value: "-likes_count", label: "Most liked" },
  { value: "-favorites_count", label: "Most saved" },
  { value: "-updatedAt", label: "Lately changed" },
  { value: "name", label: "By name" },
] as const;
export type Sort = (typeof SORTS)[number]["value"];

/** Lists that are the reader's own. */
export const ONLY = [
  { value: "all", label: "Everyone's" },
  { value: "liked", label: "Liked" },
  { value: "favorited", label: "Saved" },
  { value: "followed", label: "From people I follow" },
] as const;
export type Only = (typeof ONLY)[number]["value"];

export const NO_FILTERS: Filters = { search: "", tags: [], only: "all", hideMine: false, sort: "random" };
/** The API's most. */
const MAX_TAGS = 10;
const MAX_SEARCH = 200;

const oneOf = <Value extends string>(choices: readonly { readonly value: Value }[], text: string | undefined) =>
  choices.find(({ value }) => value === text)?.value;

/** The filters an address asks for; what it should not say counts as not said. */
export function readFilters(query: Readonly<Record<string, string>>): Filters {
  const tags = (query["tags"] ?? "").split(",").map((tag) => tag.trim().toLowerCase());
  return {
    search: (query["q"] ?? "").trim().slice(0, MAX_SEARCH),
    tags: [...new Set(tags)].filter(Boolean).slice(0, MAX_TAGS),
    only: oneOf(ONLY, query["only"]) ?? "all",
    hideMine: query["mine"] === "no",
    sort: oneOf(SORTS, query["sort"]) ?? "random",
  };
}

/** The query of an address that asks for `filters`, with its `?`; nothing where nothing is asked for. */
export function addressQuery({ search, tags, only, hideMine, sort }: Filters): string {
  const query = new URLSearchParams();
  if (search !== "") query.set("q", search);
  if (tags.length > 0) query.set("tags", tags.join(","));
  if (only !== "all") query.set("only", only);
  if (hideMine) query.set("mine", "no");
  if (sort !== "random") query.set("sort", sort);
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** The same for the API's list of bots. */
export function apiQuery({ search, tags, only, hideMine, sort }: Filters, limit: number): URLSearchParams {
  const query = new URLSearchParams({ public: "true", limit: String(limit), sort });
  if (search !== "") query.set("search", search);
  if (tags.length > 0) query.set("tags", tags.join(","));
  if (only !== "all") query.set(only, "true");
  if (hideMine) query.set("exclude_own", "true");
  return query;
}

/** One thing that was asked for, and the filters without it. */
export interface FilterChip {
  readonly words: string;
  readonly without: Filters;
}

/** What is asked for, one chip each: what may have made a list empty, and how to let go of it. */
export function chipsOf(filters: Filters): FilterChip[] {
  const { search, tags, only, hideMine } = filters;
  const chips: FilterChip[] = tags.map((tag) => ({
    words: tag,
    without: { ...filters, tags: tags.filter((other) => other !== tag) },
  }));
  if (search !== "") chips.unshift({ words: `“${search}”`, without: { ...filters, search: "" } });
  const own = ONLY.find(({ value }) => value === only);
  if (own && only !== "all") chips.push({ words: own.label, without: { ...filters, only: "all" } });
  if (hideMine) chips.push({ words: "Without mine", without: { ...filters, hideMine: false } });
  return chips;
}

/** Adds `tag`, or takes it away. */
export function toggleTag(filters: Filters, tag: string): Filters {
  const others = filters.tags.filter((other) => other !== tag);
  const isOn = others.length < filters.tags.length;
  return { ...filters, tags: isOn ? others : [...others, tag].slice(0, MAX_TAGS) };
}

/** Tags worth offering: the most used among `rows` first, then by name. A tag with a comma cannot be asked for. */
export function commonTags(
  rows: readonly { readonly tags: readonly { readonly tag: string }[] }[],
  most: number,
): string[] {
  const counts = new Map<string, number>();
  for (const { tags } of rows)
    for (const tag of new Set(tags.map((one) => one.tag.toLowerCase())))
      if (!tag.includes(",")) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const sorted = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a.localeCompare(b));
  return sorted.slice(0, most).map(([tag]) => tag);
}
