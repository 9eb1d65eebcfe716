import type { ComponentChildren, VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { deviceMemory } from "./device-memory.ts";
import { RoomLinks } from "./room-links.tsx";
import { roomListOf } from "./room-list.ts";

/** Around every page: the rail with one's rooms, and the way past it. On phones the rail is a page of its own. */
export function Frame({ children }: { children: ComponentChildren }): VNode {
  const { path } = useLocation();
  const isRoom = path === "/" || path.startsWith("/r/");
  useRoomList(path);
  return (
    <div class={isRoom ? "frame frame-room" : "frame"}>
      <a class="skip-link" href={isRoom ? "#composer-text" : "#main"}>
        {isRoom ? "Skip to the composer" : "Skip to content"}
      </a>
      {isRoom && (
        <a class="skip-link" href="#newest">
          Skip to the newest message
        </a>
      )}
      <header class="rail">
        <div class="rail-head">
          <a class="brand" href="/">
            BotCafe
          </a>
          <a class="icon-button" href="/rooms/new" aria-label="New room" title="New room">
            <Icon name="plus" />
          </a>
        </div>
        <nav class="rail-rooms" aria-label="Rooms">
          <RoomLinks />
        </nav>
        <div class="rail-foot">
          <a class="rail-link" href="/import">
            <Icon name="upload" />
            Import
          </a>
          <AccountMenu />
        </div>
      </header>
      <main id="main" class="main" tabIndex={-1}>
        {!isRoom && path !== "/rooms" && <WayBack />}
        {children}
      </main>
    </div>
  );
}

/** Where there is no rail: from a page to one's rooms, or to the sample room for who has none. */
function WayBack(): VNode {
  const { session } = useApp();
  const [href, words] = session.state.value === "signed_out" ? ["/", "To the sample room"] : ["/rooms", "All rooms"];
  return (
    <a class="way-back" href={href}>
      <Icon name="back" />
      {words}
    </a>
  );
}

/** Who is asking, and their rooms: asked anew for another person, and after moving between pages. */
function useRoomList(path: string): void {
  const { api, session } = useApp();
  useEffect(() => {
    if (path === "/" || session.state.peek() !== "unknown") return;
    // Whoever comes here to sign in, and was nobody so far, is nobody: no need to be told so.
    if (path === "/login" && !deviceMemory.wasSignedIn()) session.expired();
    else void session.load();
  }, [path]);
  const user_id = session.me.value?.id ?? null;
  useEffect(() => roomListOf(api).clear(), [user_id]);
  useEffect(() => {
    if (user_id !== null) void roomListOf(api).refresh();
  }, [user_id, path]);
}
