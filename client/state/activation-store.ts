import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ActivationLogRow } from "../../shared/fields/knowledge-activation-log.ts";
import type { ActivationCounts } from "../../shared/fields/message.ts";
import type { ActivationFrame } from "../../shared/protocol/server-messages.ts";
import type { ApiProblem, ApiResult } from "./ports.ts";
import type { RoomListener } from "./room-listener.ts";

/** Why lore woke for one take. */
export interface Activations {
  /** Rows this person may read, as the room sent or stored them. */
  readonly rows: readonly ActivationLogRow[];
  /** How many more there are that only others may read. */
  readonly not_yours: number;
}
export type ActivationsState =
  | { readonly state: "unknown" | "loading" }
  | ({ readonly state: "known" } & Activations)
  | { readonly state: "failed"; readonly problem: ApiProblem };

export interface ActivationPorts {
  listen(listener: RoomListener): () => void;
  /** All stored rows of a message that this person may read, of every take. Never rejects. */
  fetchRows(message_id: string, signal: AbortSignal): Promise<ApiResult<readonly ActivationLogRow[]>>;
}

const UNKNOWN: ActivationsState = { state: "unknown" };

/** Activation rows by take: live from the room's frames while it watches, fetched for what came before. */
export class ActivationStore {
  readonly #ports: ActivationPorts;
  readonly #cells = new Map<string, Signal<ActivationsState>>();
  readonly #unlisten: () => void;
  readonly #abort = new AbortController();

  constructor(ports: ActivationPorts) {
    this.#ports = ports;
    this.#unlisten = ports.listen({
      activation: (frame) => this.#live(frame),
      kept: (message_ids) => this.#keep(message_ids),
    });
  }

  /** The same signal as long as the view has the message. */
  of(message_id: string, take_id: string): ReadonlySignal<ActivationsState> {
    return this.#cell(message_id, take_id);
  }

  /**
   * Fetches what is not known yet. `counts` are those of the take: they tell how many rows belong to others.
   * Does nothing where rows are known or on their way; after a failure it tries again.
   */
  async load(message_id: string, take_id: string, counts: ActivationCounts | null): Promise<void> {
    const cell = this.#cell(message_id, take_id);
    if (cell.peek().state === "known" || cell.peek().state === "loading") return;
    cell.value = { state: "loading" };
    const answer = await this.#ports.fetchRows(message_id, this.#abort.signal);
    if (cell.peek().state === "known") return; // The live rows were faster, and are the same.
    if (!answer.ok) {
      cell.value = { state: "failed", problem: answer.problem };
      return;
    }
    const rows = answer.value.filter((row) => row.take_id === take_id);
    cell.value = { state: "known", rows, not_yours: Math.max(0, totalOf(counts) - rows.length) };
  }

  dispose(): void {
    this.#unlisten();
    this.#abort.abort();
  }

  #live({ message_id, take_id, rows, not_yours }: ActivationFrame): void {
    this.#cell(message_id, take_id).value = { state: "known", rows, not_yours };
  }

  #keep(message_ids: ReadonlySet<string>): void {
    for (const key of this.#cells.keys()) if (!message_ids.has(key.slice(0, key.indexOf(" ")))) this.#cells.delete(key);
  }

  #cell(message_id: string, take_id: string): Signal<ActivationsState> {
    const key = `${message_id} ${take_id}`;
    const known = this.#cells.get(key);
    if (known) return known;
    const cell = signal(UNKNOWN);
    this.#cells.set(key, cell);
    return cell;
  }
}

const totalOf = (counts: ActivationCounts | null): number =>
  counts ? counts.included + counts.cut + counts.held_back : 0;
