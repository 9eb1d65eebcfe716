import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { ApiProblem, ApiResult } from "../state/ports.ts";

export interface Page<Row> {
  readonly docs: readonly Row[];
  readonly next_cursor: string | null;
  readonly total?: number | undefined;
}
/** Asks for the page after `cursor`; for the first one with null. */
export type AskPage<Row> = (cursor: string | null) => Promise<ApiResult<Page<Row>>>;

/** A list that grows by pages as it is read. A row that two pages carry is there once; what was shown stays. */
export class PagedList<Row extends { readonly id: string }> {
  readonly #rows = signal<readonly Row[] | null>(null);
  readonly #problem = signal<ApiProblem | null>(null);
  readonly #isLoading = signal(false);
  readonly #total = signal<number | null>(null);
  readonly #hasMore = signal(false);
  readonly #ask: AskPage<Row>;
  #cursor: string | null = null;

  constructor(ask: AskPage<Row>) {
    this.#ask = ask;
  }

  /** Null until the first page is here. */
  get rows(): ReadonlySignal<readonly Row[] | null> {
    return this.#rows;
  }
  get problem(): ReadonlySignal<ApiProblem | null> {
    return this.#problem;
  }
  get isLoading(): ReadonlySignal<boolean> {
    return this.#isLoading;
  }
  /** How many rows there are on all pages, where the server said. */
  get total(): ReadonlySignal<number | null> {
    return this.#total;
  }
  get hasMore(): ReadonlySignal<boolean> {
    return this.#hasMore;
  }

  /** The first page, if there is none yet; else the next one. Does nothing while a page is on its way or none is left. */
  async more(): Promise<void> {
    const rows = this.#rows.peek();
    if (this.#isLoading.peek() || (rows !== null && !this.#hasMore.peek())) return;
    this.#isLoading.value = true;
    this.#problem.value = null;
    const answer = await this.#ask(this.#cursor);
    batch(() => {
      this.#isLoading.value = false;
      if (answer.ok) this.#add(rows ?? [], answer.value);
      else this.#problem.value = answer.problem;
    });
  }

  #add(rows: readonly Row[], { docs, next_cursor, total }: Page<Row>): void {
    const known = new Set(rows.map(({ id }) => id));
    this.#rows.value = [...rows, ...docs.filter(({ id }) => !known.has(id))];
    this.#cursor = next_cursor;
    this.#hasMore.value = next_cursor !== null;
    if (total !== undefined) this.#total.value = total;
  }
}
