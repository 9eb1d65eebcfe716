import { expect, test } from "vitest";
import { addressQuery, apiQuery, chipsOf, commonTags, NO_FILTERS, readFilters, toggleTag } from "./filters.ts";

const ALL = {
  search: "someone who argues",
  tags: ["mystery", "cosy"],
  only: "followed",
  hideMine: true,
  sort: "-likes_count",
} as const;
const queryOf = (text: string) => Object.fromEntries(new URLSearchParams(text));

test("[CAT2] an address says what is asked for, and reading it gives that back", () => {
  expect(addressQuery(NO_FILTERS)).toBe("");
  expect(readFilters(queryOf(addressQuery(ALL)))).toEqual(ALL);
  expect(readFilters({})).toEqual(NO_FILTERS);
});

test("[CAT2] what an address should not say counts as not said", () => {
  expect(readFilters({ sort: "-system_prompt", only: "deleted", mine: "x", tags: ",,A,a, ", q: "  " })).toEqual({
    ...NO_FILTERS,
    tags: ["a"],
  });
  expect(readFilters({ q: "x".repeat(900) }).search).toHaveLength(200);
  expect(readFilters({ tags: Array.from({ length: 30 }, (_, at) => `t${at}`).join(",") }).tags).toHaveLength(10);
});

test("[CAT2] the API is asked for the same", () => {
  expect(Object.fromEntries(apiQuery(ALL, 24))).toEqual({
    public: "true",
    limit: "24",
    sort: "-likes_count",
    search: "someone who argues",
    tags: "mystery,cosy",
    followed: "true",
    exclude_own: "true",
  });
});

test("[CAT3] each thing asked for has a chip that lets go of it alone", () => {
  const chips = chipsOf(ALL);
  expect(chips.map(({ words }) => words)).toEqual([
    "“someone who argues”",
    "mystery",
    "cosy",
    "From people I follow",
    "Without mine",
  ]);
  expect(chips.map(({ without }) => chipsOf(without).length)).toEqual([4, 4, 4, 4, 4]);
  expect(chipsOf(NO_FILTERS)).toEqual([]);
});

test("[CAT3] tags go on and off; those on offer are the most used", () => {
  expect(toggleTag(toggleTag(NO_FILTERS, "cosy"), "cosy")).toEqual(NO_FILTERS);
  const rows = ["b a", "B", "c a", "a,z"].map((tags) => ({ tags: tags.split(" ").map((tag) => ({ tag })) }));
  expect(commonTags(rows, 2)).toEqual(["a", "b"]);
});
