import type { VNode } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { LocationProvider, Route, Router } from "preact-iso";
import { TutorialHost } from "../tutorials/tutorial-host.tsx";
import { type App, AppContext } from "../ui/app-context.ts";
import { Skeleton } from "../ui/states.tsx";
import { Toasts } from "../ui/toasts.tsx";
import { Frame } from "./frame.tsx";
import { NAME_SCREENS, NowhereScreen, SCREENS } from "./screens.ts";

/** Without keys: two addresses of one screen are one screen, which stays when the reader goes from one to the other. */
const ROUTES = Object.entries({ ...SCREENS, ...NAME_SCREENS }).map(([path, Screen]) => (
  <Route path={path} component={Screen} />
));

/** The whole client. */
export function Application({ app }: { app: App }): VNode {
  return (
    <AppContext.Provider value={app}>
      <LocationProvider>
        <Frame>
          <Screens />
        </Frame>
        <TutorialHost />
        <Toasts store={app.toasts} />
      </LocationProvider>
    </AppContext.Provider>
  );
}

/** The screen of the address; until the very first one has come, its place. Later the one before stays meanwhile. */
function Screens(): VNode {
  const [wait, setWait] = useState<"none" | "first" | "over">("none");
  // A first screen that was here at once has not waited.
  useLayoutEffect(() => setWait((before) => (before === "none" ? "over" : before)), []);
  return (
    <>
      {wait === "first" && (
        <div class="page">
          <Skeleton rows={4} onRetry={() => location.reload()} />
        </div>
      )}
      <Router
        onLoadStart={() => setWait((before) => (before === "over" ? before : "first"))}
        onLoadEnd={() => setWait("over")}
      >
        {ROUTES}
        <Route default component={NowhereScreen} />
      </Router>
    </>
  );
}
