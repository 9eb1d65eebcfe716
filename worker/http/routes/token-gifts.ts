import { z } from "zod";
import { Id, IsoDate } from "../../../shared/fields/common.ts";
import { TokenGiftInput, TokenGiftRow } from "../../../shared/fields/token-gifts.ts";
import { sortOf } from "../../services/keyset.ts";
import { giveTokens } from "../../services/token-gifts/give-tokens.ts";
import { GIFT_DIRECTIONS, GIFT_SORTS, giftReader } from "../../services/token-gifts/read-gifts.ts";
import { tellUser } from "../../services/users/tell-user.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { ListQuery } from "../list.ts";
import { ownReads } from "../own-endpoints.ts";

const DAY_S = 86_400;

const reads = ownReads({
  path: "/api/token-gifts",
  one: "a gift I sent or received",
  many: "gifts I sent and received",
  query: ListQuery.omit({ search: true }).extend({
    direction: z.enum(GIFT_DIRECTIONS).optional(),
    related_bot: Id.optional(),
    from: IsoDate.optional(),
    to: IsoDate.optional(),
    sort: sortOf(GIFT_SORTS, "-createdAt"),
  }),
  row: TokenGiftRow,
  reader: giftReader,
});

const create = endpoint({
  method: "POST",
  path: "/api/token-gifts",
  need: "session",
  summary:
    "Give tokens to a username; they move at once. Send an Idempotency-Key, so that a repeat gives nothing twice",
  body: TokenGiftInput,
  output: TokenGiftRow,
  status: 201,
  rate: [
    { max: 10, windowS: 60 },
    { max: 100, windowS: DAY_S, lasting: true },
  ],
  handler: async ({ env, db, principal, nowMs, later }, { body }) => {
    const { userId, guest } = principal;
    const gift = await giveTokens(db, body, { userId, guest, nowMs });
    for (const one of [userId, gift.recipient]) if (one !== null) later(tellUser(env, one, { kind: "look" }));
    return gift;
  },
});

export const tokenGiftEndpoints: readonly Endpoint[] = [...reads, create];
