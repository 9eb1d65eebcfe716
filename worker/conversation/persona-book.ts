import type { AccessPort, Clock, PersonaCard, RoomLog } from "./ports.ts";

/** How long a persona read from D1 is believed, milliseconds. Chosen: an edit shows within the minute. */
const FRESH_MS = 60_000;

/** Personas of the people in the room, as last read; a D1 that does not answer does not change who someone is. */
export class PersonaBook {
  readonly #access: AccessPort;
  readonly #clock: Clock;
  readonly #log: RoomLog;
  /** Found ones alone: ids come from devices, and there is no end of ids that name nothing. */
  readonly #known = new Map<string, { persona: PersonaCard; readMs: number }>();

  constructor(access: AccessPort, clock: Clock, log: RoomLog) {
    this.#access = access;
    this.#clock = clock;
    this.#log = log;
  }

  /** The persona, or null where `userId` has none of that id. Throws when it was never read and cannot be now. */
  async find(personaId: string, userId: string): Promise<PersonaCard | null> {
    const key = `${userId}:${personaId}`;
    const known = this.#known.get(key);
    if (known && this.#clock.nowMs() < known.readMs + FRESH_MS) return known.persona;
    try {
      const persona = await this.#access.personaFor(personaId, userId);
      if (persona) this.#known.set(key, { persona, readMs: this.#clock.nowMs() });
      else this.#known.delete(key);
      return persona;
    } catch (cause) {
      if (!known) throw cause;
      this.#log.error("persona from memory", cause);
      return known.persona;
    }
  }
}
