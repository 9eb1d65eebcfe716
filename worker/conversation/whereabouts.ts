import type { PeoplePort, RoomLog } from "./ports.ts";

/**
 * Whether members without a device here have BotCafe open elsewhere. Their objects are asked once in a life of the room,
 * and tell each change from then on; whoever is not known is away. Costs a call for each member asked about, and a bit
 * of memory; sleep forgets it. Rules PRES2 to PRES4 in SPEC.md.
 */
export class Whereabouts {
  readonly #people: PeoplePort;
  readonly #roomId: string;
  readonly #log: RoomLog;
  readonly #known = new Map<string, boolean>();
  readonly #asking = new Set<string>();

  constructor(people: PeoplePort, roomId: string, log: RoomLog) {
    this.#people = people;
    this.#roomId = roomId;
    this.#log = log;
  }

  isAround(userId: string): boolean {
    return this.#known.get(userId) ?? false;
  }

  /** What someone's own object says. True where that is another answer than the last. It is newer than any still on its way. */
  told(userId: string, isAround: boolean): boolean {
    this.#asking.delete(userId);
    const wasAround = this.isAround(userId);
    this.#known.set(userId, isAround);
    return wasAround !== isAround;
  }

  /** To be asked anew: what is known of them was of another moment. */
  forget(userId: string): void {
    this.#known.delete(userId);
    this.#asking.delete(userId);
  }

  /** Asks about those of whom nothing is known; `onChange` hears of each who is around. Waits for nobody. */
  ask(userIds: readonly string[], onChange: () => void): void {
    for (const userId of userIds) {
      if (this.#known.has(userId) || this.#asking.has(userId)) continue;
      this.#asking.add(userId);
      void this.#askOne(userId, onChange);
    }
  }

  async #askOne(userId: string, onChange: () => void): Promise<void> {
    try {
      const isAround = await this.#people.isAround(userId, this.#roomId);
      if (this.#asking.has(userId) && this.told(userId, isAround)) onChange();
    } catch (cause) {
      // Away until they are asked again, which the next change here does.
      this.#asking.delete(userId);
      this.#log.error("nobody knows where someone is", cause);
    }
  }
}
