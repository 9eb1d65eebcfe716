import { and, eq, isNull, lt, lte, sql } from "drizzle-orm";
import { idempotencyKeys } from "../../../schema/tables/idempotency-keys.ts";
import { AppError } from "../../../shared/app-error.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { sha256 } from "../../hex.ts";

/** How long answers are kept for repeats, milliseconds (a day). */
const KEPT_MS = 24 * 3_600_000;
/** After this long a call that has not ended counts as dead, and a repeat may run it again, milliseconds. Chosen. */
const RUN_MS = 60_000;
/** Largest answer kept, characters. Chosen: what a D1 row holds several times. */
const MAX_KEPT = 256 * 1_024;

/** A call that may be repeated. */
export interface RepeatableCall {
  readonly user: string;
  /** The header as it was sent. */
  readonly key: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly nowMs: number;
}

/** The right to run a call whose key nobody else is running. */
export interface Run {
  readonly user: string;
  readonly key_hash: string;
  readonly started_at: string;
}

/** An answer as it was given the first time. */
export interface KeptAnswer {
  readonly status: number;
  readonly content_type: string | null;
  readonly body: string;
}

const conflict = (message: string, retryAfterMs?: number): AppError =>
  new AppError("conflict", `idempotency key: ${message}`, {
    publicMessage: `Idempotency-Key: ${message}.`,
    fields: [{ path: "Idempotency-Key", message }],
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

/** Hash of what the key stands for. Keyed by the key, which is not stored: bodies hold passwords that could be guessed. */
const fingerprintOf = async ({ key, method, path, body }: RepeatableCall): Promise<string> =>
  sha256(JSON.stringify([key, method, path, await sha256(body)]));

/**
 * Takes the key for a run of the call; one upsert, so that of several at once exactly one runs.
 * @returns The run, or the answer of the one before.
 * @throws AppError `conflict` naming the header: another call under the same key, a run that has not ended, an answer that
 * was too large to keep.
 */
export async function claimRun(db: Db, call: RepeatableCall): Promise<Run | KeptAnswer> {
  const { user, nowMs } = call;
  const run = { user, key_hash: await sha256(call.key), started_at: isoTime(nowMs) };
  const fingerprint = await fingerprintOf(call);
  const { createdAt, started_at, status } = idempotencyKeys;
  const isOld = lte(createdAt, isoTime(nowMs - KEPT_MS));
  const isDead = and(isNull(status), lte(started_at, isoTime(nowMs - RUN_MS)));
  const isSame = eq(idempotencyKeys.fingerprint, fingerprint);
  const fresh = { fingerprint, started_at: run.started_at, createdAt: run.started_at };
  const claimed = await db
    .insert(idempotencyKeys)
    .values({ ...run, ...fresh })
    .onConflictDoUpdate({
      target: [idempotencyKeys.user, idempotencyKeys.key_hash],
      set: { ...fresh, status: null, content_type: null, body: null },
      setWhere: sql`${isOld} or (${isDead} and ${isSame})`,
    })
    .returning({ user: idempotencyKeys.user });
  return claimed.length > 0 ? run : keptAnswer(db, run, fingerprint);
}

const heldBy = ({ user, key_hash }: Pick<Run, "user" | "key_hash">) =>
  and(eq(idempotencyKeys.user, user), eq(idempotencyKeys.key_hash, key_hash));

async function keptAnswer(db: Db, run: Run, fingerprint: string): Promise<KeptAnswer> {
  const row = await db.select().from(idempotencyKeys).where(heldBy(run)).get();
  if (row === undefined) throw conflict("the first call under this key failed just now; send it again", 1_000);
  if (row.fingerprint !== fingerprint) throw conflict("stands for another call; every call needs a key of its own");
  const { status, content_type, body } = row;
  if (status === null) throw conflict("the first call under this key has not ended yet", 2_000);
  if (body === null) throw conflict("this call is done, and its answer was too large to be kept");
  return { status, content_type, body };
}

/** Whether an answer means that trying again may go otherwise. */
const isPassing = (status: number): boolean => status >= 500 || status === 429;

/**
 * Ends a run: keeps its answer, or forgets the key where trying again may go otherwise. A run that another took over
 * leaves everything as it is.
 */
export async function endRun(db: Db, run: Run, answer: Response): Promise<void> {
  const isMine = and(heldBy(run), eq(idempotencyKeys.started_at, run.started_at));
  if (isPassing(answer.status)) {
    await db.delete(idempotencyKeys).where(isMine);
    return;
  }
  const content_type = answer.headers.get("content-type");
  const body = await answer.clone().text();
  const kept = body.length <= MAX_KEPT ? body : null;
  await db.update(idempotencyKeys).set({ status: answer.status, content_type, body: kept }).where(isMine);
}

/** Removes answers older than a day. */
export async function sweepAnswers(db: Db, nowMs: number): Promise<void> {
  await db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, isoTime(nowMs - KEPT_MS)));
}
