import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import { applyToMessage, messageIdOf, type RoomView } from "../../shared/room/room-view.ts";
import type { ApiProblem, ApiResult, HistoryPage } from "./ports.ts";
import type { RoomListener } from "./room-store.ts";

export interface HistoryPorts {
  readonly view: ReadonlySignal<RoomView | null>;
  listen(listener: RoomListener): () => void;
  /** Messages before `before` (exclusive). Never rejects. */
  fetchPage(before: string, signal: AbortSignal): Promise<ApiResult<HistoryPage>>;
}

/** What was fetched. `base` is the oldest message when it was, so that pages of another transcript are never mixed in. */
interface Older {
  readonly rows: readonly MessageRow[];
  /** Whether there is more before `rows`; null: as the view says. */
  readonly has_more: boolean | null;
}
const NOTHING: Older = { rows: [], has_more: null };

/**
 * Messages older than the view, fetched page by page and kept current by the same events. A snapshot or another path
 * starts it afresh: what was fetched may no longer join what is shown.
 */
export class HistoryStore {
  /** Everything known, oldest first, each message once. */
  readonly messages: ReadonlySignal<readonly MessageRow[]>;
  readonly hasMore: ReadonlySignal<boolean>;
  readonly isLoading: Signal<boolean> = signal(false);
  /** Why the last page failed, until the next try. */
  readonly problem: Signal<ApiProblem | null> = signal(null);
  readonly #ports: HistoryPorts;
  readonly #older: Signal<Older> = signal(NOTHING);
  readonly #unlisten: () => void;
  /** The page under way, with the events that came meanwhile: it may be older than they are. */
  #loading: { readonly abort: AbortController; readonly events: RoomEvent[] } | null = null;

  constructor(ports: HistoryPorts) {
    this.#ports = ports;
    this.messages = computed(() => join(this.#older.value.rows, ports.view.value?.messages ?? []));
    this.hasMore = computed(() => this.#older.value.has_more ?? ports.view.value?.has_more ?? false);
    this.#unlisten = ports.listen({ applied: (event) => this.#applied(event), replaced: () => this.#reset() });
  }

  /** Fetches the page before the oldest message known. Does nothing while one is under way or none is left. */
  async loadOlder(): Promise<void> {
    const before = this.messages.peek()[0]?.id;
    if (this.#loading || before === undefined || !this.hasMore.peek()) return;
    const loading = { abort: new AbortController(), events: [] };
    this.#loading = loading;
    batch(() => {
      this.isLoading.value = true;
      this.problem.value = null;
    });
    const page = await this.#ports.fetchPage(before, loading.abort.signal);
    if (this.#loading !== loading) return; // The transcript was replaced meanwhile.
    this.#loading = null;
    batch(() => {
      this.isLoading.value = false;
      if (page.ok) this.#add(page.value, loading.events);
      else this.problem.value = page.problem;
    });
  }

  dispose(): void {
    this.#unlisten();
    this.#loading?.abort.abort();
    this.#loading = null;
  }

  #add(page: HistoryPage, events: readonly RoomEvent[]): void {
    const rows = page.messages.flatMap((row) => {
      const current = events.reduce<MessageRow | null>((now, event) => now && catchUp(now, event), row);
      return current ? [current] : [];
    });
    this.#older.value = { rows: join(rows, this.#older.peek().rows), has_more: page.has_more };
  }

  #applied(event: RoomEvent): void {
    if (event.type === "path.changed") this.#reset();
    const id = messageIdOf(event);
    if (id === null || event.type === "message.created") return;
    this.#loading?.events.push(event);
    const { rows, has_more } = this.#older.peek();
    const at = rows.findIndex((row) => row.id === id);
    const row = rows[at];
    if (!row) return;
    const next = applyToMessage(row, event);
    this.#older.value = { rows: next ? rows.with(at, next) : rows.toSpliced(at, 1), has_more };
  }

  #reset(): void {
    this.#loading?.abort.abort();
    this.#loading = null;
    batch(() => {
      this.#older.value = NOTHING;
      this.isLoading.value = false;
      this.problem.value = null;
    });
  }
}

/** A fetched row after an event that may be newer or older than it. */
function catchUp(row: MessageRow, event: RoomEvent): MessageRow | null {
  if (messageIdOf(event) !== row.id) return row;
  if (event.type === "message.updated" && event.message.rev < row.rev) return row;
  if (event.type === "take.created" && row.takes.some((take) => take.id === event.take.id)) return row;
  return applyToMessage(row, event);
}

/** Both lists in transcript order, each message once; where they differ, `newer` is right. */
function join(older: readonly MessageRow[], newer: readonly MessageRow[]): readonly MessageRow[] {
  if (older.length === 0) return newer;
  const known = new Set(newer.map((row) => row.id));
  const before = older.filter((row) => !known.has(row.id)).toSorted((a, b) => a.seq - b.seq);
  return [...before, ...newer];
}
