import { expect, type Locator, type Page } from "@playwright/test";

/** What stands behind the addresses that have an id in them. */
export interface PlaceIds {
  readonly room: string;
  readonly bot: string;
  readonly persona: string;
  /** Of the room; without one, its permalink is left out. */
  readonly message?: string;
  /** Public ones: the creator's username and the bot's path under it. */
  readonly creator: string;
  readonly slug: string;
  /** A code that leads into a room. */
  readonly invitation: string;
}

/** One address of the client. */
export interface Place {
  readonly name: string;
  /** The route it belongs to, as `shared/names/routes.ts` spells it; of names, as the client's router does. */
  readonly route: string;
  /** As somebody without a session. */
  readonly isStranger?: boolean;
  readonly at: string | ((ids: PlaceIds) => string | null);
}

const SETTINGS = ["account", "appearance", "accessibility", "notifications", "keys", "privacy", "wellbeing"];
const EDITOR = ["persona", "behaviour", "lore", "looks", "sharing", "try", "stats"];

/** Every screen that has an address, each kind once. A test holds it against the client's routes. */
export const PLACES: readonly Place[] = [
  { name: "01-first-visit", route: "/", isStranger: true, at: "/" },
  { name: "03-room", route: "/r/:room", at: ({ room }) => `/r/${room}` },
  {
    name: "03-room-message",
    route: "/r/:room/m/:msg",
    at: ({ room, message }) => (message === undefined ? null : `/r/${room}/m/${message}`),
  },
  { name: "16-rooms", route: "/rooms", at: "/rooms" },
  { name: "17-new-room", route: "/rooms/new", at: "/rooms/new" },
  { name: "35-log", route: "/log", at: ({ room }) => `/log?room=${room}` },
  { name: "35-log-which-room", route: "/log", at: "/log" },
  { name: "19-import", route: "/import", at: "/import" },
  { name: "22-login", route: "/login", isStranger: true, at: "/login" },
  { name: "22-signup", route: "/signup", isStranger: true, at: "/signup" },
  {
    name: "22-join",
    route: "/join/:code",
    isStranger: true,
    at: ({ invitation }) => `/join/${invitation}`,
  },
  { name: "23-sign-in-first", route: "/rooms", isStranger: true, at: "/rooms" },
  { name: "24-not-found", route: "*", isStranger: true, at: "/no/such/page" },
  { name: "24-name-not-taken", route: "/:username", isStranger: true, at: "/nobody-has-this-name" },
  { name: "30-bots", route: "/bots", at: "/bots" },
  { name: "31-new-bot", route: "/bots/new", at: "/bots/new" },
  { name: "32-bot-editor", route: "/bots/:id", at: ({ bot }) => `/bots/${bot}` },
  ...EDITOR.map((tab, at) => ({
    name: `32-bot-editor-${at + 1}-${tab}`,
    route: "/bots/:id/:tab",
    at: ({ bot }: PlaceIds) => `/bots/${bot}/${tab}`,
  })),
  { name: "33-personas", route: "/personas", at: "/personas" },
  { name: "34-persona", route: "/personas/:id", at: ({ persona }) => `/personas/${persona}` },
  { name: "35-activity", route: "/activity", at: "/activity" },
  { name: "36-settings", route: "/settings", at: "/settings" },
  ...SETTINGS.map((tab, at) => ({
    name: `37-settings-${at + 1}-${tab}`,
    route: "/settings/:tab",
    at: `/settings/${tab}`,
  })),
  { name: "38-tutorials", route: "/tutorials", at: "/tutorials" },
  { name: "40-discover", route: "/discover", isStranger: true, at: "/discover" },
  { name: "41-discover-nothing-fits", route: "/discover", at: "/discover?q=zebra&tags=cosy,debate" },
  { name: "42-discover-tomes", route: "/discover/tomes", isStranger: true, at: "/discover/tomes" },
  { name: "43-discover-creators", route: "/discover/creators", isStranger: true, at: "/discover/creators" },
  {
    name: "44-bot-page",
    route: "/:username/:slug",
    isStranger: true,
    at: ({ creator, slug }) => `/${creator}/${slug}`,
  },
  { name: "45-creator-page", route: "/:username", isStranger: true, at: ({ creator }) => `/${creator}` },
  { name: "46-search", route: "/search", at: "/search?q=lamp" },
  { name: "49-gallery", route: "/-/gallery", isStranger: true, at: "/-/gallery" },
];

export const addressOf = ({ at }: Place, ids: PlaceIds): string | null => (typeof at === "string" ? at : at(ids));

/** The heading a page is named by; on phones a part of a screen may stand without it. */
export const headingOf = (page: Page): Locator => page.locator("h1").first();

/** What waits; the gallery shows some that never ends. */
const WAITING = ":is(.skeleton, [aria-busy=true]):not(.gallery *)";

/** Waits until what the page asked for is drawn. */
export async function drawn(page: Page): Promise<void> {
  await page.locator("h1:not([data-left])").first().waitFor({ state: "attached" });
  await expect(page.locator(WAITING)).toHaveCount(0);
}

/** Goes to an address as a link does, without loading the page again. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.evaluate((path) => {
    // Two addresses of one screen keep its heading; any other screen brings its own.
    const screenOf = (address: string) => address.split("/")[1]?.replace("signup", "login");
    if (screenOf(path) !== screenOf(location.pathname))
      for (const heading of document.querySelectorAll("h1")) heading.dataset["left"] = "";
    history.pushState(null, "", path);
    dispatchEvent(new PopStateEvent("popstate"));
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, address);
  await drawn(page);
}
