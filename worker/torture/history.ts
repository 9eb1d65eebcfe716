import type { MessageRow } from "../../shared/fields/message.ts";
import type { ApiClient } from "./api-client.ts";

/** A message as HTTP answers it: the room's row, and the pair of times that every row of the data model ends with. */
type Answered = MessageRow & { readonly createdAt: string; readonly updatedAt: string };

const roomsOwn = ({ createdAt: _created, updatedAt: _updated, ...row }: Answered): MessageRow => row;

/** The whole transcript over HTTP, oldest first, page by page; rows as the room tells them to its devices. */
export async function wholeHistory(api: ApiClient, room: string): Promise<MessageRow[]> {
  let all: MessageRow[] = [];
  for (;;) {
    const before = all[0] ? `&before=${all[0].id}` : "";
    const { docs } = await api.get<{ docs: Answered[] }>(`/api/conversations/${room}/messages?limit=100${before}`);
    if (docs.length === 0) return all;
    all = [...docs.map(roomsOwn), ...all];
    if (docs.length < 100) return all;
  }
}
