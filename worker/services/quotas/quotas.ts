import { type SQL, sql } from "drizzle-orm";
import { apiKeys } from "../../../schema/tables/api-keys.ts";
import { bots } from "../../../schema/tables/bots.ts";
import { conversations } from "../../../schema/tables/conversations.ts";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { media } from "../../../schema/tables/media.ts";
import { personas } from "../../../schema/tables/personas.ts";
import { AppError } from "../../../shared/app-error.ts";
import { MAX_API_KEYS } from "../../../shared/fields/api-keys.ts";
import { MAX_PERSONAS } from "../../../shared/fields/personas.ts";
import { type Db, databaseMessage } from "../../db.ts";

interface Quota {
  /** Most that one person may hold: rows, or bytes. */
  readonly max: number;
  /** What a person holds now. */
  readonly used: (userId: string) => SQL<number>;
  /** What to tell whoever is at the end of it. */
  readonly words: string;
}

const MEGABYTE = 1_000_000;

/** Live counts, so that nothing has to be kept in step. The first four figures are reliability S-33's. */
const QUOTAS = {
  media: {
    max: 500 * MEGABYTE,
    used: (userId) => sql`(select coalesce(sum(${media.filesize}), 0) from ${media} where ${media.user} = ${userId})`,
    words: "Your pictures take up all the 500 MB there are for you. Delete some first.",
  },
  bots: {
    max: 200,
    used: (userId) => sql`(select count(*) from ${bots} where ${bots.user} = ${userId})`,
    words: "You have 200 bots, the most there can be.",
  },
  conversations: {
    max: 2_000,
    used: (userId) => sql`(select count(*) from ${conversations} where ${conversations.user} = ${userId})`,
    words: "You have 2000 rooms, the most there can be. Delete some first.",
  },
  lore: {
    max: 20 * MEGABYTE,
    used: (userId) =>
      sql`(select coalesce(sum(octet_length(${knowledge.entry})), 0) from ${knowledge} where ${knowledge.user} = ${userId})`,
    words: "Your lore takes up all the 20 MB there are for you. Delete some first.",
  },
  documents: {
    max: 500 * MEGABYTE,
    // A file that became several entries is one file.
    used: (userId) => sql`(select coalesce(sum(filesize), 0) from
      (select max(${knowledge.content_metadata} ->> '$.filesize') as filesize from ${knowledge}
       where ${knowledge.user} = ${userId} and ${knowledge.r2_file_key} is not null group by ${knowledge.r2_file_key}))`,
    words: "Your documents take up all the 500 MB there are for you. Delete some first.",
  },
  personas: {
    max: MAX_PERSONAS,
    used: (userId) => sql`(select count(*) from ${personas} where ${personas.user} = ${userId})`,
    words: `You have ${MAX_PERSONAS} personas, the most there can be.`,
  },
  api_keys: {
    max: MAX_API_KEYS,
    used: (userId) => sql`(select count(*) from ${apiKeys} where ${apiKeys.user} = ${userId})`,
    words: `You have ${MAX_API_KEYS} keys, the most there can be.`,
  },
} as const satisfies Record<string, Quota>;

export type QuotaKind = keyof typeof QUOTAS;

/** What D1 says of a quota that is used up: a JSON path that is none, with the kind behind it. */
const FULL = "quota_full_";

/**
 * A query that fails, and with it the batch it begins, where `amount` more (rows, or bytes) is more than `userId` may
 * hold. Counted within the batch, so that writes at the same time cannot exceed a quota together.
 */
export const roomQuery = (userId: string, kind: QuotaKind, amount: number): SQL<null> =>
  sql`json_extract('null', case when ${QUOTAS[kind].used(userId)} + ${amount} <= ${QUOTAS[kind].max}
    then '$' else ${FULL + kind} end)`;

/** `roomQuery` as the first statement of a drizzle batch, to be run `withinQuota`. */
export const roomFor = (db: Db, userId: string, kind: QuotaKind, amount: number) =>
  db.select({ guard: roomQuery(userId, kind, amount) }).from(sql`(select 1)`);

/** `limit_reached` where `error` says that a quota is used up; any other error as it is. */
export function quotaError(error: unknown): unknown {
  const message = databaseMessage(error);
  const kinds = Object.keys(QUOTAS) as QuotaKind[];
  const kind = kinds.find((name) => message.includes(FULL + name));
  return kind === undefined ? error : full(kind);
}

const full = (kind: QuotaKind): AppError =>
  new AppError("limit_reached", `quota ${kind}`, { publicMessage: QUOTAS[kind].words });

/** What `work` gives, or `limit_reached` where a `roomFor` in it found no room. */
export async function withinQuota<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw quotaError(error);
  }
}

/** Bytes of a text, as the quota of lore counts them. */
export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/**
 * For writes that D1 does not make itself, or that cost much before they get there. Writes at the same time may pass
 * it together: where it can be, `roomFor` decides.
 *
 * @throws AppError `limit_reached`.
 */
export async function demandRoom(db: Db, userId: string, kind: QuotaKind, amount: number): Promise<void> {
  await withinQuota(roomFor(db, userId, kind, amount).get());
}
