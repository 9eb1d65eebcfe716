import type { MessageRow } from "../../shared/fields/message.ts";
import type { ApiClient } from "./api-client.ts";

/** The whole transcript over HTTP, oldest first, page by page. */
export async function wholeHistory(api: ApiClient, room: string): Promise<MessageRow[]> {
  let all: MessageRow[] = [];
  for (;;) {
    const before = all[0] ? `&before=${all[0].id}` : "";
    const { docs } = await api.get<{ docs: MessageRow[] }>(`/api/conversations/${room}/messages?limit=100${before}`);
    if (docs.length === 0) return all;
    all = [...docs, ...all];
    if (docs.length < 100) return all;
  }
}
