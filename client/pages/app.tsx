import type { VNode } from "preact";
import { LocationProvider, lazy, Route, Router } from "preact-iso";
import { type App, AppContext } from "../ui/app-context.ts";
import { Frame } from "./frame.tsx";
import { HomePage } from "./home-page.tsx";
import { RoomPage } from "./room-page.tsx";

const RoomsPage = lazy(() => import("./rooms-page.tsx").then(({ RoomsPage: page }) => page));
const NewRoomPage = lazy(() => import("./new-room-page.tsx").then(({ NewRoomPage: page }) => page));
const LoginPage = lazy(() => import("./login-page.tsx").then(({ LoginPage: page }) => page));
const ImportPage = lazy(() => import("./import-page.tsx").then(({ ImportPage: page }) => page));
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
            <Route path="/rooms" component={RoomsPage} />
            <Route path="/rooms/new" component={NewRoomPage} />
            <Route path="/login" component={LoginPage} />
            <Route path="/import" component={ImportPage} />
            <Route default component={NotFoundPage} />
          </Router>
        </Frame>
      </LocationProvider>
    </AppContext.Provider>
  );
}
