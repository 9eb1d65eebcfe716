import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Api } from "../net/api.ts";
import type { SessionStore } from "../state/session-store.ts";

/** What the composition root gives every screen. */
export interface App {
  readonly api: Api;
  readonly session: SessionStore;
}

export const AppContext = createContext<App | null>(null);

/** @throws When used outside the page: a bug. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("no application around this component");
  return app;
}
