import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { RoomBot, RoomMember } from "../../shared/fields/conversation.ts";
import type { RoomModel } from "./room-model.ts";
import type { SpeakerMarks } from "./speaker-marks.ts";

export const PANES = ["people", "why", "prompt", "tokens", "threads"] as const;
/** Panes of the inspector; the address keeps which one is open (`?pane=`). */
export type Pane = (typeof PANES)[number];

/** Questions about the room as a whole. */
export type RoomQuestion = "rename" | "phone" | "invite" | "export" | "delete";

/** The reader, where a speaker's mark is asked for: always the last one, so that it does not depend on who came when. */
export const SELF = "me";

/** What every part of a room's screen shares. */
export interface RoomScene {
  readonly room: RoomModel;
  /** Whether it is the second of two rooms on screen. */
  readonly isBeside: boolean;
  /** Parts of the view that change seldom, each its own signal, so that an event redraws only what it concerns. */
  readonly bots: ReadonlySignal<readonly RoomBot[]>;
  readonly members: ReadonlySignal<readonly RoomMember[]>;
  /** Id of the reader; null while unknown. */
  readonly me: ReadonlySignal<string | null>;
  readonly markOf: SpeakerMarks;
  /** What to call a person; "you" for the reader. */
  readonly nameOf: (user_id: string) => string;
  /** Opens a pane on a message, or on the room as a whole. */
  readonly openPane: (pane: Pane, message_id?: string) => void;
  /** What the search of this room begins with; null while it is closed. */
  readonly finding: Signal<string | null>;
  /** A question about the room as a whole that stands open; null where none does. */
  readonly asking: Signal<RoomQuestion | null>;
  /** A message to be edited, asked for from outside the transcript; taken back once it is. */
  readonly editing: Signal<string | null>;
}

export const RoomContext = createContext<RoomScene | null>(null);

/** Id of the second room on screen; null where there is one. */
export const shownBeside: Signal<string | null> = signal(null);
/** The second of two rooms on screen while it has the focus; null while the first one has it, or is the only one. */
export const besideScene: Signal<RoomScene | null> = signal(null);

/** Whether keys, panes and the names of the page are this room's: of two on screen one has them. */
export const isInFront = ({ isBeside }: RoomScene): boolean => (besideScene.value === null) !== isBeside;

/** @throws When used outside a room's screen: a bug. */
export function useRoomScene(): RoomScene {
  const scene = useContext(RoomContext);
  if (!scene) throw new Error("no room around this component");
  return scene;
}
