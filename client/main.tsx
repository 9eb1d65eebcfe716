import { effect } from "@preact/signals";
import { render } from "preact";
import { createApi } from "./net/api.ts";
import { createSessionCalls } from "./net/session-calls.ts";
import { Application } from "./pages/app.tsx";
import { deviceMemory } from "./pages/device-memory.ts";
import { SessionStore } from "./state/session-store.ts";
import { watchViewport } from "./ui/viewport.ts";

const api = createApi({
  fetch: (path, init) => fetch(path, init),
  onUnauthenticated: () => session.expired(),
});
const session: SessionStore = new SessionStore(createSessionCalls(api));
// A device that was never signed in is a guest to be: nothing to ask the server yet.
if (!deviceMemory.wasSignedIn() && location.pathname === "/") session.expired();
effect(() => {
  if (session.state.value !== "unknown") deviceMemory.rememberSignedIn(session.me.value !== null);
});
watchViewport();

const root = document.getElementById("app");
if (root) render(<Application app={{ api, session }} />, root);
