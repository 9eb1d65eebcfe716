import type { Clock, RoomLog } from "../conversation/ports.ts";
import type { Directory, Rooms } from "./ports.ts";
import type { UserSockets } from "./user-sockets.ts";
import type { UserStore } from "./user-store.ts";

/** Whoever is gone for less was not gone: a page that loads anew closes its socket. Milliseconds, chosen. */
const SETTLED_MS = 1_500;
/** A device that has not pinged for so long is gone, whatever the platform thinks (reliability §6, workerd#1187). */
const DEAD_MS = 90_000;
/** Most rooms that are told. Chosen: more than one looks into in a day; each that has forgotten goes by itself. */
const MOST_ONLOOKERS = 64;

interface BeingSeenDeps {
  readonly store: UserStore;
  readonly sockets: UserSockets;
  readonly directory: Directory;
  readonly rooms: Rooms;
  readonly clock: Clock;
  readonly log: RoomLog;
}

/**
 * Whether others may see that the person has BotCafe open: answers the rooms that ask, and tells them when it changes.
 * Which rooms, and what each knows, outlives sleep; a telling that is lost is made good with the next change. Asks D1
 * once a change, and not while no room looks. Rules PRES6 to PRES9 in SPEC.md.
 */
export class BeingSeen {
  readonly #deps: BeingSeenDeps;
  #cancel: () => void = () => {};

  constructor(deps: BeingSeenDeps) {
    this.#deps = deps;
  }

  /** A room asks, and is told from now on. While D1 does not answer, nobody is seen. */
  async answer(room: string): Promise<boolean> {
    const knows = (await this.#seenIn([room])).has(room);
    this.#deps.store.putOnlooker({ room, knows }, MOST_ONLOOKERS);
    return knows;
  }

  /** Devices came or went, or who may see the person did: tells it once that has settled. */
  changed(): void {
    this.#cancel();
    if (this.#deps.store.onlookers().length === 0) return;
    const { clock, log } = this.#deps;
    const tell = () => this.#tell().catch((cause) => log.error("rooms were not told where someone is", cause));
    this.#cancel = clock.after(SETTLED_MS, () => void tell());
  }

  async #tell(): Promise<void> {
    const { store } = this.#deps;
    const onlookers = store.onlookers();
    const seen = await this.#seenIn(onlookers.map(({ room }) => room));
    const news = onlookers.filter(({ room, knows }) => knows !== seen.has(room));
    await Promise.all(news.map(({ room }) => this.#tellRoom(room, seen.has(room))));
  }

  async #tellRoom(room: string, knows: boolean): Promise<void> {
    const { store, rooms, log } = this.#deps;
    try {
      if (await rooms.whereabouts(room, knows)) store.putOnlooker({ room, knows }, MOST_ONLOOKERS);
      else store.dropOnlooker(room);
    } catch (cause) {
      log.error("a room was not told where someone is", cause);
    }
  }

  async #seenIn(rooms: readonly string[]): Promise<ReadonlySet<string>> {
    const { directory, log } = this.#deps;
    if (!this.#hasDevice()) return new Set();
    try {
      return new Set(await directory.seenIn(rooms));
    } catch (cause) {
      log.error("whoever may see someone could not be asked", cause);
      return new Set();
    }
  }

  #hasDevice(): boolean {
    const { sockets, clock } = this.#deps;
    const now = clock.nowMs();
    return sockets.list().some(({ facts, socket }) => {
      const pinged = socket.lastPingMs();
      return facts.live && facts.expires_at_ms > now && (pinged === null || now - pinged <= DEAD_MS);
    });
  }
}
