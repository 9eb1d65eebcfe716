import { eq, sql } from "drizzle-orm";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { tokenGifts } from "../../../schema/tables/token-gifts.ts";
import { users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { TokenGiftInput, TokenGiftRow } from "../../../shared/fields/token-gifts.ts";
import { foldName } from "../../../shared/names/usernames.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newId } from "../../ids.ts";
import { profileRight } from "../access/profile-access.ts";
import { readBot } from "../bots/read-bots.ts";
import { isNobody, isOverdrawn, isOverfull, moveTokens } from "../ledger/move-tokens.ts";
import { giftReader } from "./read-gifts.ts";

/** Who gives, and when. */
export interface Giver {
  readonly userId: string;
  readonly guest: boolean;
  readonly nowMs: number;
}

/**
 * Moves tokens from one person to another: gift, both balances and both ledger rows in one batch. Whether the giver has
 * them, and whether the receiver may be given anything, is decided by the statements themselves.
 * @throws AppError `not_found` for a username that is nobody's or not there for this giver (a block, a suspension, a
 *   private profile, a guest: all the same), `invalid` for a gift to oneself, `balance_empty`, `conflict` for a
 *   balance that can grow no more, `forbidden` for guests.
 */
export async function giveTokens(db: Db, input: TokenGiftInput, giver: Giver): Promise<TokenGiftRow> {
  if (giver.guest) throw notForGuests();
  const { amount, message, related_bot } = input;
  // The bot first: what is wrong with it must not tell who is there.
  if (related_bot !== null) await demandBot(db, related_bot, giver);
  const recipient = await findRecipient(db, input.recipient, giver.userId);
  const [id, createdAt] = [newId(), isoTime(giver.nowMs)];
  const gift = { id, sender: giver.userId, recipient, amount, message, related_bot, createdAt };
  const sent = { user: giver.userId, delta: -amount, kind: "gift_sent", ref: id } as const;
  const received = {
    user: receivable(recipient, giver.userId),
    delta: amount,
    kind: "gift_received",
    ref: id,
  } as const;
  try {
    await db.batch([
      db.insert(tokenGifts).values(gift),
      // The receiver first: a giver without a token must not learn by the error who is there.
      ...moveTokens(db, received, giver.nowMs),
      ...moveTokens(db, sent, giver.nowMs),
    ]);
  } catch (error) {
    throw refusalOf(error);
  }
  return giftReader.read(db, giver.userId, id);
}

/** The id of `userId` as long as `giver` may give them something, else null: who is gone or has blocked cannot be given to. */
const receivable = (userId: string, giver: string) =>
  sql`(select ${creatorProfiles.user} from ${creatorProfiles} join ${users} on ${users.id} = ${creatorProfiles.user}
    where ${creatorProfiles.user} = ${userId} and ${users.guest} = 0 and ${users.house} = 0
    and ${profileRight(giver)} = 'read')`;

async function findRecipient(db: Db, username: string, giver: string): Promise<string> {
  const named = await db
    .select({ user: creatorProfiles.user })
    .from(creatorProfiles)
    .where(eq(creatorProfiles.username, foldName(username)))
    .get();
  if (named === undefined) throw nobody();
  if (named.user !== giver) return named.user;
  throw new AppError("invalid", "gift to oneself", {
    publicMessage: "This is you. A gift is for somebody else.",
    fields: [{ path: "recipient", message: "is you" }],
  });
}

/** @throws AppError `not_found` naming the field, for a bot that is not there for the giver. */
async function demandBot(db: Db, id: string, { userId, nowMs }: Giver): Promise<void> {
  try {
    await readBot(db, id, { userId, nowMs });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new AppError("not_found", "related_bot", {
      cause,
      publicMessage: "The bot this gift is for is not there.",
      fields: [{ path: "related_bot", message: "is not there" }],
    });
  }
}

const nobody = (cause?: unknown): AppError =>
  new AppError("not_found", "recipient", {
    cause,
    publicMessage: "There is nobody of this name to give to.",
    fields: [{ path: "recipient", message: "is nobody's username" }],
  });

const notForGuests = (): AppError =>
  new AppError("forbidden", "guest", { publicMessage: "Sign in to give tokens: guests have none." });

function refusalOf(error: unknown): unknown {
  if (isNobody(error)) return nobody(error);
  if (isOverfull(error))
    return new AppError("conflict", "balance over MAX_BALANCE", {
      cause: error,
      publicMessage: "They have as many tokens as anyone can have.",
    });
  if (!isOverdrawn(error)) return error;
  return new AppError("balance_empty", "gift over balance", {
    cause: error,
    publicMessage: "You have fewer tokens than that.",
    fields: [{ path: "amount", message: "is more than you have" }],
  });
}
