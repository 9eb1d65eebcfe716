import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Api } from "../net/api.ts";
import type { PreferencesStore } from "../state/preferences-store.ts";
import type { SessionStore } from "../state/session-store.ts";
import type { ToastStore } from "../state/toast-store.ts";

/** What the composition root gives every screen. */
export interface App {
  readonly api: Api;
  readonly session: SessionStore;
  /** What the page says in passing. */
  readonly toasts: ToastStore;
  /** What the person set about how the page behaves. */
  readonly preferences: PreferencesStore;
}

export const AppContext = createContext<App | null>(null);

/** @throws When used outside the page: a bug. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("no application around this component");
  return app;
}
