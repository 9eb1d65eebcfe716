import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { dropFile } from "./dropped-file.ts";
import { RoomLinks } from "./room-links.tsx";
import { roomListOf } from "./room-list.ts";
import { SignInFirst } from "./sign-in-first.tsx";

/** `/rooms`: all rooms. A character card or lorebook dropped here is imported. */
export function RoomsPage(): VNode {
  const { api, session } = useApp();
  const { route } = useLocation();
  const rows = roomListOf(api).rows.value;
  useEffect(() => {
    document.title = "Rooms · BotCafe";
  }, []);
  if (session.state.value === "signed_out") return <SignInFirst what="Your rooms are kept with your account." />;
  return (
    <section
      class="page"
      aria-label="Rooms"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (dropFile(event.dataTransfer)) route("/import");
      }}
    >
      <header class="page-head">
        <h1>Rooms</h1>
        <a class="button button-primary" href="/rooms/new">
          <Icon name="plus" />
          New room
        </a>
      </header>
      <p class="page-note">Drop a character card or a lorebook anywhere here to import it.</p>
      {rows?.length === 0 ? <NoRooms /> : <RoomLinks />}
      <div class="page-account">
        <a class="rail-link" href="/import">
          <Icon name="upload" />
          Import
        </a>
        <AccountMenu />
      </div>
    </section>
  );
}

const NoRooms = (): VNode => (
  <div class="page-block">
    <h2>No rooms yet</h2>
    <p>A room is one table: you, other people, and the bots you invite.</p>
    <a class="button button-primary" href="/rooms/new">
      Start one
    </a>
  </div>
);
