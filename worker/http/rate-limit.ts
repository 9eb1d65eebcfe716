import { AppError } from "../../shared/app-error.ts";
import type { Db } from "../db.ts";
import { countCall } from "../services/rate-windows/count-call.ts";
import type { Issuer } from "../services/session/issuer.ts";
import type { Rate } from "./endpoint.ts";

/** What every address may try on sockets, whoever it is. Chosen: 60 a second for ten seconds. */
export const FLOOD_RATE: Rate = { max: 600, windowS: 10 };

/** Callers remembered at once; the oldest are forgotten first. Chosen: a few megabytes. */
const MAX_CALLERS = 20_000;

interface Window {
  readonly endsMs: number;
  used: number;
}

/**
 * Counts calls in fixed windows, in this isolate's memory: a shield against floods, not a quota. A caller spread over
 * isolates gets as many windows.
 */
export class RateLimiter {
  readonly #windows = new Map<string, Window>();

  /** Counts one call of `caller`. */
  count(caller: string, rate: Rate, nowMs: number): Readonly<Window> {
    const window = this.#window(caller, rate, nowMs);
    window.used += 1;
    return window;
  }

  /** Counts one call. @throws AppError `rate_limited` with the time to wait once the window is used up. */
  take(caller: string, rate: Rate, nowMs: number): void {
    const { used, endsMs } = this.count(caller, rate, nowMs);
    if (used > rate.max) throw tooMany(endsMs - nowMs);
  }

  #window(caller: string, rate: Rate, nowMs: number): Window {
    const known = this.#windows.get(caller);
    if (known !== undefined && known.endsMs > nowMs) return known;
    const window = { endsMs: nowMs + rate.windowS * 1_000, used: 0 };
    this.#windows.delete(caller);
    this.#windows.set(caller, window);
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size <= MAX_CALLERS) break;
      this.#windows.delete(oldest);
    }
    return window;
  }
}

const tooMany = (waitMs: number): AppError =>
  new AppError("rate_limited", "too many calls", { retryAfterMs: Math.max(waitMs, 1) });

/** A limit that a call counts against. */
export interface Limit {
  /** Printable ASCII without quotes: it stands in headers. */
  readonly name: string;
  /** Whose calls are counted together. */
  readonly whose: string;
  readonly rate: Rate;
}

/** Where lasting windows are counted. */
export interface LimitScope {
  readonly db: Db;
  readonly issuer: () => Promise<Issuer>;
  readonly nowMs: number;
}

/** What remains of a limit after a call. */
interface Standing extends Limit {
  readonly used: number;
  readonly endsMs: number;
}

/** Counts a call against its limits. A test may give the router another one; a request cannot. */
export interface Limiter {
  /**
   * Adds the `RateLimit` fields of the answer to `headers`.
   * @throws AppError `rate_limited` with the time to wait once a limit is used up.
   */
  take(limits: readonly Limit[], scope: LimitScope, headers: Headers): Promise<void>;
}

/** The limiter of the product: quick windows in this isolate's memory, lasting ones in D1. */
export function createLimiter(): Limiter {
  const memory = new RateLimiter();
  const countQuick = (limit: Limit, nowMs: number): Standing => {
    const { used, endsMs } = memory.count(`${limit.name} ${limit.whose}`, limit.rate, nowMs);
    return { ...limit, used, endsMs };
  };
  const countLasting = async (limit: Limit, { db, issuer, nowMs }: LimitScope): Promise<Standing> => {
    const window = { whose: `${limit.name} ${limit.whose}`, windowS: limit.rate.windowS, nowMs };
    return { ...limit, ...(await countCall(db, await issuer(), window)) };
  };
  return {
    async take(limits, scope, headers) {
      const quick = limits.filter(({ rate }) => !rate.lasting).map((limit) => countQuick(limit, scope.nowMs));
      judge(quick, scope.nowMs, headers);
      if (quick.length === limits.length) return;
      const lasting: Standing[] = [];
      for (const limit of limits) if (limit.rate.lasting) lasting.push(await countLasting(limit, scope));
      judge([...quick, ...lasting], scope.nowMs, headers);
    },
  };
}

function judge(standings: readonly Standing[], nowMs: number, headers: Headers): void {
  const seconds = ({ endsMs }: Standing): number => Math.max(0, Math.ceil((endsMs - nowMs) / 1_000));
  const fields = (text: (standing: Standing) => string): string =>
    standings.map((standing) => `"${standing.name}";${text(standing)}`).join(", ");
  headers.set(
    "ratelimit-policy",
    fields(({ rate }) => `q=${rate.max};w=${rate.windowS}`),
  );
  headers.set(
    "ratelimit",
    fields((standing) => `r=${Math.max(0, standing.rate.max - standing.used)};t=${seconds(standing)}`),
  );
  const waits = standings.filter(({ used, rate }) => used > rate.max).map(({ endsMs }) => endsMs - nowMs);
  if (waits.length > 0) throw tooMany(Math.max(...waits));
}
