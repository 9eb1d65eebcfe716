import { DEFAULT_SETTINGS, DEFAULT_TURN_TAKING, type RoomBot } from "../../shared/fields/conversation.ts";
import type { NewEvent } from "../../shared/room/events.ts";
import { resolveMacros } from "../../shared/text/macros.ts";
import { conversationType } from "./core/conversation-type.ts";
import { closedBotMessage } from "./core/message-rows.ts";
import type { NewId, Sha256 } from "./ports.ts";
import { RoomCore } from "./room-core.ts";
import type { RoomStore, StoredRoom } from "./room-store.ts";
import type { CreateRoom } from "./rpc.ts";

/** What {{user}} stands for in a greeting when nobody said what to be called (features A3). */
const NAMELESS = "you";
/** Model named on messages that no model wrote. */
const WRITTEN_BY_CREATOR = "greeting";

/** Makes a room: first bot primary, its greeting message 0. Rules LIFE1–LIFE3 in SPEC.md. */
export function createRoom(
  store: RoomStore,
  input: CreateRoom,
  deps: { newId: NewId; sha256: Sha256; now: string },
): RoomCore {
  const bots = input.bots.map((bot, i): RoomBot => {
    const greeting = resolveMacros(bot.greeting, { char: bot.name, user: input.personaName ?? NAMELESS });
    return { ...bot, greeting, joined_at: deps.now, role: i === 0 ? "primary" : "secondary", is_active: true };
  });
  return RoomCore.create(store, emptyRoom(input, bots, deps.now), greetingOf(input, bots, deps), deps.now);
}

function emptyRoom(
  input: CreateRoom,
  bots: readonly RoomBot[],
  now: string,
): Pick<StoredRoom, "room" | "bots" | "members"> {
  return {
    room: {
      id: input.id,
      user: input.owner.user_id,
      title: input.title,
      status: "active",
      conversation_type: conversationType(bots.length, 1),
      settings: { ...DEFAULT_SETTINGS, ...input.settings },
      turn_taking: { ...DEFAULT_TURN_TAKING, ...input.turnTaking },
      persona_id: input.personaId,
      created_timestamp: now,
      total_messages: 0,
      total_tokens: 0,
      last_activity: now,
      persisted_seq: 0,
    },
    bots,
    members: [{ ...input.owner, role: "owner", joined_at: now, read_up_to: null }],
  };
}

function greetingOf(
  input: CreateRoom,
  bots: readonly RoomBot[],
  deps: { newId: NewId; sha256: Sha256; now: string },
): NewEvent[] {
  const [first] = bots;
  if (!first || first.greeting.trim() === "") return [];
  const message = closedBotMessage({
    id: deps.newId(),
    conversation: input.id,
    user: input.owner.user_id,
    botId: first.bot_id,
    botName: first.name,
    now: deps.now,
    takeId: deps.newId(),
    model: WRITTEN_BY_CREATOR,
    whisperTo: null,
    text: first.greeting,
    sha256: deps.sha256(first.greeting),
  });
  return [{ type: "message.created", message }];
}
