import type { RoomBot, RoomInfo } from "../../../../shared/fields/conversation.ts";
import type { MessageRow, Segment, Take } from "../../../../shared/fields/message.ts";
import type { NewEvent } from "../../../../shared/room/events.ts";
import { openBotMessage } from "../message-rows.ts";
import type { Turn } from "../state.ts";
import { completeTakes, withoutSegment } from "../takes.ts";

/** What a turn begins with: the event that opens it, and what already stands of its take. */
export interface OpenedTurn {
  readonly event: NewEvent;
  readonly messageId: string;
  readonly takeId: string;
  readonly baseText: string;
  readonly baseReasoning: string;
  /** What stands after the stretch that is said anew. */
  readonly suffix: string;
  /** The take whose other stretches it keeps, and the generations that wrote them. */
  readonly keeps: { readonly takeId: string; readonly generations: readonly string[] } | null;
}

interface Opening {
  readonly turn: Turn;
  readonly bot: RoomBot;
  readonly room: RoomInfo;
  readonly now: string;
  readonly newId: () => string;
}

const NOTHING = { baseText: "", baseReasoning: "", suffix: "", keeps: null };

/** Opens a turn: on `target` where it has one, which it continues or says anew. */
export function openTurn(opening: Opening, target: MessageRow | null): OpenedTurn {
  if (!target) return openNew(opening);
  return opening.turn.trigger === "retake" ? openRetake(opening, target) : openContinued(opening, target);
}

function openNew({ turn, bot, room, now, newId }: Opening): OpenedTurn {
  const [messageId, takeId] = [newId(), newId()];
  const message = openBotMessage({
    id: messageId,
    conversation: room.id,
    user: turn.whisper ? turn.asked_by : room.user,
    botId: bot.bot_id,
    botName: bot.name,
    now,
    takeId,
    model: bot.model ?? room.settings.model ?? "",
    whisperTo: turn.whisper ? turn.bot_id : null,
    threadId: turn.thread_id,
  });
  return { ...NOTHING, event: { type: "message.created", message }, messageId, takeId };
}

/** Opens a turn that goes on where `row` stops: what it says stays, how it ended is forgotten. */
function openContinued({ now, newId }: Opening, row: MessageRow): OpenedTurn {
  const takeId = row.current_take_id ?? newId();
  const message: MessageRow = {
    ...row,
    takes: row.takes.map((take) => (take.id === takeId ? { ...take, state: "streaming" as const } : take)),
    interrupted: false,
    stopped_by: null,
    failed: null,
    streaming: true,
    modified_timestamp: now,
    rev: row.rev + 1,
  };
  const event = { type: "message.updated" as const, message };
  const base = { baseText: row.entry, baseReasoning: row.reasoning_content ?? "" };
  return { ...NOTHING, ...base, event, messageId: row.id, takeId };
}

/**
 * Opens one more take of `row`, which stays as it is meanwhile. Of a stretch said anew, what stands before it begins
 * the take and what stands after it ends it.
 */
function openRetake({ turn, bot, room, now, newId }: Opening, row: MessageRow): OpenedTurn {
  const takeId = turn.take_id ?? newId();
  const current = completeTakes(row).find((take) => take.id === row.current_take_id);
  const segment = current?.segments.find((s) => s.id === turn.segment_id);
  const take: Take = {
    id: takeId,
    text: "",
    model: bot.model ?? room.settings.model ?? "",
    state: "streaming",
    created_at: now,
    segments: [],
    ...(turn.hint !== null && { hint: turn.hint }),
  };
  const opened = { ...NOTHING, messageId: row.id, takeId };
  if (!current || !segment) return { ...opened, event: { type: "take.created", message_id: row.id, take } };
  const others = withoutSegment(current, segment);
  const isBefore = (s: Segment) => s.at < segment.at;
  const baseText = others.text.slice(0, segment.at);
  const rest = { text: others.text.slice(segment.at), segments: others.segments.filter((s) => !isBefore(s)) };
  return {
    ...opened,
    event: {
      type: "take.created",
      message_id: row.id,
      take: {
        ...take,
        text: baseText,
        segments: others.segments.filter(isBefore),
        rest,
        ...(others.tokens && { tokens: others.tokens }),
      },
    },
    baseText,
    suffix: rest.text,
    // Rows of before generations had names are the whole take's.
    keeps: { takeId: current.id, generations: ["", ...others.segments.map((s) => s.id)] },
  };
}
