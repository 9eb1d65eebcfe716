import { CLOSE } from "../../shared/protocol/close-codes.ts";
import type { AccessPort, Clock, RoomLog, Standing } from "./ports.ts";
import type { RoomCore } from "./room-core.ts";
import type { Session, Sessions } from "./sessions.ts";

/** How often rights are asked of D1 again while a room is active, milliseconds (rooms.md §2). */
const RECHECK_MS = 60_000;

export interface RightsWatchDeps {
  readonly core: RoomCore;
  readonly sessions: Sessions;
  readonly access: AccessPort;
  readonly clock: Clock;
  readonly log: RoomLog;
}

/**
 * Sees to it that whoever may not be here any more hears nothing further: at once when it is told so, and by asking D1
 * itself, because what should have told it may be lost. Membership itself is the room's own and is looked at on every
 * frame. Rules SES8, PEOPLE7 to PEOPLE9 in SPEC.md.
 */
export class RightsWatch {
  readonly #deps: RightsWatchDeps;
  /** A life that has just begun knows nothing of who was connected before it. */
  #checkedMs = Number.NEGATIVE_INFINITY;
  #checking: Promise<void> | null = null;

  constructor(deps: RightsWatchDeps) {
    this.#deps = deps;
  }

  /** Someone comes whom the Worker has just asked D1 about. Where nobody else is here, all are known. */
  arrives(): void {
    if (this.#deps.sessions.size === 0) this.#checkedMs = this.#deps.clock.nowMs();
  }

  /** When an active room asks next, Unix milliseconds; null where there is nobody to ask about. */
  dueMs(): number | null {
    return this.#deps.sessions.size === 0 ? null : this.#checkedMs + RECHECK_MS;
  }

  /** Whether those connected were not asked about for so long that nothing may be sent to them before. */
  isDue(): boolean {
    const due = this.dueMs();
    return this.#checking !== null || (due !== null && due <= this.#deps.clock.nowMs());
  }

  /** Asks about everyone, if it is time. Never throws: when D1 does not answer, the last answer holds. */
  async checkIfDue(): Promise<void> {
    if (!this.isDue()) return;
    this.#checking ??= this.#checkAll();
    await this.#checking;
  }

  async #checkAll(): Promise<void> {
    const { clock, log } = this.#deps;
    this.#checkedMs = clock.nowMs();
    try {
      await this.check();
    } catch (cause) {
      log.error("rights could not be checked", cause);
    } finally {
      this.#checking = null;
    }
  }

  /** Asks about the devices of one person, or of everyone, and cuts off those who may not go on. @throws as D1 does. */
  async check(userId?: string): Promise<void> {
    const { access, core, sessions } = this.#deps;
    const asked = sessions.list().filter(({ facts }) => userId === undefined || facts.user_id === userId);
    if (asked.length === 0) return;
    const people = asked.map(({ facts: { user_id, session_id } }) => ({ user_id, session_id }));
    const standings = await access.standings(core.view.room.id, people);
    for (const [at, session] of asked.entries()) this.#act(session, standings[at] ?? "no_part");
  }

  #act(session: Session, standing: Standing): void {
    const { sessions } = this.#deps;
    if (standing === "signed_out") sessions.cut(session, CLOSE.unauthenticated, "sign in again");
    if (standing === "no_part") sessions.cut(session, CLOSE.forbidden, "no access");
  }
}
