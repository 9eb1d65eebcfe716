import { lt, sql } from "drizzle-orm";
import { rateWindows } from "../../../schema/tables/rate-windows.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { hex } from "../../hex.ts";
import type { Issuer } from "../session/issuer.ts";

/** A window after a call was counted in it. */
export interface CountedWindow {
  readonly used: number;
  /** Unix milliseconds. */
  readonly endsMs: number;
}

/**
 * Counts one call in a window that all isolates share: one statement, so that no two calls read the same count.
 * @param whose What the window counts, with names and addresses in it; stored as a keyed hash.
 */
export async function countCall(
  db: Db,
  issuer: Issuer,
  { whose, windowS, nowMs }: { readonly whose: string; readonly windowS: number; readonly nowMs: number },
): Promise<CountedWindow> {
  const id = hex(await issuer.mac("rate window", whose));
  const [now, ends_at] = [isoTime(nowMs), isoTime(nowMs + windowS * 1_000)];
  const isOver = sql`${rateWindows.ends_at} <= ${now}`;
  const [row] = await db
    .insert(rateWindows)
    .values({ id, used: 1, ends_at })
    .onConflictDoUpdate({
      target: rateWindows.id,
      set: {
        used: sql`case when ${isOver} then 1 else ${rateWindows.used} + 1 end`,
        ends_at: sql`case when ${isOver} then ${ends_at} else ${rateWindows.ends_at} end`,
      },
    })
    .returning();
  return { used: row?.used ?? 1, endsMs: Date.parse(row?.ends_at ?? ends_at) };
}

/** Removes windows that are over. */
export async function sweepRateWindows(db: Db, nowMs: number): Promise<void> {
  await db.delete(rateWindows).where(lt(rateWindows.ends_at, isoTime(nowMs)));
}
