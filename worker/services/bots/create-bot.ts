import { bots } from "../../../schema/tables/bots.ts";
import type { BotInput } from "../../../shared/fields/bot.ts";
import type { BotRow } from "../../../shared/fields/bot-row.ts";
import { makeSlug, numbered } from "../../../shared/names/slugs.ts";
import { MAX_SLUG } from "../../../shared/names/usernames.ts";
import { isoTime } from "../../clock.ts";
import { type Db, isUniqueViolation } from "../../db.ts";
import { newId } from "../../ids.ts";
import { ensureCreatorProfile } from "../creator-profiles/ensure-creator-profile.ts";
import { demandTomes, linkTomes } from "../lore/links.ts";
import { demandOwnImage } from "../media/own-image.ts";
import { quotaError, roomFor } from "../quotas/quotas.ts";
import { readBot } from "./read-bots.ts";
import { readSlug, slugTaken } from "./slugs.ts";

/** Tries in order before a random tail is taken. */
const NUMBERED_TRIES = 20;

/** Who makes the bot, and when. */
export interface Maker {
  readonly userId: string;
  readonly name: string;
  readonly nowMs: number;
}

/**
 * Makes a bot. Without a slug one is made from the name, and numbered where it is taken; a maker without a creator
 * profile gets one.
 * @throws AppError `limit_reached`; `invalid` for the slug or the picture, `conflict` for a given slug that is taken, `not_found` for tomes.
 */
export async function createBot(db: Db, input: BotInput, maker: Maker): Promise<BotRow> {
  await demandOwnImage(db, input.picture, maker.userId, "picture");
  await demandTomes(db, { field: "knowledge_collections", ids: input.knowledge_collections }, maker);
  const slugs = input.slug === undefined ? freeSlugs(input.name) : [readSlug(input.slug)];
  const profile = await ensureCreatorProfile(db, maker, maker.nowMs);
  const { knowledge_collections: tomes, ...fields } = input;
  const now = isoTime(maker.nowMs);
  const id = newId();
  for (const slug of slugs) {
    const row = {
      ...fields,
      id,
      slug,
      user: maker.userId,
      creator_profile: profile.id,
      creator_display_name: profile.display_name,
      createdAt: now,
      updatedAt: now,
    };
    if (await insertUnlessTaken(db, row, tomes, maker)) return readBot(db, id, maker);
  }
  throw slugTaken();
}

function* freeSlugs(name: string): Generator<string> {
  const slug = makeSlug(name);
  for (let n = 1; n <= NUMBERED_TRIES; n += 1) yield numbered(slug, n, MAX_SLUG);
  yield numbered(slug, crypto.getRandomValues(new Uint32Array(1))[0] ?? 2, MAX_SLUG);
}

/** @returns False where the creator has a bot with this slug: then nothing was written. */
async function insertUnlessTaken(
  db: Db,
  row: typeof bots.$inferInsert,
  tomes: readonly string[],
  maker: Maker,
): Promise<boolean> {
  try {
    const room = roomFor(db, row.user, "bots", 1);
    await db.batch([room, db.insert(bots).values(row), ...linkTomes(db, { kind: "bot", id: row.id }, tomes, maker)]);
    return true;
  } catch (error) {
    if (isUniqueViolation(error, "bots.slug")) return false;
    throw quotaError(error);
  }
}
