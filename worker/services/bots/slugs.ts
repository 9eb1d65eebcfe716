import { and, eq, gt, lte, type SQL, sql } from "drizzle-orm";
import { botSlugRedirects } from "../../../schema/tables/bot-slug-redirects.ts";
import { bots } from "../../../schema/tables/bots.ts";
import { AppError } from "../../../shared/app-error.ts";
import { foldName, slugProblem } from "../../../shared/names/usernames.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";

/** How long a slug given up is kept for the bot that had it, and leads to it (ux.md §2.3). */
const KEPT_MS = 90 * 24 * 3_600_000;
/** Most slugs kept for one bot at a time: whoever keeps renaming would fill the table. Chosen, as for usernames. */
const MAX_KEPT = 10;

/** @throws AppError `invalid` saying what is wrong with the slug. */
export function readSlug(text: string): string {
  const slug = foldName(text);
  const problem = slugProblem(slug);
  if (problem === null) return slug;
  throw new AppError("invalid", "slug", {
    publicMessage: `This slug ${problem}.`,
    fields: [{ path: "slug", message: problem }],
  });
}

/** The refusal of a slug that another bot of the same creator has, or gave up not long ago. */
export const slugTaken = (): AppError =>
  new AppError("conflict", "slug", {
    publicMessage: "Another bot of yours has this slug, or had it in the last 90 days.",
    fields: [{ path: "slug", message: "is taken" }],
  });

/** @throws AppError `limit_reached` for a bot whose slug changed too often lately. */
export async function demandNewSlug(db: Db, bot: string, nowMs: number): Promise<void> {
  const kept = and(eq(botSlugRedirects.bot, bot), gt(botSlugRedirects.expires_at, isoTime(nowMs)));
  if ((await db.$count(botSlugRedirects, kept)) < MAX_KEPT) return;
  throw new AppError("limit_reached", "slugs", {
    publicMessage: "The slug of this bot has changed too often. Some of its old ones have to be free again first.",
    fields: [{ path: "slug", message: "has been changed too often" }],
  });
}

/**
 * Keeps the slug a bot has, unless `next` is the same, and ends the keeping of `next`: for the batch that changes the
 * slug, before the change. A trigger holds the creator's other bots off a slug that is kept.
 */
export function keepSlug(db: Db, bot: string, next: string, nowMs: number) {
  const [now, until] = [isoTime(nowMs), isoTime(nowMs + KEPT_MS)];
  const { id, creator_profile, slug } = bots;
  return [
    db.delete(botSlugRedirects).where(lte(botSlugRedirects.expires_at, now)),
    db
      .insert(botSlugRedirects)
      .select(
        sql`select ${creator_profile}, ${slug}, ${id}, ${until}, ${now} from ${bots}
          where ${id} = ${bot} and ${slug} is not ${next}`,
      )
      .onConflictDoUpdate({
        target: [botSlugRedirects.creator_profile, botSlugRedirects.slug],
        set: { bot, expires_at: until, createdAt: now },
      }),
    db.delete(botSlugRedirects).where(and(eq(botSlugRedirects.bot, bot), eq(botSlugRedirects.slug, next))),
  ] as const;
}

/** Id of a creator's bot with a slug, else of the one that had it not long ago, or null. */
export function botNamed(profile: SQL<string | null>, text: string, nowMs: number): SQL<string | null> {
  const slug = foldName(text);
  return sql`coalesce(
    (select named.id from ${bots} as named where named.creator_profile = ${profile} and named.slug = ${slug}),
    (select ${botSlugRedirects.bot} from ${botSlugRedirects}
      where ${botSlugRedirects.creator_profile} = ${profile} and ${botSlugRedirects.slug} = ${slug}
        and ${botSlugRedirects.expires_at} > ${isoTime(nowMs)}))`;
}
