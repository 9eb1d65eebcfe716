import { type Signal, signal } from "@preact/signals";
import * as z from "zod/mini";
import { CONVERSATION_STATUSES, CONVERSATION_TYPES, MEMBER_ROLES } from "../../shared/fields/conversation.ts";
import type { Api } from "../net/api.ts";
import type { ApiProblem } from "../state/ports.ts";

/** A room of the reader's, as lists draw it. */
export const RoomListRow = z.object({
  id: z.string(),
  title: z.nullable(z.string()),
  status: z.enum(CONVERSATION_STATUSES),
  role: z.enum(MEMBER_ROLES),
  conversation_type: z.enum(CONVERSATION_TYPES),
  bots: z.array(z.object({ bot_id: z.string(), name: z.string(), picture: z.nullable(z.string()) })),
  last_message: z.nullable(z.object({ author_name: z.string(), entry: z.string(), failed: z.boolean() })),
  unread: z.number(),
  conversation_metadata: z.object({ total_messages: z.number(), last_activity: z.string() }),
  /** Who has the floor there now; known only of rooms that were told of. */
  speaking: z.optional(z.array(z.object({ bot_id: z.string(), name: z.string() }))),
});
export type RoomListRow = z.infer<typeof RoomListRow>;
const Rows = z.object({ docs: z.array(RoomListRow), next_cursor: z.nullable(z.string()) });

/** The reader's rooms, pinned first, then lately active first. One list: the rail and the rooms page show the same. */
export class RoomList {
  /** Null until the first answer. */
  readonly rows: Signal<readonly RoomListRow[] | null> = signal(null);
  readonly problem: Signal<ApiProblem | null> = signal(null);
  /** When the device's own copy that is shown was kept, Unix milliseconds; null where the server has answered. */
  readonly copyOf: Signal<number | null> = signal(null);
  /** Where the next page begins; null where all rooms are here. */
  readonly next: Signal<string | null> = signal(null);
  /** Rooms that are on their way out, and no list shows. */
  readonly #leaving = new Set<string>();
  /** Rooms as they were told by themselves: newer than any answer, as long as the connection holds. */
  readonly #told = new Map<string, RoomListRow>();
  readonly #api: Api;
  #round = 0;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Asks again; what was shown stays until the answer is here. */
  async refresh(): Promise<void> {
    await this.#load("/conversations?limit=100", () => []);
  }

  /** The page after those that are here. */
  async more(): Promise<void> {
    const cursor = this.next.peek();
    if (cursor === null) return;
    await this.#load(`/conversations?limit=100&cursor=${encodeURIComponent(cursor)}`, () => this.rows.peek() ?? []);
  }

  async #load(path: string, before: () => readonly RoomListRow[]): Promise<void> {
    const round = ++this.#round;
    const answer = await this.#api.call("GET", path, Rows);
    if (round !== this.#round) return;
    this.problem.value = answer.ok ? null : answer.problem;
    if (!answer.ok) return;
    this.copyOf.value = null;
    this.#show([...before(), ...answer.value.docs]);
    this.next.value = answer.value.next_cursor;
  }

  /** A room tells how it is now; one that is new here joins the list. */
  told(row: RoomListRow): void {
    this.#told.set(row.id, row);
    const rows = this.rows.peek();
    if (rows) this.#show([...rows, row]);
  }

  /** A room that is not the reader's any more. */
  gone(id: string): void {
    this.#told.delete(id);
    this.rows.value = this.rows.peek()?.filter((row) => row.id !== id) ?? null;
  }

  /** From now on answers count again. */
  forget(): void {
    this.#told.clear();
  }

  /** A room as it is now. */
  put(row: RoomListRow): void {
    if (this.#told.has(row.id)) this.#told.set(row.id, row);
    this.#show((this.rows.peek() ?? []).map((other) => (other.id === row.id ? row : other)));
  }

  /** Takes a room out of every list, until `bringBack`. */
  hide(id: string): void {
    this.#leaving.add(id);
    this.#show(this.rows.peek() ?? []);
  }

  bringBack(row: RoomListRow): void {
    this.#leaving.delete(row.id);
    this.#show([...(this.rows.peek() ?? []), row]);
  }

  /** Something was brought back from elsewhere: what the server lists is shown again. */
  async comeBack(): Promise<void> {
    this.#leaving.clear();
    await this.refresh();
  }

  /** Somebody else is signed in now. */
  clear(): void {
    this.#round += 1;
    this.#told.clear();
    this.rows.value = null;
    this.copyOf.value = null;
    this.problem.value = null;
    this.next.value = null;
  }

  #show(rows: readonly RoomListRow[]): void {
    const known = new Map(rows.map((row) => [row.id, this.#told.get(row.id) ?? row]));
    this.rows.value = [...known.values()].filter(({ id }) => !this.#leaving.has(id)).toSorted(compareRooms);
  }
}

const isPinned = ({ status }: RoomListRow): number => Number(status === "pinned");
const compareRooms = (a: RoomListRow, b: RoomListRow): number =>
  isPinned(b) - isPinned(a) ||
  b.conversation_metadata.last_activity.localeCompare(a.conversation_metadata.last_activity);

const lists = new WeakMap<Api, RoomList>();

/** The list that belongs to `api`. */
export function roomListOf(api: Api): RoomList {
  const list = lists.get(api) ?? new RoomList(api);
  lists.set(api, list);
  return list;
}
