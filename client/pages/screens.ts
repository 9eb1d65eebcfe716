import type { FunctionComponent } from "preact";
import type { ClientRoute } from "../../shared/names/routes.ts";
import { HomePage } from "./home-page.tsx";
import { lazyScreen } from "./lazy-screen.tsx";
import { RoomPage } from "./room-page.tsx";

const LoginPage = lazyScreen(() => import("./login-page.tsx").then((module) => module.LoginPage));
const BotEditorPage = lazyScreen(() => import("./bots-editor-page.tsx").then((module) => module.BotEditorPage));
const PersonasPage = lazyScreen(() => import("./personas-page.tsx").then((module) => module.PersonasPage));
const SettingsPage = lazyScreen(() => import("./settings-page.tsx").then((module) => module.SettingsPage));

/**
 * The screen of every address the client draws, the narrower ones first. A room is part of the first script; every
 * other screen comes when it is asked for.
 */
export const SCREENS: Readonly<Record<ClientRoute, FunctionComponent>> = {
  "/": HomePage,
  "/r/:room": RoomPage,
  "/r/:room/m/:msg": RoomPage,
  "/rooms": lazyScreen(() => import("./rooms-page.tsx").then((module) => module.RoomsPage)),
  "/rooms/new": lazyScreen(() => import("./new-room-page.tsx").then((module) => module.NewRoomPage)),
  "/bots": lazyScreen(() => import("./bots-page.tsx").then((module) => module.BotsPage)),
  "/bots/new": lazyScreen(() => import("./bots-new-page.tsx").then((module) => module.NewBotPage)),
  "/bots/:id": BotEditorPage,
  "/bots/:id/:tab": BotEditorPage,
  "/personas": PersonasPage,
  "/personas/:id": PersonasPage,
  "/log": lazyScreen(() => import("./log-page.tsx").then((module) => module.LogPage)),
  "/import": lazyScreen(() => import("./import-page.tsx").then((module) => module.ImportPage)),
  "/activity": lazyScreen(() => import("./activity-page.tsx").then((module) => module.ActivityPage)),
  "/settings": SettingsPage,
  "/settings/:tab": SettingsPage,
  "/discover": lazyScreen(() => import("./discover-page.tsx").then((module) => module.DiscoverPage)),
  "/discover/tomes": lazyScreen(() => import("./discover-tomes-page.tsx").then((module) => module.DiscoverTomesPage)),
  "/discover/creators": lazyScreen(() =>
    import("./discover-creators-page.tsx").then((module) => module.DiscoverCreatorsPage),
  ),
  "/search": lazyScreen(() => import("./search-page.tsx").then((module) => module.SearchPage)),
  "/tutorials": lazyScreen(() => import("../tutorials/tutorials-page.tsx").then((module) => module.TutorialsPage)),
  "/join/:code": lazyScreen(() => import("./join-page.tsx").then((module) => module.JoinPage)),
  "/login": LoginPage,
  "/signup": LoginPage,
  "/-/gallery": lazyScreen(() => import("./gallery-page.tsx").then((module) => module.GalleryPage)),
};

/** Names come after them: whatever has an address of its own is nobody's. */
export const NAME_SCREENS: Readonly<Record<"/:username" | "/:username/:slug", FunctionComponent>> = {
  "/:username": lazyScreen(() => import("./creator-page.tsx").then((module) => module.CreatorPage)),
  "/:username/:slug": lazyScreen(() => import("./bot-page.tsx").then((module) => module.BotPage)),
};

export const NowhereScreen = lazyScreen(() => import("./not-found-page.tsx").then((module) => module.NotFoundPage));
