import { and, eq, or, type SQL, sql } from "drizzle-orm";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { tokenGifts } from "../../../schema/tables/token-gifts.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { TokenGiftRow } from "../../../shared/fields/token-gifts.ts";
import type { Db } from "../../db.ts";
import { keyset, type Sort } from "../keyset.ts";
import { matching, type RowReader, type Span, within } from "../row-reader.ts";

const { createdAt, amount, sender, recipient, related_bot } = tokenGifts;
export const GIFT_SORTS = { createdAt, amount } as const;
export const GIFT_DIRECTIONS = ["sent", "received"] as const;

interface GiftQuery extends Span {
  readonly direction?: (typeof GIFT_DIRECTIONS)[number] | undefined;
  readonly related_bot?: string | undefined;
}

const usernameOf = (party: "sender" | "recipient"): SQL<string | null> =>
  sql`(select profile.username from ${creatorProfiles} as profile where profile.user = ${sql.raw(`token_gifts.${party}`)})`;

const select = (db: Db) =>
  db
    .select({
      id: tokenGifts.id,
      sender,
      recipient,
      sender_username: usernameOf("sender"),
      recipient_username: usernameOf("recipient"),
      amount,
      message: tokenGifts.message,
      related_bot,
      createdAt,
    })
    .from(tokenGifts)
    .$dynamic();

const filterOf = (userId: string, query: GiftQuery): SQL | undefined => {
  const parties = { sent: eq(sender, userId), received: eq(recipient, userId) };
  return and(
    query.direction === undefined ? or(parties.sent, parties.received) : parties[query.direction],
    matching(related_bot, query.related_bot),
    within(createdAt, query),
  );
};

/** Gifts a person sent or received; for the two of them alone. */
export const giftReader: RowReader<string, GiftQuery, TokenGiftRow> = {
  list(db, userId, query) {
    const page = keyset(GIFT_SORTS, tokenGifts.id, query.sort as Sort<typeof GIFT_SORTS>, query.after);
    return select(db)
      .where(and(filterOf(userId, query), page.where))
      .orderBy(...page.orderBy)
      .limit(query.limit + 1)
      .all();
  },
  count: (db, userId, query) => db.$count(tokenGifts, filterOf(userId, query)),
  async read(db, userId, id) {
    const gift = await select(db)
      .where(and(eq(tokenGifts.id, id), filterOf(userId, {})))
      .get();
    if (gift === undefined) throw new AppError("not_found", "no gift of theirs");
    return gift;
  },
};
