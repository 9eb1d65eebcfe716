import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { MessageRow } from "../../shared/fields/message.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import { applyToMessage, messageIdOf, type RoomView } from "../../shared/room/room-view.ts";
import type { ApiProblem, ApiResult, HistoryPage } from "./ports.ts";
import type { RoomListener } from "./room-listener.ts";

export interface HistoryPorts {
  readonly view: ReadonlySignal<RoomView | null>;
  listen(listener: RoomListener): () => void;
  /** Lets go of all but the newest messages of the view. */
  forget(most: number): void;
  /** Messages before `before` (exclusive). Never rejects. */
  fetchPage(before: string, signal: AbortSignal): Promise<ApiResult<HistoryPage>>;
  /** Messages after `after` (exclusive). Never rejects. */
  fetchNewer(after: string, signal: AbortSignal): Promise<ApiResult<HistoryPage>>;
}

/** Messages held while the reader follows the newest, and how many are left once there are more. Chosen: eight pages and four. */
const MOST_HELD = 400;
const HELD = 200;

/** What was fetched and joins the view. */
interface Older {
  readonly rows: readonly MessageRow[];
  /** Whether there is more before `rows`; null: as the view says. */
  readonly has_more: boolean | null;
}
const NOTHING: Older = { rows: [], has_more: null };

/** A stretch of the past that does not reach the view: what lies between is not fetched. */
interface Apart {
  readonly rows: readonly MessageRow[];
  readonly has_more: boolean;
}

const GONE: ApiProblem = { status: 404, code: "not_found", detail: "That message is gone.", errors: [] };

/**
 * Messages older than the view, fetched page by page and kept current by the same events. A snapshot or another path
 * starts it afresh: what was fetched may no longer join what is shown. A message far back is shown with its
 * surroundings, apart from the view until the pages between have come.
 */
export class HistoryStore {
  /** Everything known, oldest first, each message once. */
  readonly messages: ReadonlySignal<readonly MessageRow[]>;
  readonly hasMore: ReadonlySignal<boolean>;
  /** The first message after what is not fetched; null where nothing is missing. */
  readonly gap: ReadonlySignal<string | null>;
  readonly isLoading: Signal<boolean> = signal(false);
  /** Why the last page failed, until the next try. */
  readonly problem: Signal<ApiProblem | null> = signal(null);
  readonly #ports: HistoryPorts;
  readonly #older: Signal<Older> = signal(NOTHING);
  readonly #apart: Signal<Apart | null> = signal(null);
  /** What joins the view, and the view. */
  readonly #joined: ReadonlySignal<readonly MessageRow[]>;
  readonly #unlisten: () => void;
  /** The page under way, with the events that came meanwhile: it may be older than they are. */
  #loading: { readonly abort: AbortController; readonly events: RoomEvent[] } | null = null;

  constructor(ports: HistoryPorts) {
    this.#ports = ports;
    this.#joined = computed(() => join(this.#older.value.rows, ports.view.value?.messages ?? []));
    this.messages = computed(() => {
      const apart = this.#apart.value;
      return apart ? [...apart.rows, ...this.#joined.value] : this.#joined.value;
    });
    this.hasMore = computed(
      () => this.#apart.value?.has_more ?? this.#older.value.has_more ?? ports.view.value?.has_more ?? false,
    );
    this.gap = computed(() => (this.#apart.value ? (this.#joined.value[0]?.id ?? null) : null));
    this.#unlisten = ports.listen({ applied: (event) => this.#applied(event), replaced: () => this.#reset() });
  }

  /** Fetches the page before the oldest message known. Does nothing while one is under way or none is left. */
  async loadOlder(): Promise<void> {
    const before = this.messages.peek()[0]?.id;
    if (this.#loading || before === undefined || !this.hasMore.peek()) return;
    await this.#load(
      (signal) => this.#ports.fetchPage(before, signal),
      ({ messages, has_more }) => {
        const apart = this.#apart.peek();
        if (apart) this.#apart.value = { rows: join(messages, apart.rows), has_more };
        else this.#older.value = { rows: join(messages, this.#older.peek().rows), has_more };
      },
    );
  }

  /** Fetches the page after a stretch that stands apart, until it reaches the view. Does nothing where nothing is missing. */
  async loadNewer(): Promise<void> {
    const after = this.#apart.peek()?.rows.at(-1)?.id;
    if (this.#loading || after === undefined) return;
    await this.#load(
      (signal) => this.#ports.fetchNewer(after, signal),
      ({ messages, has_more }) => {
        const apart = this.#apart.peek();
        if (apart) this.#place({ rows: join(apart.rows, messages), has_more: apart.has_more }, has_more);
      },
    );
  }

  /** Makes a message known, with what stands around it. @returns Why not, where that failed. */
  async show(message_id: string): Promise<ApiProblem | null> {
    const isKnown = () => this.messages.peek().some((row) => row.id === message_id);
    if (isKnown()) return null;
    this.#loading?.abort.abort();
    const problem = await this.#load(
      (signal) => this.#around(message_id, signal),
      ({ messages, has_more }) => this.#place({ rows: join(messages, []), has_more }, true),
    );
    this.problem.value = null; // It is said where the message was asked for.
    return problem ?? (isKnown() ? null : GONE);
  }

  /** The reader is at the newest message: a stretch that stands apart is forgotten, and of many messages the oldest. */
  leave(): void {
    const isLong = this.messages.peek().length > MOST_HELD;
    if (this.#apart.peek() === null && !isLong) return;
    batch(() => {
      this.#abort();
      this.#apart.value = null;
      if (!isLong) return;
      this.#older.value = NOTHING;
      this.#ports.forget(HELD);
    });
  }

  dispose(): void {
    this.#unlisten();
    this.#loading?.abort.abort();
    this.#loading = null;
  }

  /** The only way to a page that holds the message itself: the one before the message after it. */
  async #around(message_id: string, signal: AbortSignal): Promise<ApiResult<HistoryPage>> {
    const after = await this.#ports.fetchNewer(message_id, signal);
    const next = after.ok ? after.value.messages[0]?.id : undefined;
    if (!after.ok || next === undefined) return after;
    const before = await this.#ports.fetchPage(next, signal);
    if (!before.ok) return before;
    const messages = [...before.value.messages, ...after.value.messages];
    return { ok: true, value: { messages, has_more: before.value.has_more } };
  }

  /** Keeps a stretch apart, or joins it where it has reached what is shown. */
  #place({ rows, has_more }: Apart, isMoreBetween: boolean): void {
    const shown = new Set(this.#joined.peek().map((row) => row.id));
    const isReached = !isMoreBetween || rows.some((row) => shown.has(row.id));
    this.#apart.value = isReached ? null : { rows, has_more };
    if (isReached) this.#older.value = { rows: join(rows, this.#older.peek().rows), has_more };
  }

  /** @returns Why it failed; null also where the transcript was replaced meanwhile. */
  async #load(
    fetch: (signal: AbortSignal) => Promise<ApiResult<HistoryPage>>,
    use: (page: HistoryPage) => void,
  ): Promise<ApiProblem | null> {
    const loading = { abort: new AbortController(), events: [] };
    this.#loading = loading;
    batch(() => {
      this.isLoading.value = true;
      this.problem.value = null;
    });
    const page = await fetch(loading.abort.signal);
    if (this.#loading !== loading) return null;
    this.#loading = null;
    batch(() => {
      this.isLoading.value = false;
      if (page.ok) use({ ...page.value, messages: caughtUp(page.value.messages, loading.events) });
      else this.problem.value = page.problem;
    });
    return page.ok ? null : page.problem;
  }

  #applied(event: RoomEvent): void {
    if (event.type === "path.changed") this.#reset();
    const id = messageIdOf(event);
    if (id === null || event.type === "message.created") return;
    this.#loading?.events.push(event);
    this.#older.value = after(this.#older.peek(), id, event);
    const apart = this.#apart.peek();
    if (apart) this.#apart.value = after(apart, id, event);
  }

  #abort(): void {
    this.#loading?.abort.abort();
    this.#loading = null;
    this.isLoading.value = false;
  }

  #reset(): void {
    batch(() => {
      this.#abort();
      this.#older.value = NOTHING;
      this.#apart.value = null;
      this.problem.value = null;
    });
  }
}

/** Fetched rows after an event about the message `id`; the same object where it is none of them. */
function after<T extends { readonly rows: readonly MessageRow[] }>(part: T, id: string, event: RoomEvent): T {
  const at = part.rows.findIndex((row) => row.id === id);
  const row = part.rows[at];
  if (!row) return part;
  const next = applyToMessage(row, event);
  return { ...part, rows: next ? part.rows.with(at, next) : part.rows.toSpliced(at, 1) };
}

const caughtUp = (rows: readonly MessageRow[], events: readonly RoomEvent[]): readonly MessageRow[] =>
  rows.flatMap((row) => {
    const current = events.reduce<MessageRow | null>((now, event) => now && catchUp(now, event), row);
    return current ? [current] : [];
  });

/** A fetched row after an event that may be newer or older than it. */
function catchUp(row: MessageRow, event: RoomEvent): MessageRow | null {
  if (messageIdOf(event) !== row.id) return row;
  if (event.type === "message.updated" && event.message.rev < row.rev) return row;
  if (event.type === "take.created" && row.takes.some((take) => take.id === event.take.id)) return row;
  return applyToMessage(row, event);
}

/** Both lists in transcript order, each message once; where they differ, `newer` is right. */
function join(older: readonly MessageRow[], newer: readonly MessageRow[]): readonly MessageRow[] {
  const known = new Set(newer.map((row) => row.id));
  const before = older.filter((row) => !known.has(row.id)).toSorted((a, b) => a.seq - b.seq);
  if (before.length === 0) return newer;
  return [...before, ...newer];
}
