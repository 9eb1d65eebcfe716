import { ApiClient, eventually } from "./api-client.ts";
import { roomInD1 } from "./d1-file.ts";
import { wholeHistory } from "./history.ts";
import { Ledger } from "./ledger.ts";
import { checkLedger, type Verdict } from "./ledger-check.ts";
import { RawDevice } from "./raw-device.ts";

/** Every third message wakes a bot, so that both plain sends and running replies meet the kill. */
const WAKES_EVERY = 3;
/** Stay under what one socket may send. */
const PACE_MS = 55;
/** Longer than any room takes to come to rest on the busiest machine; what is not at rest then is a fault. */
const REST_MS = 120_000;

/** What a room was found to hold once it had come to rest. */
export interface Settled {
  readonly verdict: Verdict;
  readonly acked: number;
  /** Replies that stand there as interrupted. */
  readonly interrupted: number;
}

/** A room that two devices write into as fast as they may: new words, edits, deletions. */
export class FloodedRoom {
  /** `<run's name> <room id>`, for whoever looks into a failure; the ledger's file has the name. */
  readonly name: string;
  readonly #api: ApiClient;
  readonly #room: string;
  readonly #ledger: Ledger;
  readonly #devices: readonly RawDevice[];
  /** Messages of each device that were acknowledged and not deleted. */
  readonly #own = new Map<RawDevice, string[]>();
  #said = 0;

  private constructor(api: ApiClient, room: string, name: string, ledgers: string | undefined) {
    this.name = `${name} ${room}`;
    this.#api = api;
    this.#room = room;
    this.#ledger = new Ledger(ledgers === undefined ? null : `${ledgers}/${name}.ndjson`);
    this.#devices = ["desk", "phone"].map((device) => new RawDevice(api, room, { ledger: this.#ledger, name: device }));
    for (const device of this.#devices) this.#own.set(device, []);
  }

  static async open(url: string, name: string, ledgers?: string): Promise<FloodedRoom> {
    const api = await new ApiClient(url).signIn(`torture-${name}@example.test`);
    const { docs } = await api.get<{ docs: { id: string }[] }>("/api/bots?public=true");
    const bot_ids = docs.slice(0, 3).map((bot) => bot.id);
    const { id } = await api.post<{ id: string }>("/api/conversations", { bot_ids });
    return new FloodedRoom(api, id, name, ledgers);
  }

  /** Brings both devices in, caught up. */
  async connect(): Promise<void> {
    await Promise.all(this.#devices.map((device) => device.connect()));
  }

  /** Each device says its next thing when the last was answered, until its socket dies. `acked` is told of each ack. */
  async flood(acked: () => void): Promise<void> {
    const write = async (device: RawDevice) => {
      const forget = device.on((frame) => {
        if (frame.type === "ack") acked();
      });
      while (device.isOpen) {
        const begun = Date.now();
        const { ref, isNew } = this.#sayNext(device);
        if ((await device.answered(ref)) && isNew) this.#remember(device, ref);
        await new Promise((go) => setTimeout(go, Math.max(0, begun + PACE_MS - Date.now())));
      }
      forget();
    };
    await Promise.all(this.#devices.map(write));
  }

  /** Replies that were being written as far as any device knows. */
  get cut(): number {
    return this.#ledger.running.size;
  }

  /** Mostly new words, now and then an edit or a deletion of the device's own. */
  #sayNext(device: RawDevice): { ref: string; isNew: boolean } {
    const n = this.#said++;
    const mark = this.#room.slice(-4);
    const own = this.#own.get(device) ?? [];
    const at = Math.floor(Math.random() * own.length);
    const id = own[at];
    if (id !== undefined && n % 8 === 5) return { ref: device.edit(id, `${mark} edit ${n}`), isNew: false };
    if (id !== undefined && n % 16 === 14) {
      own.splice(at, 1);
      return { ref: device.delete(id), isNew: false };
    }
    return { ref: device.say(`${mark} message ${n}`, { respond: n % WAKES_EVERY === 0 }), isNew: true };
  }

  #remember(device: RawDevice, ref: string): void {
    const ack = this.#ledger.lines.findLast((line) => line.op === "ack" && line.ref === ref);
    if (ack?.op === "ack" && ack.message_id !== null) this.#own.get(device)?.push(ack.message_id);
  }

  /**
   * Lets the room come to rest, everything said again that was never answered, and holds it against its ledger.
   * @param dir The server's folder, to look into D1's file.
   */
  async settle(dir: string): Promise<Settled> {
    await this.connect();
    await Promise.all(this.#devices.map((device) => this.#untilAnswered(device)));
    this.#devices[0]?.command({ type: "stop", scope: "all" });
    const history = () => wholeHistory(this.#api, this.#room);
    const told = await eventually(history, (rows) => rows.every((row) => !row.streaming), REST_MS).catch(history);
    const there = () => roomInD1(dir, this.#room);
    const inD1 = await eventually(there, (rows) => wordsOf(rows) === wordsOf(told), REST_MS).catch(there);
    // A device may hear of the end of the last reply a moment after the transcript tells of it.
    await eventually(() => this.cut === 0, Boolean, REST_MS).catch(() => {});
    const unanswered = this.#devices.flatMap(({ name, owes }) => (owes > 0 ? [`${name} has ${owes} unanswered`] : []));
    for (const device of this.#devices) device.drop();
    const verdict = checkLedger(this.#ledger.lines, told, inD1);
    return {
      verdict: { ...verdict, stuck: [...verdict.stuck, ...unanswered] },
      acked: new Set(this.#ledger.lines.flatMap((line) => (line.op === "ack" ? [line.ref] : []))).size,
      interrupted: told.filter((row) => row.interrupted).length,
    };
  }

  async #untilAnswered(device: RawDevice): Promise<void> {
    await eventually(
      () => device.owes,
      (owes) => owes === 0,
      REST_MS,
    ).catch(() => {});
  }
}

const wordsOf = (rows: readonly { id: string; entry: string }[]): string =>
  JSON.stringify(rows.map(({ id, entry }) => [id, entry]));
