import { useLocation } from "preact-iso";
import * as z from "zod/mini";
import { useOpenBeside } from "../beside/use-open-beside.ts";
import { useRoomRoute } from "../beside/use-room-route.ts";
import { roomListOf } from "../pages/room-list.ts";
import { SETTINGS } from "../settings/settings-table.ts";
import { TABS } from "../settings/tabs.ts";
import { useApp } from "../ui/app-context.ts";
import { THEME_WORDS, THEMES } from "../ui/theme.ts";
import { useAnswer } from "../ui/use-answer.ts";
import { openLayer } from "./open-layer.ts";
import type { PaletteItem } from "./palette-items.ts";
import { PALETTE_PLACES } from "./palette-places.ts";

const Bots = z.object({ docs: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Everything the palette finds: rooms, own bots, places, settings, and what can be done from anywhere. */
export function usePaletteItems(): readonly PaletteItem[] {
  const { api, session } = useApp();
  const { route } = useLocation();
  const user_id = session.me.value?.id ?? null;
  const bots = useAnswer(user_id, (signal) => api.call("GET", "/bots?limit=100", Bots, { signal }));
  const rooms = roomListOf(api).rows.value ?? [];
  const goTo = (path: string) => () => route(path);
  const goToRoom = useRoomRoute();
  const beside = useOpenBeside();
  return [
    ...rooms.map(({ id, title, unread = 0 }) => ({
      id: `room ${id}`,
      kind: "room" as const,
      label: title ?? "Untitled room",
      ...(unread > 0 && { meta: `${unread} unread` }),
      run: () => goToRoom(`/r/${id}`),
      ...(beside && !beside.isOpen(id) && { runBeside: () => beside.open(id) }),
    })),
    ...(bots.value?.docs ?? []).map(({ id, name }) => ({
      id: `bot ${id}`,
      kind: "bot" as const,
      label: name,
      run: goTo(`/bots/${id}`),
    })),
    ...places(route),
    ...useCommands(),
    ...settings(route),
  ];
}

const places = (route: (path: string) => void): PaletteItem[] =>
  PALETTE_PLACES.map(({ href, label, within, keywords }) => ({
    id: `place ${href}`,
    kind: "place",
    label,
    ...(within !== undefined && { meta: within }),
    ...(keywords !== undefined && { keywords }),
    run: () => route(href),
  }));

const settings = (route: (path: string) => void): PaletteItem[] =>
  SETTINGS.map(({ id, tab, label, keywords }) => ({
    id: `setting ${id}`,
    kind: "setting",
    label,
    meta: TABS[tab],
    keywords,
    run: () => route(`/settings/${tab}#setting-${id}`),
  }));

/** Its own list: of rooms alone. */
const askForSecond = (): void => {
  openLayer.value = "beside";
};

function useCommands(): PaletteItem[] {
  const { session, preferences } = useApp();
  const { route } = useLocation();
  const canHaveTwo = useOpenBeside() !== null;
  const isSignedIn = session.state.value === "signed_in";
  const signOut = async () => {
    await session.signOut();
    route("/");
  };
  const showShortcuts = () => {
    openLayer.value = "shortcuts";
  };
  return [
    {
      id: "new room",
      kind: "command",
      label: "New room",
      keywords: "start create begin",
      run: () => route("/rooms/new"),
    },
    ...(canHaveTwo
      ? [
          {
            id: "beside",
            kind: "command" as const,
            label: "Open a room beside…",
            keywords: "second split two side",
            run: askForSecond,
          },
        ]
      : []),
    ...THEMES.map((theme) => ({
      id: `theme ${theme}`,
      kind: "command" as const,
      label: `Theme: ${THEME_WORDS[theme]}`,
      keywords: "appearance colours dark light night",
      run: () => preferences.choose("theme", theme),
    })),
    { id: "shortcuts", kind: "command", label: "Keyboard shortcuts", keywords: "keys help", run: showShortcuts },
    isSignedIn
      ? { id: "sign out", kind: "command", label: "Sign out", keywords: "log out leave", run: () => void signOut() }
      : { id: "sign in", kind: "command", label: "Sign in", keywords: "log in account", run: () => route("/login") },
  ];
}
