import { appendFileSync } from "node:fs";

/** One thing a device said or was told. Texts as they stood in the frame. */
export type LedgerEntry =
  | { op: "say"; ref: string; text: string }
  | { op: "edit"; ref: string; message_id: string; text: string }
  | { op: "delete"; ref: string; message_id: string }
  | { op: "ack"; ref: string; seq: number; message_id: string | null }
  | { op: "nack"; ref: string; code: string }
  /** `fresh`: the newest page came along and replaces what the device knew. */
  | { op: "welcome"; seq: number; fresh: boolean }
  /** `digest` of the whole event: the same number must always carry the same event. */
  | { op: "event"; seq: number; digest: string }
  | { op: "opened"; message_id: string; seq: number; streaming: boolean }
  | { op: "delta"; message_id: string; take_id: string; at: number; text: string }
  | { op: "so-far"; message_id: string; take_id: string; text: string }
  | {
      op: "closed";
      message_id: string;
      text: string;
      sha256: string | null;
      length: number | null;
      interrupted: boolean;
    }
  | { op: "cut"; code: number };

export type LedgerLine = LedgerEntry & { readonly device: string; readonly at_ms: number };

/** What the devices of one room know, kept outside the server: in memory for the checkers, in a file for people. */
export class Ledger {
  readonly lines: LedgerLine[] = [];
  /** Replies that some device was told are whole, and those that are being written as far as any was told. */
  readonly closed = new Set<string>();
  readonly running = new Set<string>();
  readonly #file: string | null;

  constructor(file: string | null = null) {
    this.#file = file;
  }

  write(device: string, entry: LedgerEntry): void {
    const line = { device, at_ms: Date.now(), ...entry };
    this.lines.push(line);
    if (entry.op === "opened" && entry.streaming && !this.closed.has(entry.message_id))
      this.running.add(entry.message_id);
    if (entry.op === "closed") {
      this.closed.add(entry.message_id);
      this.running.delete(entry.message_id);
    }
    if (this.#file !== null) appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}
