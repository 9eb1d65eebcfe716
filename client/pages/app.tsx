import type { VNode } from "preact";
import { LocationProvider, lazy, Route, Router } from "preact-iso";
import { TutorialHost } from "../tutorials/tutorial-host.tsx";
import { type App, AppContext } from "../ui/app-context.ts";
import { Toasts } from "../ui/toasts.tsx";
import { Frame } from "./frame.tsx";
import { HomePage } from "./home-page.tsx";
import { RoomPage } from "./room-page.tsx";

const RoomsPage = lazy(() => import("./rooms-page.tsx").then(({ RoomsPage: page }) => page));
const NewRoomPage = lazy(() => import("./new-room-page.tsx").then(({ NewRoomPage: page }) => page));
const BotsPage = lazy(() => import("./bots-page.tsx").then(({ BotsPage: page }) => page));
const NewBotPage = lazy(() => import("./bots-new-page.tsx").then(({ NewBotPage: page }) => page));
const BotEditorPage = lazy(() => import("./bots-editor-page.tsx").then(({ BotEditorPage: page }) => page));
const PersonasPage = lazy(() => import("./personas-page.tsx").then(({ PersonasPage: page }) => page));
const LoginPage = lazy(() => import("./login-page.tsx").then(({ LoginPage: page }) => page));
const ImportPage = lazy(() => import("./import-page.tsx").then(({ ImportPage: page }) => page));
const ActivityPage = lazy(() => import("./activity-page.tsx").then(({ ActivityPage: page }) => page));
const SettingsPage = lazy(() => import("./settings-page.tsx").then(({ SettingsPage: page }) => page));
const DiscoverPage = lazy(() => import("./discover-page.tsx").then(({ DiscoverPage: page }) => page));
const DiscoverTomesPage = lazy(() => import("./discover-tomes-page.tsx").then(({ DiscoverTomesPage: page }) => page));
const DiscoverCreatorsPage = lazy(() =>
  import("./discover-creators-page.tsx").then(({ DiscoverCreatorsPage: page }) => page),
);
const SearchPage = lazy(() => import("./search-page.tsx").then(({ SearchPage: page }) => page));
const CreatorPage = lazy(() => import("./creator-page.tsx").then(({ CreatorPage: page }) => page));
const BotPage = lazy(() => import("./bot-page.tsx").then(({ BotPage: page }) => page));
const TutorialsPage = lazy(() => import("../tutorials/tutorials-page.tsx").then(({ TutorialsPage: page }) => page));
const GalleryPage = lazy(() => import("./gallery-page.tsx").then(({ GalleryPage: page }) => page));
const NotFoundPage = lazy(() => import("./not-found-page.tsx").then(({ NotFoundPage: page }) => page));

/** The whole client. A room is part of the first script; every other page comes when it is asked for. */
export function Application({ app }: { app: App }): VNode {
  return (
    <AppContext.Provider value={app}>
      <LocationProvider>
        <Frame>
          <Router>
            <Route path="/" component={HomePage} />
            <Route path="/r/:room" component={RoomPage} />
            <Route path="/r/:room/m/:msg" component={RoomPage} />
            <Route path="/rooms" component={RoomsPage} />
            <Route path="/rooms/new" component={NewRoomPage} />
            <Route path="/bots" component={BotsPage} />
            <Route path="/bots/new" component={NewBotPage} />
            <Route path="/bots/:id" component={BotEditorPage} />
            <Route path="/bots/:id/:tab" component={BotEditorPage} />
            <Route path="/personas" component={PersonasPage} />
            <Route path="/personas/:id" component={PersonasPage} />
            <Route path="/login" component={LoginPage} />
            <Route path="/tutorials" component={TutorialsPage} />
            <Route path="/import" component={ImportPage} />
            <Route path="/activity" component={ActivityPage} />
            <Route path="/settings" component={SettingsPage} />
            <Route path="/settings/:tab" component={SettingsPage} />
            <Route path="/discover" component={DiscoverPage} />
            <Route path="/discover/tomes" component={DiscoverTomesPage} />
            <Route path="/discover/creators" component={DiscoverCreatorsPage} />
            <Route path="/search" component={SearchPage} />
            <Route path="/-/gallery" component={GalleryPage} />
            {/* Names come last: whatever has a route of its own is nobody's. */}
            <Route path="/:username" component={CreatorPage} />
            <Route path="/:username/:slug" component={BotPage} />
            <Route default component={NotFoundPage} />
          </Router>
        </Frame>
        <TutorialHost />
        <Toasts store={app.toasts} />
      </LocationProvider>
    </AppContext.Provider>
  );
}
