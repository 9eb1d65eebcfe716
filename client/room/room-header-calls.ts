import type { MessageRow } from "../../shared/fields/message.ts";
import type { RoomView } from "../../shared/room/room-view.ts";
import { type Api, NOTHING } from "../net/api.ts";
import { fetchMessages } from "../net/room-calls.ts";
import type { ApiResult } from "../state/ports.ts";
import { transcriptText } from "./room-header-transcript.ts";

interface RoomChange {
  readonly title?: string;
  readonly status?: "active" | "archived" | "muted" | "pinned";
}

export const changeRoom = (api: Api, room_id: string, body: RoomChange): Promise<ApiResult<null>> =>
  api.call("PATCH", `/conversations/${room_id}`, NOTHING, { body });

/** Most pages of history read for one file: 50 000 messages. Chosen: far beyond any room, yet it ends. */
const MAX_PAGES = 1_000;

/** Hands the whole talk to the browser as a file. @returns Words for why not; null when it is there. */
export async function saveTranscript(api: Api, view: RoomView, form: "markdown" | "json"): Promise<string | null> {
  const messages = await everyMessage(api, view);
  if (typeof messages === "string") return messages;
  const title = view.room.title ?? view.bots.map(({ name }) => name).join(", ");
  const isText = form === "markdown";
  const text = isText
    ? transcriptText(title, messages)
    : JSON.stringify({ room: view.room, bots: view.bots, messages }, null, 2);
  const type = isText ? "text/markdown" : "application/json";
  download(new Blob([text], { type }), `${fileNameOf(title)}.${isText ? "md" : "json"}`);
  return null;
}

/** All messages, oldest first; words where a page did not come. What the page holds already is not asked for again. */
async function everyMessage(api: Api, { room, messages, has_more }: RoomView): Promise<MessageRow[] | string> {
  const all = [...messages];
  const { signal } = new AbortController();
  let hasMore = has_more;
  for (let page = 0; hasMore && page < MAX_PAGES; page++) {
    const first = all[0];
    if (!first) break;
    const answer = await fetchMessages(api, room.id, first.id, signal);
    if (!answer.ok) return `The file was not made: ${answer.problem.detail}`;
    all.unshift(...answer.value.messages);
    hasMore = answer.value.has_more && answer.value.messages.length > 0;
  }
  return all;
}

const fileNameOf = (title: string): string =>
  title
    .normalize("NFKC")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "")
    .slice(0, 60) || "room";

/** How long a browser may take to begin reading the file, milliseconds. */
const KEEP_MS = 60_000;

function download(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
}
