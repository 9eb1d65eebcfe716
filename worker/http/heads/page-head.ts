import { cleanDisplayName } from "../../../shared/names/display-names.ts";
import { resolveNames } from "../../../shared/text/macros.ts";
import { html, type Markup } from "../html.ts";

/** What the head of a page says to whoever draws no scripts: search engines, and chats that show a link as a card. */
export interface PageHead {
  readonly title: string;
  readonly description: string;
  /** Path of the page's one address, percent-encoded; null for pages that no list of addresses should hold. */
  readonly canonical: string | null;
  /** Path of a picture of ours. */
  readonly image: string | null;
  readonly kind: "website" | "profile";
}

const SITE = "BotCafe";
/** Longest description, characters as people count them. Chosen: what search engines and chats show of one. */
const MAX_DESCRIPTION = 200;
const MAX_TITLE = 100;
/** UTF-16 units looked at: a description may be as long as a book, and is cut to two lines. */
const MAX_READ = 2_000;

/** `text` on one line, without what cannot be seen or would turn the line around, and not longer than `max`. */
function line(text: string, max: number): string {
  const clean = [...graphemes.segment(cleanDisplayName(text.slice(0, MAX_READ)))];
  if (clean.length <= max) return joined(clean);
  return `${joined(clean.slice(0, max - 1)).trimEnd()}…`;
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const joined = (pieces: readonly Intl.SegmentData[]): string => pieces.map(({ segment }) => segment).join("");

/** The head of what is not there, and of what is there for some people only: no word of it. */
export const NOTHING_HERE: PageHead = {
  title: `Nothing here · ${SITE}`,
  description: "There is no page at this address.",
  canonical: null,
  image: null,
  kind: "website",
};

export interface BotFace {
  readonly name: string;
  readonly description: string;
  readonly creator: string;
  readonly username: string;
  readonly slug: string;
  readonly picture: string | null;
}

export function botHead({ name, description, creator, username, slug, picture }: BotFace): PageHead {
  const called = line(name, MAX_TITLE);
  const about = line(resolveNames(description.slice(0, MAX_READ), { char: called, user: "you" }), MAX_DESCRIPTION);
  return {
    title: `${called} by ${line(creator, MAX_TITLE)} · ${SITE}`,
    description: about || `${called} is a bot to talk with. Take a seat, nothing to sign up for.`,
    canonical: `/${encodeURIComponent(username)}/${encodeURIComponent(slug)}`,
    image: ownImage(picture),
    kind: "website",
  };
}

export interface CreatorFace {
  readonly display_name: string;
  readonly username: string;
  readonly bio: string;
  readonly picture: string | null;
  /** Unlisted profiles are shown to whoever has the address, and told to nobody. */
  readonly isListed: boolean;
}

export function creatorHead({ display_name, username, bio, picture, isListed }: CreatorFace): PageHead {
  const name = line(display_name, MAX_TITLE);
  return {
    title: `${name} (@${username}) · ${SITE}`,
    description: line(bio, MAX_DESCRIPTION) || `Bots and tomes by ${name}.`,
    canonical: isListed ? `/${encodeURIComponent(username)}` : null,
    image: ownImage(picture),
    kind: "profile",
  };
}

/** A picture's address only where the picture is ours: nobody's head sends its readers elsewhere. */
const ownImage = (path: string | null): string | null =>
  path !== null && /^\/media\/[\w.-]+$/.test(path) ? path : null;

const screen = (canonical: string, title: string, description: string): PageHead => ({
  title: `${title} · ${SITE}`,
  description,
  canonical,
  image: null,
  kind: "website",
});

/** Screens that everybody may open and that say something without a session. */
const OPEN_SCREENS: ReadonlyMap<string, PageHead> = new Map(
  [
    screen("/discover", "Discover bots", "Bots to talk with, alone or several at one table. Nothing to sign up for."),
    screen("/discover/tomes", "Discover tomes", "Lore that bots remember when it matters, to read and to use."),
    screen("/discover/creators", "Discover creators", "People who make bots and write lore."),
  ].map((head) => [head.canonical ?? "", head]),
);

/** The head of a screen of the client's own; null where the page's own head is right already: at the table. */
export function screenHead(pathname: string): PageHead | null {
  if (pathname === "/") return null;
  return OPEN_SCREENS.get(pathname) ?? { ...NOTHING_HERE, title: SITE, description: ROOM_WORDS };
}

const ROOM_WORDS =
  "A room where several people and several bots talk in one timeline, and where every bot reply can explain itself.";

/**
 * `head` as markup.
 * @param origin Where our pages are, from the settings: never what a caller says it is.
 */
export function headMarkup({ title, description, canonical, image, kind }: PageHead, origin: string): Markup {
  return html`<title>${title}</title>
    <meta name="description" content="${description}" />
    ${canonical === null ? html`<meta name="robots" content="noindex" />` : linked(origin + canonical)}
    <meta property="og:site_name" content="${SITE}" />
    <meta property="og:type" content="${kind}" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${description}" />
    <meta name="twitter:card" content="summary" />
    ${image === null ? null : html`<meta property="og:image" content="${origin + image}" />`}`;
}

const linked = (address: string): Markup =>
  html`<link rel="canonical" href="${address}" /><meta property="og:url" content="${address}" />`;
