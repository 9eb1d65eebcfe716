import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { openLayer } from "../frame/open-layer.ts";
import { copyWords } from "../room/waiting-words.ts";
import { FILTER_WORDS, filterRooms, NONE_WORDS, ROOM_FILTERS, type RoomFilter } from "../rooms/room-filter.ts";
import { RoomRow } from "../rooms/room-row.tsx";
import { RoomsSkeleton } from "../rooms/rooms-skeleton.tsx";
import { SampleStart } from "../rooms/sample-start.tsx";
import { areAllDone, progressWords } from "../tutorials/tutorial-progress.ts";
import { useApp } from "../ui/app-context.ts";
import { LateIcon } from "../ui/late-icon.tsx";
import { EmptyState, ErrorBlock } from "../ui/states.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { dropFile } from "./dropped-file.ts";
import { type RoomListRow, roomListOf } from "./room-list.ts";
import { SignInFirst } from "./sign-in-first.tsx";
import "../styles/rooms-page.css";

/** `/rooms`: all rooms. A character card or lorebook dropped here is imported. */
export function RoomsPage(): VNode {
  const { api, session } = useApp();
  const { route } = useLocation();
  const list = roomListOf(api);
  useEffect(() => {
    document.title = "Rooms · BotCafe";
  }, []);
  if (session.state.value === "signed_out") return <SignInFirst what="Your rooms are kept with your account." />;
  const rows = list.rows.value;
  const reload = () => void list.refresh();
  return (
    <section
      class="page rooms-page"
      aria-label="Rooms"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (dropFile(event.dataTransfer)) route("/import");
      }}
    >
      <header class="page-head">
        <h1>Rooms</h1>
        <button
          type="button"
          class="icon-button rooms-go"
          aria-label="Go to a room, bot or setting"
          title="Go to a room, bot or setting"
          onClick={() => {
            openLayer.value = "palette";
          }}
        >
          <LateIcon name="search" />
        </button>
        <a class="button button-primary" href="/rooms/new">
          <LateIcon name="plus" />
          New room
        </a>
      </header>
      {list.problem.value && list.copyOf.value === null && <ErrorBlock problem={list.problem.value} onRetry={reload} />}
      {list.copyOf.value !== null && <OldList kept_ms={list.copyOf.value} onRetry={reload} />}
      {rows === null && !list.problem.value && <RoomsSkeleton onRetry={reload} />}
      {rows?.length === 0 && <NoRooms />}
      {rows && rows.length > 0 && <RoomRows rows={rows} />}
      {rows && <TutorialsLeft />}
      {(rows || list.problem.value) && (
        <div class="page-account">
          <a class="rail-link" href="/import">
            <LateIcon name="upload" />
            Import
          </a>
          <AccountMenu />
        </div>
      )}
    </section>
  );
}

/** The device's own copy is shown; how old it is. */
const OldList = ({ kept_ms, onRetry }: { kept_ms: number; onRetry: () => void }): VNode => (
  <p class="page-note" role="status">
    Not connected. {copyWords(kept_ms, Date.now())}{" "}
    <button type="button" class="link-button" onClick={onRetry}>
      Try again
    </button>
  </p>
);

function RoomRows({ rows }: { rows: readonly RoomListRow[] }): VNode {
  const { api } = useApp();
  const { next } = roomListOf(api);
  const [filter, setFilter] = useState<RoomFilter>("all");
  const [search, setSearch] = useState("");
  const shown = filterRooms(rows, filter, search);
  return (
    <>
      <div class="rooms-tools">
        <input
          type="search"
          class="list-search"
          aria-label="Search rooms"
          placeholder="Search rooms, bots, last lines"
          dir="auto"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <fieldset class="chip-row" aria-label="Show">
          {ROOM_FILTERS.map((name) => (
            <button
              key={name}
              type="button"
              class="chip"
              aria-pressed={name === filter}
              onClick={() => setFilter(name)}
            >
              {FILTER_WORDS[name]}
            </button>
          ))}
        </fieldset>
      </div>
      {shown.length > 0 ? (
        <ul class="room-rows">
          {shown.map((row) => (
            <RoomRow key={row.id} row={row} />
          ))}
        </ul>
      ) : (
        <p class="rooms-none" role="status">
          {search.trim() ? `No room here has “${search.trim()}”.` : NONE_WORDS[filter]}{" "}
          <button
            type="button"
            class="link-button"
            onClick={() => {
              setFilter("all");
              setSearch("");
            }}
          >
            Show all
          </button>
        </p>
      )}
      {next.value !== null && (
        <button type="button" class="button" onClick={() => void roomListOf(api).more()}>
          Show older rooms
        </button>
      )}
      <p class="page-note rooms-hint">Drop a character card or a lorebook anywhere here to import it.</p>
    </>
  );
}

/** Where somebody is in the tutorials, until they are through. */
function TutorialsLeft(): VNode | null {
  const { preferences } = useApp();
  const kept = preferences.kept.value;
  if (areAllDone(kept)) return null;
  return (
    <p class="page-note">
      <a href="/tutorials">Tutorials</a>, a minute each: {progressWords(kept)}
    </p>
  );
}

const NoRooms = (): VNode => (
  <EmptyState title="No rooms yet" action={<SampleStart />}>
    A room is one table: you, other people, and the bots you invite.
  </EmptyState>
);
