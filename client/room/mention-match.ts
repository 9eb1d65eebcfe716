/** Someone a message can name. */
export interface Mentionable {
  readonly id: string;
  readonly name: string;
  /** `other`: a bot that is not at the table yet. */
  readonly kind: "bot" | "person" | "other";
  readonly isMuted?: boolean;
}

/** The `@…` being typed: where it starts in the text and what stands behind it. */
export interface MentionQuery {
  readonly at: number;
  readonly query: string;
}

/** Longest half-typed name looked for. Chosen: twice the longest name anyone can read in a list. */
const MAX_QUERY = 60;

/** The mention the caret stands in, or null. An `@` inside a word (an address) starts none. */
export function mentionAtCaret(text: string, caret: number): MentionQuery | null {
  const before = text.slice(Math.max(0, caret - MAX_QUERY), caret);
  const at = before.lastIndexOf("@");
  if (at < 0) return null;
  const query = before.slice(at + 1);
  if (query.includes("\n") || query.startsWith(" ") || isWordChar(before[at - 1])) return null;
  return { at: caret - query.length - 1, query };
}

/** Who fits what was typed: bots first, then people, then bots one could add; beginnings of the name before those of a later word. */
export function rankMentions(people: readonly Mentionable[], query: string, limit = 6): Mentionable[] {
  const wanted = fold(query);
  return people
    .map((person, order) => ({ person, order, rank: rankOf(person, wanted) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, limit)
    .map(({ person }) => person);
}

/** Who is here before who could be; bots before people. */
const KINDS: readonly Mentionable["kind"][] = ["bot", "person", "other"];
const NO_MATCH = 10;

function rankOf(person: Mentionable, wanted: string): number {
  const name = fold(person.name);
  const kind = KINDS.indexOf(person.kind);
  // Everybody's bots under a bare @ would bury those at the table.
  if (wanted === "" && person.kind === "other") return NO_MATCH;
  // A later word of a name here still goes before a first word of one that is not here.
  const isHere = person.kind !== "other";
  if (name.startsWith(wanted)) return isHere ? kind : kind + 4;
  if (!name.split(" ").some((word) => word.startsWith(wanted))) return NO_MATCH;
  return isHere ? kind + 2 : kind + 5;
}

/** The text with the half-typed mention replaced by the whole name, and where the caret goes. */
export function insertMention(
  text: string,
  caret: number,
  mention: MentionQuery,
  name: string,
): { readonly text: string; readonly caret: number } {
  const head = `${text.slice(0, mention.at)}@${name} `;
  return { text: head + text.slice(caret).trimStart(), caret: head.length };
}

const isWordChar = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}\p{M}_]/u.test(char);
/** For finding: without case and accents. */
const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
