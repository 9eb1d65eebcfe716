import type { RoomSocket } from "../ports.ts";
import type { SimRoom } from "./sim-room.ts";

let lines = 0;

/**
 * One connection over a bad network, seen from above: frames wait on their way until the test delivers them. A line that
 * is cut for the device may still bring the room what was on its way, and the room may not know for long that it is cut.
 */
export class RoughLine {
  readonly #room: SimRoom;
  readonly #id = `line-${++lines}`;
  readonly #life: number;
  readonly #up: string[] = [];
  readonly #down: string[] = [];
  /** Why the room has closed it; told to the device after what it said before. */
  closing: number | null = null;
  /** Whether the room still takes it for open. */
  #isKnown = true;
  /** Nothing passes any more, either way, and nobody is told. */
  isDead = false;

  constructor(room: SimRoom, user_id: string) {
    this.#room = room;
    this.#life = room.life;
    const facts = {
      ...{ user_id, session_id: "", name: user_id, expires_at_ms: Number.MAX_SAFE_INTEGER, device_kind: "desktop" },
      ...{ device_id: "", device_name: "", live: false, watch_activation: false, watch_prompt: false },
    };
    room.accept(this.#roomSide(), facts);
  }

  /** The device says something. */
  say(frame: string): void {
    if (!this.isDead) this.#up.push(frame);
  }

  /** Lets the room hear one frame, `twice` as a careless network might. True where there was one. */
  async deliverUp(twice = false): Promise<boolean> {
    const frame = this.#up.shift();
    if (frame === undefined || !this.#isAlive) return false;
    for (const copy of twice ? [frame, frame] : [frame])
      if (this.#isKnown) await this.#room.room.runtime.receive(this.#id, copy);
    return true;
  }

  /** The next frame for the device. */
  takeDown(): string | undefined {
    return this.isDead ? undefined : this.#down.shift();
  }

  /** Cut for the device. @param late How many frames on their way still arrive at the room. */
  cut(late: number): void {
    this.isDead = true;
    this.#up.splice(late);
    this.#down.length = 0;
  }

  /** The room learns that it is cut. */
  hangUp(): void {
    if (this.#isKnown && this.#isAlive) this.#room.hangUp(this.#id);
    this.#isKnown = false;
    this.#up.length = 0;
  }

  get hasLateFrames(): boolean {
    return this.#up.length > 0;
  }

  /** False where the process that held it has died. */
  get #isAlive(): boolean {
    return this.#room.life === this.#life;
  }

  #roomSide(): RoomSocket {
    return {
      id: this.#id,
      send: (frame) => {
        if (this.#isAlive && !this.isDead) this.#down.push(frame);
      },
      close: (code) => {
        this.#isKnown = false;
        this.closing ??= code;
      },
      lastPingMs: () => null,
      save: () => {},
    };
  }
}
