import type { MessageRow } from "../../shared/fields/message.ts";

/** What the stores need of their surroundings. The browser's side is in `net/`; tests bring queues and virtual time. */

export interface ClientClock {
  /** Unix milliseconds. */
  nowMs(): number;
  /** Runs `task` once after `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void;
}

/** Where frames go. False where no socket is open: the frame is then gone, nothing queues it. */
export interface FrameSocket {
  send(frame: object): boolean;
  /** Gives this connection up for a new one: it is open, and nobody answers on it. */
  renew?(): void;
}

/** SHA-256 of the text's UTF-8 as lower-case hex. Absent on pages without `crypto.subtle` (plain http). */
export type Digest = (text: string) => Promise<string>;

/** Who this device is in `hello`. */
export interface DeviceName {
  readonly device_id: string;
  readonly device_name?: string;
}

/** Small texts the browser keeps for this device. May forget; never throws. */
export interface DeviceStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** Why a call over HTTP brought nothing. `code` as in rooms.md §7, or `offline`, `aborted`, `unreadable`; status 0 without an answer. */
export interface ApiProblem {
  readonly status: number;
  readonly code: string;
  /** Words for a person. */
  readonly detail: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  readonly retry_after_ms?: number;
}
export type ApiResult<T> =
  /** `etag` names the version of a single resource. */
  | { readonly ok: true; readonly value: T; readonly etag?: string }
  | { readonly ok: false; readonly problem: ApiProblem };

/** One page of older messages, in any order. */
export interface HistoryPage {
  readonly messages: readonly MessageRow[];
  readonly has_more: boolean;
}
