import { effect } from "@preact/signals";
import { render } from "preact";
import { createApi } from "./net/api.ts";
import { askedEarly } from "./net/asked-early.ts";
import { browserClock } from "./net/browser-clock.ts";
import { endClerkSession, freshSession } from "./net/fresh-session.ts";
import { savePreferences } from "./net/preference-calls.ts";
import { createSessionCalls } from "./net/session-calls.ts";
import { Application } from "./pages/app.tsx";
import { deviceMemory } from "./pages/device-memory.ts";
import { PreferencesStore } from "./state/preferences-store.ts";
import { SessionStore } from "./state/session-store.ts";
import { ToastStore } from "./state/toast-store.ts";
import { watchViewport } from "./ui/viewport.ts";
import { wearPreferences } from "./ui/wear-preferences.ts";

const api = createApi({
  fetch: async (path, init) => {
    await freshSession();
    return askedEarly(path) ?? fetch(path, init);
  },
  onUnauthenticated: () => session.expired(),
});
const session: SessionStore = new SessionStore(createSessionCalls(api, endClerkSession), { get: deviceMemory.me });
// A device that was never signed in is a guest to be: nothing to ask the server yet.
if (!deviceMemory.wasSignedIn() && location.pathname === "/") session.expired();
effect(() => {
  if (session.state.value === "unknown") return;
  if (!deviceMemory.rememberMe(session.me.value)) return;
  void import("./offline/kept-copies.ts").then((it) => it.keptCopies()?.clear()).catch(() => undefined);
});
const preferences = new PreferencesStore({
  storage: deviceMemory.storage,
  clock: browserClock,
  save: (changes) => savePreferences(api, changes),
});
effect(() => preferences.adopt(session.me.value?.preferences ?? null));
effect(() => wearPreferences(preferences.values.value));
watchViewport();

const root = document.getElementById("app");
if (root) render(<Application app={{ api, session, toasts: new ToastStore(), preferences }} />, root);
