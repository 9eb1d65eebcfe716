import * as z from "zod/mini";
import { ActivationLogRow } from "../../shared/fields/knowledge-activation-log.ts";
import { MessageRow } from "../../shared/fields/message.ts";
import { PAGE_SIZE } from "../../shared/protocol/limits.ts";
import type { ApiResult, HistoryPage } from "../state/ports.ts";
import type { Api } from "./api.ts";

const Messages = z.object({ docs: z.array(MessageRow), next_cursor: z.optional(z.nullable(z.string())) });
const Rows = z.object({ docs: z.array(ActivationLogRow), next_cursor: z.nullable(z.string()) });
const Ticket = z.object({ ticket: z.string() });

/** Most pages of activation rows read for one message: 10 × 100 rows. Chosen: no turn logs more than its budget holds. */
const MAX_ROW_PAGES = 10;

type Place = { readonly before: string } | { readonly after: string } | { readonly thread: string };

/** Messages of a conversation before one (exclusive). */
export const fetchMessages = (api: Api, conversation_id: string, before: string, signal: AbortSignal) =>
  fetchPage(api, conversation_id, { before }, signal);

/** Messages of a conversation after one (exclusive). */
export const fetchNewerMessages = (api: Api, conversation_id: string, after: string, signal: AbortSignal) =>
  fetchPage(api, conversation_id, { after }, signal);

/** The newest messages of the thread that one starts. */
export const fetchThread = (api: Api, conversation_id: string, thread: string, signal: AbortSignal) =>
  fetchPage(api, conversation_id, { thread }, signal);

async function fetchPage(
  api: Api,
  conversation_id: string,
  place: Place,
  signal: AbortSignal,
): Promise<ApiResult<HistoryPage>> {
  const query = new URLSearchParams({ ...place, limit: String(PAGE_SIZE) });
  const answer = await api.call("GET", `/conversations/${conversation_id}/messages?${query}`, Messages, { signal });
  if (!answer.ok) return answer;
  const { docs, next_cursor } = answer.value;
  return { ok: true, value: { messages: docs, has_more: typeof next_cursor === "string" } };
}

/** All activation rows of a message that the caller may read. */
export async function fetchActivations(
  api: Api,
  conversation_id: string,
  message_id: string,
  signal: AbortSignal,
): Promise<ApiResult<readonly ActivationLogRow[]>> {
  const rows: ActivationLogRow[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_ROW_PAGES; page++) {
    const query = new URLSearchParams({ conversation_id, message_id, limit: "100", ...(cursor && { cursor }) });
    const answer: ApiResult<z.infer<typeof Rows>> = await api.call("GET", `/knowledge-activation-log?${query}`, Rows, {
      signal,
    });
    if (!answer.ok) return answer;
    rows.push(...answer.value.docs);
    cursor = answer.value.next_cursor;
    if (cursor === null) break;
  }
  return { ok: true, value: rows };
}

/** Kinds of objects a page connects to. */
export type Party = "conversation" | "user";

/** A one-time ticket for a socket; proves who we are without a token in the page. */
export async function fetchTicket(api: Api, party: Party, room: string): Promise<ApiResult<string>> {
  const body = { party, room };
  const answer = await api.call("POST", "/tickets", Ticket, { body });
  return answer.ok ? { ok: true, value: answer.value.ticket } : answer;
}
