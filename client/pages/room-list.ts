import { type Signal, signal } from "@preact/signals";
import * as z from "zod/mini";
import type { Api } from "../net/api.ts";
import type { ApiProblem } from "../state/ports.ts";

const Row = z.object({
  id: z.string(),
  title: z.nullable(z.string()),
  conversation_type: z.string(),
  bot_participation: z.array(z.object({ bot_id: z.string() })),
  conversation_metadata: z.object({ total_messages: z.number(), last_activity: z.string() }),
});
const Rows = z.object({ docs: z.array(Row) });

/** One of the reader's rooms, as lists draw it. */
export type RoomListRow = z.infer<typeof Row>;

/** The reader's rooms, lately active first. One list for the page: the rail and the rooms page show the same. */
export class RoomList {
  /** Null until the first answer. */
  readonly rows: Signal<readonly RoomListRow[] | null> = signal(null);
  readonly problem: Signal<ApiProblem | null> = signal(null);
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Asks again; what was shown stays until the answer is here. */
  async refresh(): Promise<void> {
    const answer = await this.#api.call("GET", "/conversations?limit=100", Rows);
    this.problem.value = answer.ok ? null : answer.problem;
    if (answer.ok) this.rows.value = answer.value.docs.toSorted((a, b) => compareActivity(b, a));
  }

  /** Somebody else is signed in now. */
  clear(): void {
    this.rows.value = null;
    this.problem.value = null;
  }
}

const compareActivity = (a: RoomListRow, b: RoomListRow): number =>
  a.conversation_metadata.last_activity.localeCompare(b.conversation_metadata.last_activity);

const lists = new WeakMap<Api, RoomList>();

/** The list that belongs to `api`. */
export function roomListOf(api: Api): RoomList {
  const list = lists.get(api) ?? new RoomList(api);
  lists.set(api, list);
  return list;
}
