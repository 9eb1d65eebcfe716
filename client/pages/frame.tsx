import type { ComponentChildren, VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { openLayer } from "../frame/open-layer.ts";
import { PlaceLinks, ScreenLinks } from "../frame/place-links.tsx";
import { isRoomPath, PLACES, placeOf } from "../frame/places.ts";
import { isRailNarrow, toggleRail } from "../frame/rail-width.ts";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { lazyPart } from "../ui/lazy-part.tsx";
import { deviceMemory } from "./device-memory.ts";
import { RoomLinks } from "./room-links.tsx";
import { roomListOf } from "./room-list.ts";

/** Nothing of these is needed for the first sight of a room. */
const FrameLife = lazyPart(() => import("../frame/frame-life.tsx").then(({ FrameLife: life }) => life), {
  isQuiet: true,
});
const OfflineBar = lazyPart(() => import("../frame/offline-bar.tsx").then(({ OfflineBar: bar }) => bar), {
  isQuiet: true,
});
const Layers = lazyPart(() => import("../frame/layers.tsx").then(({ Layers: layers }) => layers));

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Around every page: the five places, one's rooms, and what lies over the page. */
export function Frame({ children }: { children: ComponentChildren }): VNode {
  const { path } = useLocation();
  const isRoom = isRoomPath(path);
  useRoomList(path);
  return (
    <div class={isRoom ? "frame frame-room" : "frame"}>
      <SkipLinks isRoom={isRoom} />
      <Rail />
      <PlaceLinks />
      <main id="main" class="main" tabIndex={-1}>
        {!isRoom && <OfflineBar />}
        <WayBack path={path} />
        <ScreenLinks />
        {children}
      </main>
      <FrameLife />
      {openLayer.value !== null && <Layers />}
    </div>
  );
}

function SkipLinks({ isRoom }: { isRoom: boolean }): VNode {
  return (
    <>
      <a class="skip-link" href={isRoom ? "#composer-text" : "#main"}>
        {isRoom ? "Skip to the composer" : "Skip to content"}
      </a>
      {isRoom && (
        <a class="skip-link" href="#newest">
          Skip to the newest message
        </a>
      )}
    </>
  );
}

/** One's rooms, beside every page of a wide screen. Folded, it keeps its signs. */
function Rail(): VNode {
  const isNarrow = isRailNarrow.value;
  const widthWords = isNarrow ? "Widen the rail" : "Narrow the rail";
  return (
    <header class="rail">
      <div class="rail-head">
        <a class="brand" href="/">
          BotCafe
        </a>
        <button
          type="button"
          class="icon-button rail-toggle"
          aria-label={widthWords}
          title={widthWords}
          onClick={() => toggleRail(deviceMemory.storage)}
        >
          <Icon name="rail" />
        </button>
        <a class="icon-button" href="/rooms/new" aria-label="New room" title="New room">
          <Icon name="plus" />
        </a>
      </div>
      <button
        type="button"
        class="rail-search"
        title="Search rooms, bots and settings"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => {
          openLayer.value = "palette";
        }}
      >
        <Icon name="search" />
        <span class="rail-search-words">Search</span>
        <kbd class="rail-search-words">{isApple ? "⌘ K" : "Ctrl K"}</kbd>
      </button>
      <nav class="rail-rooms" aria-label="Rooms">
        <RoomLinks />
      </nav>
    </header>
  );
}

/** Where the way back leads to a screen that is not called as its place. */
const WAY_WORDS: Readonly<Record<string, string>> = { "/settings": "Settings" };

const isSignIn = (path: string): boolean => path === "/login" || path === "/signup";

/** Where there is no rail: from a page to the place it belongs to, or to the sample room for who has no rooms. */
function WayBack({ path }: { path: string }): VNode | null {
  const { session } = useApp();
  const id = placeOf(path);
  const place = PLACES.find((one) => one.id === id);
  if (isRoomPath(path) || !place || place.href === path) return null;
  // Screens of one rank have links to one another in the same place.
  if (path.startsWith("/discover/") || place.screens?.some(({ href }) => href === path)) return null;
  const isStranger = session.state.value === "signed_out" && (id === "rooms" || isSignIn(path));
  return (
    <a class="way-back" href={isStranger ? "/" : place.href}>
      <Icon name="back" />
      {isStranger ? "To the sample room" : (WAY_WORDS[place.href] ?? place.label)}
    </a>
  );
}

/** Who is asking, and their rooms: asked anew for another person, and after moving between pages. */
function useRoomList(path: string): void {
  const { api, session } = useApp();
  useEffect(() => {
    if (path === "/" || session.state.peek() !== "unknown") return;
    // Whoever comes here to sign in, and was nobody so far, is nobody: no need to be told so.
    if (isSignIn(path) && !deviceMemory.wasSignedIn()) session.expired();
    else void session.load();
  }, [path]);
  const user_id = session.me.value?.id ?? null;
  useEffect(() => roomListOf(api).clear(), [user_id]);
  useEffect(() => {
    if (user_id !== null) void roomListOf(api).refresh();
  }, [user_id, path]);
}
