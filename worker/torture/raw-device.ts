import { createHash, randomUUID } from "node:crypto";
import { type ApiClient, someAddress } from "./api-client.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";

/** A frame as it came; nothing of it is believed but what is looked at. */
type Frame = { readonly type: string } & Readonly<Record<string, unknown>>;
interface Row {
  readonly id: string;
  readonly seq: number;
  readonly bot: string | null;
  readonly entry: string;
  readonly streaming: boolean;
  readonly interrupted: boolean;
  readonly sha256?: string;
  readonly length?: number;
  readonly failed: unknown;
}
interface RoomEventLike {
  readonly seq: number;
  readonly type: string;
  readonly message?: Row;
}
type Wish = { readonly type: string } & Readonly<Record<string, unknown>>;

export interface RawDeviceOptions {
  readonly ledger: Ledger;
  readonly name: string;
  /** Where the socket goes, when not straight to the server: a proxy. */
  readonly through?: string;
}

/**
 * A device that speaks rooms.md and nothing else: it shares no code with the product's client, so that a fault of both
 * sides does not hide itself. It says again under the same `ref` what was never answered, and writes down all it hears.
 */
export class RawDevice {
  readonly ledger: Ledger;
  readonly name: string;
  readonly #api: ApiClient;
  readonly #room: string;
  readonly #through: string | null;
  readonly #unanswered = new Map<string, Wish>();
  readonly #waiting = new Map<string, (isAnswered: boolean) => void>();
  readonly #listeners = new Set<(frame: Frame) => void>();
  #socket: WebSocket | null = null;
  /** The newest one; what an older one that was given up still brings is nobody's. */
  #newest: WebSocket | null = null;
  #seq: number | null = null;
  /** Codes of all ends of its sockets so far. */
  readonly closedWith: number[] = [];

  constructor(api: ApiClient, room: string, { ledger, name, through }: RawDeviceOptions) {
    this.#api = api;
    this.#room = room;
    this.#through = through ?? null;
    this.ledger = ledger;
    this.name = name;
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }
  get seq(): number {
    return this.#seq ?? 0;
  }
  get owes(): number {
    return this.#unanswered.size;
  }

  /** Connects, says where it stands, and waits until the room has caught it up. @throws Where it is not let in. */
  async connect(): Promise<this> {
    const base = (this.#through ?? this.#api.url).replace("http", "ws");
    // By cookie: tickets are for the few devices of a person, and limited so.
    const cookie = `__session=${this.#api.token}; __client_uat=1`;
    const headers = { cookie, origin: this.#api.url, "cf-connecting-ip": someAddress() };
    const socket = new WebSocket(`${base}/parties/conversation/${this.#room}`, { headers } as never);
    this.#newest = socket;
    const caughtUp = new Promise<void>((done, fail) => {
      let goal = Number.POSITIVE_INFINITY;
      socket.onopen = () => {
        if (this.#newest !== socket) return socket.close();
        this.#socket = socket;
        const since = this.#seq === null ? {} : { since: this.#seq };
        this.#hand({ type: "hello", v: 1, device_id: this.name, ...since });
      };
      socket.onmessage = ({ data }) => {
        const frame = JSON.parse(String(data)) as Frame;
        if (this.#socket !== socket) return;
        this.#hear(frame);
        if (frame.type === "welcome") goal = Number(frame["seq"]);
        if (this.seq >= goal) done();
      };
      socket.onclose = ({ code }) => {
        this.closedWith.push(code);
        if (this.#socket === socket) this.#lose(code);
        fail(new Error(`${this.name} was closed with ${code}`));
      };
      socket.onerror = (event) => {
        const cause = "error" in event ? event.error : undefined;
        fail(new Error(`${this.name} found no server: ${String(cause)}`, { cause }));
      };
    });
    await caughtUp;
    for (const wish of this.#unanswered.values()) this.#hand(wish);
    return this;
  }

  /** Lets the socket go at once, as a device does that loses its network. */
  drop(): void {
    // Also one that is not open yet: over a network that broke meanwhile it never would be.
    const socket = this.#newest;
    this.#newest = null;
    if (this.#socket) this.#lose(1006);
    socket?.close();
  }

  #lose(code: number): void {
    this.#socket = null;
    this.#note({ op: "cut", code });
    for (const done of this.#waiting.values()) done(false);
    this.#waiting.clear();
  }

  on(listener: (frame: Frame) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Posts a message, once however often it has to be said. */
  say(text: string, more: Readonly<Record<string, unknown>> = {}): string {
    return this.#wish({ type: "send", text, ...more }, (ref) => ({ op: "say", ref, text }));
  }
  edit(message_id: string, text: string): string {
    return this.#wish({ type: "edit", message_id, text }, (ref) => ({ op: "edit", ref, message_id, text }));
  }
  delete(message_id: string): string {
    return this.#wish({ type: "delete", message_id }, (ref) => ({ op: "delete", ref, message_id }));
  }
  /** Any other command; nothing of it stands in the ledger but its answer. */
  command(wish: Wish): string {
    const ref = randomUUID();
    this.#unanswered.set(ref, { ...wish, ref });
    this.#hand({ ...wish, ref });
    return ref;
  }

  isAnswered(ref: string): boolean {
    return !this.#unanswered.has(ref);
  }

  /** Resolves with the answer, or without one when the socket is lost first. */
  async answered(ref: string): Promise<boolean> {
    if (this.isAnswered(ref)) return true;
    if (!this.isOpen) return false;
    return await new Promise((done) => this.#waiting.set(ref, done));
  }

  #answer(ref: string): void {
    this.#unanswered.delete(ref);
    this.#waiting.get(ref)?.(true);
    this.#waiting.delete(ref);
  }

  #wish(wish: Wish, entry: (ref: string) => LedgerEntry): string {
    const ref = randomUUID();
    this.#note(entry(ref));
    this.#unanswered.set(ref, { ...wish, ref });
    this.#hand({ ...wish, ref });
    return ref;
  }

  #hand(frame: Wish): void {
    if (this.isOpen) this.#socket?.send(JSON.stringify(frame));
  }

  #note(entry: LedgerEntry): void {
    this.ledger.write(this.name, entry);
  }

  #hear(frame: Frame): void {
    if (frame.type === "ack") {
      const ref = String(frame["ref"]);
      this.#answer(ref);
      this.#note({ op: "ack", ref, seq: Number(frame["seq"]), message_id: (frame["message_id"] as string) ?? null });
    } else if (frame.type === "nack") this.#refused(frame);
    else if (frame.type === "welcome") this.#welcomed(frame);
    else if (frame.type === "event") this.#event(frame["event"] as RoomEventLike);
    else if (frame.type === "events") for (const event of frame["list"] as RoomEventLike[]) this.#event(event);
    else if (frame.type === "probe") this.#hand({ type: "ping", probe: frame["id"] });
    else if (frame.type === "delta" && typeof frame["text"] === "string")
      this.#note({ op: "delta", ...idsOf(frame), at: Number(frame["at"]), text: frame["text"] });
    for (const listener of this.#listeners) listener(frame);
  }

  #refused(frame: Frame): void {
    const ref = typeof frame["ref"] === "string" ? frame["ref"] : null;
    const { code } = frame["error"] as { code: string };
    if (ref === null) return;
    this.#answer(ref);
    this.#note({ op: "nack", ref, code });
  }

  #welcomed(frame: Frame): void {
    const rows = frame["messages"] as Row[] | undefined;
    this.#note({ op: "welcome", seq: Number(frame["seq"]), fresh: rows !== undefined });
    if (rows !== undefined) {
      this.#seq = Number(frame["seq"]);
      for (const row of rows) {
        this.#note({ op: "opened", message_id: row.id, seq: row.seq, streaming: row.streaming });
        if (!row.streaming) this.#closed(row);
      }
    }
    for (const running of frame["generations"] as ({ text: string } & Frame)[])
      this.#note({ op: "so-far", ...idsOf(running), text: running.text });
  }

  #event(event: RoomEventLike): void {
    this.#seq = event.seq;
    this.#note({
      op: "event",
      seq: event.seq,
      digest: digestOf(event),
    });
    const { message: row } = event;
    if (row === undefined) return;
    if (event.type === "message.created")
      this.#note({ op: "opened", message_id: row.id, seq: row.seq, streaming: row.streaming });
    if (event.type === "message.updated" && !row.streaming) this.#closed(row);
  }

  #closed(row: Row): void {
    if (row.bot === null) return;
    const { id: message_id, entry: text, sha256 = null, length = null, interrupted } = row;
    this.#note({ op: "closed", message_id, text, sha256, length, interrupted });
  }
}

const idsOf = (frame: Readonly<Record<string, unknown>>) => ({
  message_id: String(frame["message_id"]),
  take_id: String(frame["take_id"]),
});

/** What an event says, whatever the order of its fields. */
const digestOf = (event: object): string => createHash("sha1").update(canonical(event)).digest("base64");

function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const fields = Object.entries(value).filter(([, v]) => v !== undefined);
  return `{${fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)}}`;
}
