import type { ComponentChildren, VNode } from "preact";
import type { Presence } from "../../shared/protocol/server-messages.ts";
import { deviceMemory } from "../pages/device-memory.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { lazyPart } from "../ui/lazy-part.tsx";
import { PANES, type Pane, useRoomScene } from "./room-context.ts";
import { RoomFaces } from "./room-faces.tsx";
import { WhoAnswers } from "./who-answers.tsx";

/** What can be done with the room as a whole comes after its first sight; until then its place shows the face. */
const RoomHeaderMenu = lazyPart(() => import("./room-header-menu.tsx").then(({ RoomHeaderMenu: menu }) => menu), {
  meanwhile: (
    <span class="icon-button room-menu">
      <Icon name="more" />
    </span>
  ),
  isQuiet: true,
});

export const PANE_WORDS: Record<Pane, { readonly label: string; readonly icon: IconName }> = {
  people: { label: "People", icon: "people" },
  why: { label: "Why", icon: "why" },
  prompt: { label: "Prompt", icon: "receipt" },
  tokens: { label: "Tokens", icon: "tokens" },
  threads: { label: "Threads", icon: "rooms" },
};

/** Title, who is here, who answers, and the panes that explain. */
export function RoomHeader({
  title,
  notice,
  pane,
  end,
}: {
  title: string;
  notice: string | null;
  pane: Pane | null;
  end?: ComponentChildren;
}): VNode {
  const { openPane } = useRoomScene();
  return (
    <header class="room-header">
      <a class="icon-button room-back" href="/rooms" aria-label="All rooms">
        <Icon name="back" />
      </a>
      <div class="room-title">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {notice && <p class="room-notice">{notice}</p>}
        <WayBack />
      </div>
      <OwnDevices />
      <RoomFaces />
      <WhoAnswers />
      <nav class="pane-buttons" aria-label="About this room">
        {PANES.filter((name) => name !== "threads").map((name) => (
          <button
            key={name}
            type="button"
            class={`icon-button pane-button pane-button-${name}`}
            aria-label={PANE_WORDS[name].label}
            aria-pressed={pane === name}
            title={PANE_WORDS[name].label}
            onClick={() => openPane(name)}
          >
            <Icon name={PANE_WORDS[name].icon} />
          </button>
        ))}
      </nav>
      <RoomHeaderMenu title={title} />
      {end}
    </header>
  );
}

/** From a branch to where it began. */
function WayBack(): VNode | null {
  const from = useRoomScene().room.view.value?.room.branched_from;
  if (!from) return null;
  return (
    <p class="room-notice">
      Your branch · <a href={`/r/${from.conversation}/m/${from.message_id}`}>where it began</a>
    </p>
  );
}

type Device = Presence["devices"][number];

/** One's own other devices in this room; opens where they are listed. */
function OwnDevices(): VNode | null {
  const { room, me, openPane } = useRoomScene();
  const here = deviceMemory.storage.get("device_id");
  const mine = room.presence.value.find(({ user_id }) => user_id === me.value)?.devices ?? [];
  const others = mine.filter(({ device_id }) => device_id !== here);
  if (others.length === 0) return null;
  const words = ownDeviceWords(others);
  return (
    <button type="button" class="own-devices" title={words} onClick={() => openPane("people")}>
      <Icon name="phone" />
      <span class="own-devices-words">{words}</span>
    </button>
  );
}

/** What the other devices are, as far as a person needs to know. */
function ownDeviceWords([first, ...more]: readonly Device[]): string {
  if (more.length > 0) return `Also open on ${more.length + 1} other devices`;
  const isPhone = first !== undefined && (first.kind === "phone" || /iPhone|Android/u.test(first.name));
  return isPhone ? "Also open on your phone" : "Also open on another device";
}
