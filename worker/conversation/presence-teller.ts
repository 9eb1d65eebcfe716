import type { Presence } from "../../shared/protocol/server-messages.ts";
import type { RoomEvent } from "../../shared/room/events.ts";
import type { Clock } from "./ports.ts";
import type { RoomCore } from "./room-core.ts";
import type { Sessions } from "./sessions.ts";
import type { Whereabouts } from "./whereabouts.ts";

/** Least time between two tellings, milliseconds. Chosen: nobody sees the difference, and a full room that comes back is told of itself a few times and not fifty. */
const EVERY_MS = 250;

interface PresenceDeps {
  readonly core: RoomCore;
  readonly sessions: Sessions;
  readonly whereabouts: Whereabouts;
  readonly clock: Clock;
  /** To be awaited before anything is sent; null where there is nothing to wait for. */
  readonly rightsFirst: () => Promise<void> | null;
}

/**
 * Tells everyone here where the members are: at once where that is rare, together where many come and go. Rules SCALE4 and
 * PRES1 to PRES5 in SPEC.md.
 */
export class PresenceTeller {
  readonly #deps: PresenceDeps;
  #toldMs = Number.NEGATIVE_INFINITY;
  #isWaiting = false;

  constructor(deps: PresenceDeps) {
    this.#deps = deps;
    deps.core.listen((events) => {
      // Not at once: whoever was let go must be gone first, and who came in told of.
      if (events.some(isOfSeats)) this.#tellIn(EVERY_MS);
    });
    // The platform's close event comes when the socket is off the list already, and says nothing new.
    deps.sessions.whenCut(({ facts }) => {
      if (!facts.live) return;
      this.#forgetIfGone(facts.user_id);
      this.#tellIn(EVERY_MS);
    });
  }

  /** Every member, with the devices they have here. */
  members(): Presence[] {
    const { core, sessions, whereabouts } = this.#deps;
    const here = sessions.devices();
    return core.view.members.map(({ user_id }) => {
      const devices = here.get(user_id);
      if (devices) return { user_id, devices, state: "here" };
      return { user_id, devices: [], state: whereabouts.isAround(user_id) ? "elsewhere" : "away" };
    });
  }

  /** A device of someone's has gone. */
  left(userId: string): void {
    this.#forgetIfGone(userId);
    this.changed();
  }

  /** With their last device, what is known of someone is of before. */
  #forgetIfGone(userId: string): void {
    const { sessions, whereabouts } = this.#deps;
    if (!sessions.people().has(userId)) whereabouts.forget(userId);
  }

  /** Someone's object says where they are. False where nobody is here to hear it, or they are no member. */
  told(userId: string, isAround: boolean): boolean {
    const { core, sessions, whereabouts } = this.#deps;
    if (sessions.size === 0 || !core.view.members.some((m) => m.user_id === userId)) {
      whereabouts.forget(userId);
      return false;
    }
    if (whereabouts.told(userId, isAround) && !sessions.people().has(userId)) this.changed();
    return true;
  }

  changed(): void {
    const waitMs = this.#toldMs + EVERY_MS - this.#deps.clock.nowMs();
    if (waitMs > 0) this.#tellIn(waitMs);
    else if (!this.#isWaiting) this.#tell();
  }

  #tellIn(ms: number): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#deps.clock.after(ms, () => {
      this.#isWaiting = false;
      this.#tell();
    });
  }

  /** Asks about those without a device here. */
  #ask(): void {
    const { core, sessions, whereabouts } = this.#deps;
    const here = sessions.people();
    const others = core.view.members.flatMap(({ user_id }) => (here.has(user_id) ? [] : [user_id]));
    whereabouts.ask(others, () => this.changed());
  }

  #tell(): void {
    // Nobody is asked about, and nothing made, for an empty room.
    if (this.#deps.sessions.size === 0) return;
    this.#toldMs = this.#deps.clock.nowMs();
    this.#ask();
    const check = this.#deps.rightsFirst();
    if (check === null) this.#say();
    else void check.then(() => this.#say());
  }

  #say(): void {
    this.#deps.sessions.broadcast({ type: "presence", members: this.members() });
  }
}

const isOfSeats = ({ type }: RoomEvent): boolean => type === "member.joined" || type === "member.left";
