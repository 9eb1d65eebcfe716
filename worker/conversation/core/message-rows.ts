import type { Attachment, MessageRow, Take } from "../../../shared/fields/message.ts";

/** What every new message shares; each maker below fills in its own. */
function blankMessage(facts: {
  id: string;
  conversation: string;
  user: string;
  authorName: string;
  now: string;
}): MessageRow {
  return {
    id: facts.id,
    seq: 0,
    conversation: facts.conversation,
    user: facts.user,
    author_name: facts.authorName,
    message_type: "text",
    bot: null,
    entry: "",
    created_timestamp: facts.now,
    modified_timestamp: facts.now,
    message_attribution: { source_bot_id: null, is_ai_generated: false, model_used: null, confidence_score: null },
    message_content: { media_attachments: [], code_snippets: [], reactions: {} },
    message_thread: threadOf(null),
    token_tracking: { input_tokens: 0, output_tokens: 0, total_tokens: 0, cost_estimate: 0 },
    byo_key: false,
    message_status: { delivery_status: "sent", edit_history: [], is_edited: false, edited_at: null },
    metadata: { processing_time_ms: null, priority_level: "normal", sensitivity_level: "private" },
    takes: [],
    current_take_id: null,
    persona_id: null,
    reasoning_content: null,
    interrupted: false,
    stopped_by: null,
    failed: null,
    hidden: false,
    aside: false,
    whisper_to: null,
    pinned: false,
    streaming: false,
    activation: null,
    rev: 1,
  };
}

const threadOf = (threadId: string | null = null): MessageRow["message_thread"] => ({
  reply_to_id: null,
  thread_depth: threadId === null ? 0 : 1,
  is_thread_parent: false,
  ...(threadId !== null && { thread_id: threadId }),
});

/** Those of the messages that are said in a thread, or (undefined) in the room itself. */
export const inThread = (rows: readonly MessageRow[], threadId: string | undefined): MessageRow[] =>
  rows.filter((row) => row.message_thread.thread_id === threadId);

export interface HumanMessage {
  readonly id: string;
  readonly conversation: string;
  readonly user: string;
  readonly authorName: string;
  readonly now: string;
  readonly text: string;
  readonly personaId: string | null;
  readonly replyToId: string | null;
  readonly aside: boolean;
  readonly whisperTo: string | null;
  readonly threadId?: string | null;
  /** Pictures it shows, in order. */
  readonly attachments?: readonly Attachment[];
}

/** A message of a person. Its `seq` is given by the commit. */
export function humanMessage(facts: HumanMessage): MessageRow {
  const blank = blankMessage(facts);
  const { attachments = [] } = facts;
  const shown = { media_attachments: attachments.map(({ id }) => id), attachments: [...attachments] };
  return {
    ...blank,
    ...(attachments.length > 0 && {
      message_content: { ...blank.message_content, ...shown },
      message_type: facts.text.trim() === "" ? ("image" as const) : ("text" as const),
    }),
    entry: facts.text,
    persona_id: facts.personaId,
    message_thread: { ...threadOf(facts.threadId), reply_to_id: facts.replyToId },
    aside: facts.aside,
    whisper_to: facts.whisperTo,
  };
}

export interface BotMessage {
  readonly id: string;
  readonly conversation: string;
  /** The room's owner: bots have no rows in `users`. */
  readonly user: string;
  readonly botId: string;
  readonly botName: string;
  readonly now: string;
  readonly takeId: string;
  readonly model: string;
  readonly whisperTo: string | null;
  readonly threadId?: string | null;
}

/** The opening of a bot turn: empty and streaming. */
export function openBotMessage(facts: BotMessage): MessageRow {
  const take: Take = {
    id: facts.takeId,
    text: "",
    model: facts.model,
    state: "streaming",
    created_at: facts.now,
    segments: [],
  };
  return {
    ...blankMessage({ ...facts, authorName: facts.botName }),
    bot: facts.botId,
    message_attribution: {
      source_bot_id: facts.botId,
      is_ai_generated: true,
      model_used: facts.model,
      confidence_score: null,
    },
    takes: [take],
    current_take_id: facts.takeId,
    message_thread: threadOf(facts.threadId),
    whisper_to: facts.whisperTo,
    streaming: true,
  };
}

/** A bot message that was written at once, such as a greeting. */
export function closedBotMessage(facts: BotMessage & { text: string; sha256: string }): MessageRow {
  const open = openBotMessage(facts);
  return {
    ...open,
    entry: facts.text,
    takes: open.takes.map((t) => ({ ...t, text: facts.text, state: "done" as const })),
    message_status: { ...open.message_status, delivery_status: "delivered" },
    streaming: false,
    length: facts.text.length,
    sha256: facts.sha256,
  };
}

/** The row with some of its fields replaced: one change of it, which its `rev` counts. */
export const changed = (row: MessageRow, fields: Partial<MessageRow>): MessageRow => ({
  ...row,
  ...fields,
  rev: row.rev + 1,
});

/** Whether a reply is being made for this message, be it its first or another take. */
export const isBeingWritten = (row: MessageRow): boolean =>
  row.streaming || row.takes.some((take) => take.state === "streaming");

/** Whether a message counts in *L* and in prompts: hidden, failed and running ones do not (activation.md §2). */
export const countsInTranscript = (row: MessageRow): boolean => !row.hidden && row.failed === null && !row.streaming;

/** Whether a bot may read a message: asides never, whispers only between the two. */
export function readableByBot(row: MessageRow, botId: string): boolean {
  if (!countsInTranscript(row) || row.aside) return false;
  return row.whisper_to === null || row.whisper_to === botId || row.bot === botId;
}
