import { CLOSE } from "../../shared/protocol/close-codes.ts";
import { MAX_SOCKETS, MAX_SOCKETS_EACH } from "../../shared/protocol/limits.ts";
import {
  type Bucket,
  COMMANDS,
  countFrame,
  FRAMES,
  HELLOS,
  MAX_WARNINGS,
  type Pace,
  retryAfterMs,
} from "./core/flood.ts";
import { nack } from "./nack.ts";
import type { Clock } from "./ports.ts";
import type { Session, Sessions } from "./sessions.ts";

/** A socket that has not pinged for so long gives its place to a new one of the same person, milliseconds: devices ping every 25 s. */
const STALE_MS = 45_000;

/** Holds back whoever says or opens too much, so that the others notice nothing. Rules SES5, SES11 to SES13 in SPEC.md. */
export class FloodWatch {
  readonly #sessions: Sessions;
  readonly #clock: Clock;

  constructor(sessions: Sessions, clock: Clock) {
    this.#sessions = sessions;
    this.#clock = clock;
  }

  /** Why a person can have no further socket here; null where there is a place, be it that of one that went silent. */
  refusal(userId: string): string | null {
    const theirs = this.#sessions.list().filter(({ facts }) => facts.user_id === userId);
    const silent = theirs.filter(({ socket }) => this.#isSilent(socket.lastPingMs()));
    if (theirs.length >= MAX_SOCKETS_EACH)
      for (const session of silent) this.#sessions.cut(session, CLOSE.internal, "no sign of life");
    if (theirs.length - silent.length >= MAX_SOCKETS_EACH) return `you are here on ${MAX_SOCKETS_EACH} devices already`;
    return this.#sessions.size >= MAX_SOCKETS ? "this room is full" : null;
  }

  #isSilent(pingedMs: number | null): boolean {
    return pingedMs !== null && this.#clock.nowMs() - pingedMs > STALE_MS;
  }

  /** Whether a device may say one more frame of any kind. */
  mayFrame(session: Session): boolean {
    const { bucket, allowed } = countFrame(session.bucket, this.#clock.nowMs(), FRAMES);
    session.bucket = bucket;
    return allowed || this.#warn(session, bucket, FRAMES, undefined);
  }

  /** Whether a device may give one more command: what is kept and told to everyone is counted over a longer time. */
  mayCommand(session: Session, ref: string): boolean {
    const { bucket, allowed } = countFrame(session.commands, this.#clock.nowMs(), COMMANDS);
    session.commands = bucket;
    return allowed || this.#warn(session, bucket, COMMANDS, ref);
  }

  /** Each answer is the whole room: who keeps asking for it is no device that lost its place. */
  mayAskAgain(session: Session): boolean {
    const { bucket, allowed } = countFrame(session.hellos, this.#clock.nowMs(), HELLOS);
    session.hellos = bucket;
    if (!allowed) this.#cut(session, bucket, HELLOS);
    return allowed;
  }

  /** @returns False, for its callers. */
  #warn(session: Session, bucket: Bucket, pace: Pace, ref: string | undefined): false {
    const retry_after_ms = retryAfterMs(bucket, pace);
    if (bucket.warnings > MAX_WARNINGS) this.#cut(session, bucket, pace);
    else nack(session, ref, { code: "flood", message: "slow down a little", retry_after_ms });
    return false;
  }

  #cut(session: Session, bucket: Bucket, pace: Pace): void {
    this.#sessions.cut(session, CLOSE.flood, JSON.stringify({ retry_after_ms: retryAfterMs(bucket, pace) }));
  }
}
