/** Longest title of a room, as `POST /api/conversations` takes it. */
export const MAX_TITLE = 120;

/** What a room is called that got no title: by who sits in it. */
export const titleOf = (bots: readonly { readonly name: string }[]): string =>
  bots
    .map(({ name }) => name)
    .join(", ")
    .slice(0, MAX_TITLE);
