import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useRoomRoute } from "../beside/use-room-route.ts";
import { type RoomList, roomListOf } from "../pages/room-list.ts";
import { roomAddress } from "../room/room-address.ts";
import { besideScene, PANES, type Pane } from "../room/room-context.ts";
import { roomAt } from "../rooms/unread-elsewhere.ts";
import type { PreferencesStore } from "../state/preferences-store.ts";
import { useApp } from "../ui/app-context.ts";
import { escapeStack } from "./escape-stack.ts";
import { FRAME_KEYS, type FrameCommand } from "./frame-keys.ts";
import { isCombo, isSingleKey } from "./key-combo.ts";
import { openLayer } from "./open-layer.ts";
import { keysFor } from "./own-keys.ts";
import { isRoomPath } from "./places.ts";
import { moveRegion } from "./regions.ts";

/** The button that stops the reply being written. */
const STOP_BUTTON = ".floor-strip .button-stop";
/** The room whose keys these are: with two on screen, the one in front. */
const roomInFront = (): ParentNode =>
  document.querySelector(besideScene.peek() === null ? ".room-frame > .room" : ".beside") ?? document;
const FIELDS = "input, textarea, select, [contenteditable]";

const COMMANDS = Object.keys(FRAME_KEYS) as FrameCommand[];

/** Answers the frame's shortcuts, and Esc. */
export function useFrameKeys(): void {
  const { api, preferences } = useApp();
  const { path, query, route } = useLocation();
  const goTo = useRoomRoute();
  const pane = PANES.find((name) => name === query["pane"]) ?? null;
  const lastPane = useRef<Pane>("why");
  if (pane) lastPane.current = pane;
  const showPane = (next: Pane | undefined) => {
    if (next === undefined || !isRoomPath(path)) return false;
    const { beside } = query;
    route(roomAddress(path, { pane: next === pane ? undefined : next, beside }), pane !== null);
    return true;
  };
  const goToRoom = (step: 1 | -1, isUnreadOnly: boolean) => {
    const here = besideScene.peek()?.room.room_id.peek() ?? roomAt(path, null);
    const next = neighbour(roomListOf(api), here, step, isUnreadOnly);
    if (next !== null) goTo(`/r/${next}`);
    return next !== null;
  };
  const run: Record<FrameCommand, () => boolean> = {
    palette: () => open("palette"),
    settings: () => going(() => route("/settings?find=1")),
    shortcuts: () => open("shortcuts"),
    previous_room: () => goToRoom(-1, false),
    next_room: () => goToRoom(1, false),
    previous_unread: () => goToRoom(-1, true),
    next_unread: () => goToRoom(1, true),
    inspector: () => showPane(pane ?? lastPane.current),
    pane_1: () => showPane(PANES[0]),
    pane_2: () => showPane(PANES[1]),
    pane_3: () => showPane(PANES[2]),
    pane_4: () => showPane(PANES[3]),
    pane_5: () => showPane(PANES[4]),
    next_region: () => going(() => moveRegion(1)),
    previous_region: () => going(() => moveRegion(-1)),
    stop: () => press(STOP_BUTTON),
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape") {
      closeTop();
      return;
    }
    const command = commandOf(event, preferences);
    if (command !== null && run[command]()) event.preventDefault();
  };
  const latest = useRef(onKey);
  latest.current = onKey;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => latest.current(event);
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}

/** What the frame is asked for, by the keys of this person; a sign alone is text in a field, and can be turned off. */
function commandOf(event: KeyboardEvent, { kept, values }: PreferencesStore): FrameCommand | null {
  const keys = keysFor(FRAME_KEYS, kept.peek());
  const command = COMMANDS.find((name) => isCombo(event, keys[name])) ?? null;
  if (command === null || !isSingleKey(keys[command])) return command;
  return values.peek().single_keys === "off" || isTyping(event) ? null : command;
}

const going = (go: () => void): true => {
  go();
  return true;
};

function open(layer: "palette" | "shortcuts"): true {
  openLayer.value = openLayer.peek() === layer ? null : layer;
  return true;
}

/** One layer less; where nothing is open and a bot speaks, the way to Stop is short, but nothing is stopped. */
function closeTop(): void {
  if (document.querySelector("dialog[open]") || escapeStack.closeTop()) return;
  roomInFront().querySelector<HTMLElement>(STOP_BUTTON)?.focus();
}

function press(selector: string): boolean {
  const button = roomInFront().querySelector<HTMLButtonElement>(selector);
  button?.click();
  return button !== null;
}

const isTyping = ({ target }: Event): boolean => target instanceof Element && target.closest(FIELDS) !== null;

/** Id of the room above or below the one shown, in the order of the rail; from elsewhere the first or last. */
function neighbour(list: RoomList, room_id: string | null, step: 1 | -1, isUnreadOnly: boolean): string | null {
  const rows = list.rows.peek() ?? [];
  const isHere = (id: string) => id === room_id;
  const stops = rows.filter(({ id, unread }) => isHere(id) || !isUnreadOnly || (unread ?? 0) > 0);
  const here = stops.findIndex(({ id }) => isHere(id));
  const start = here === -1 && step === -1 ? stops.length : here;
  return stops[start + step]?.id ?? null;
}
