import { DEFAULT_SETTINGS, DEFAULT_TURN_TAKING } from "../../../../shared/fields/conversation.ts";
import type { MessageRow } from "../../../../shared/fields/message.ts";
import { sampleMessage } from "../../../testing/d1-rows.ts";
import { type Actor, userIdOf } from "./actors.ts";
import { type Kind, PRIVATE } from "./kind.ts";
import { tome, tomeOfEntry } from "./kinds-content.ts";
import type { Place } from "./oracle.ts";
import { type Insert, like } from "./rows.ts";

const METADATA = {
  total_messages: 1,
  participant_count: 2,
  last_activity: "2026-11-23T05:00:00.000Z",
  conversation_summary: "",
  tags: [],
};

/** A conversation as D1 alone knows it, with a member and a viewer where it is the owner's. */
export const roomRows = (id: string, owner: Actor, place: Place): Insert[] => {
  const join = (user: string, role: string) => like("conversation_members", { conversation: id, user, role });
  const others = place === "own" ? [] : [join(userIdOf("member"), "member"), join(userIdOf("viewer"), "viewer")];
  return [
    like("conversations", {
      id,
      user: userIdOf(owner),
      title: `CANARY-room-${id}`,
      participants: JSON.stringify({ personas: [], bots: [] }),
      conversation_metadata: JSON.stringify(METADATA),
      conversation_settings: JSON.stringify(DEFAULT_SETTINGS),
      turn_taking: JSON.stringify(DEFAULT_TURN_TAKING),
    }),
    join(userIdOf(owner), "owner"),
    ...others,
  ];
};
const messageRow = (fields: Partial<MessageRow>): Insert => {
  const stored = Object.entries(sampleMessage(fields)).filter(([, value]) => value !== undefined);
  const columns = stored.map(([name, value]) => [name, toColumn(value)] as const);
  return like("messages", Object.fromEntries(columns));
};
function toColumn(value: unknown): string | number | null {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  return typeof value === "boolean" ? Number(value) : JSON.stringify(value);
}
export const roomOf = (id: string): string => `${id}-room`;

/** A reply of a room and what woke for it, of lore that everyone may read: those see it who read the reply. */
function firing(
  secret: string,
  of: { readonly id: string; readonly owner: Actor; readonly place: Place; readonly whisper_to?: string },
): Insert[] {
  const { id, owner, place, whisper_to = null } = of;
  const said = `${id}-said`;
  return [
    ...roomRows(roomOf(id), owner, place),
    ...tome(tomeOfEntry(id), owner, "public"),
    messageRow({ id: said, conversation: roomOf(id), user: userIdOf(owner), entry: "So it is.", whisper_to }),
    like("knowledge_activation_log", {
      id,
      conversation_id: roomOf(id),
      knowledge_entry_id: "gone",
      knowledge_collection: tomeOfEntry(id),
      message_id: said,
      entry_title: `CANARY-${secret}-${id}`,
    }),
  ];
}

/** Rooms and what lies in them. */
export const ROOM_KINDS = {
  room: { sharing: "room", places: ["theirs"], room: true, make: () => [] },
  thread: { sharing: "room", places: ["theirs"], make: roomRows },
  message: {
    sharing: "room",
    places: ["theirs"],
    make: (id, owner, place) => [
      ...roomRows(roomOf(id), owner, place),
      messageRow({ id, conversation: roomOf(id), user: userIdOf(owner), entry: `CANARY-message-${id}` }),
    ],
  },
  whisper: {
    ...PRIVATE,
    make: (id, owner, place) => [
      ...roomRows(roomOf(id), owner, place),
      messageRow({
        id,
        conversation: roomOf(id),
        user: userIdOf(owner),
        whisper_to: "bot-theirs",
        entry: `CANARY-whisper-${id}`,
      }),
    ],
  },
  firing: { sharing: "room", places: ["theirs"], make: (id, owner, place) => firing("firing", { id, owner, place }) },
  /** What woke for a whisper. */
  muffled: {
    ...PRIVATE,
    make: (id, owner, place) => firing("muffled", { id, owner, place, whisper_to: "bot-theirs" }),
  },
} as const satisfies Record<string, Kind>;
