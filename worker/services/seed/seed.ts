import { eq } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { collectionLinks, knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { users } from "../../../schema/tables/users.ts";
import { sampleBots } from "../../../shared/sample/bots.ts";
import { sampleEntries, sampleTome } from "../../../shared/sample/tome.ts";
import { estimateTokens } from "../../../shared/text/tokens.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { newProfile } from "../creator-profiles/ensure-creator-profile.ts";
import { HOUSE_EMAIL } from "../users/find-or-create-user.ts";
import { seedTexts } from "./seed-texts.ts";

/** Owner of the sample content. Fixed, so that sowing twice, or in two isolates at once, makes one of everything. */
export const HOUSE_ID = "0192f0c4-5a00-7a00-8a00-686f75736500";
const PROFILE_ID = "0192f0c4-5a00-7a00-8a00-686f75736501";
const HOUSE_NAME = "The Corner Table";
const HOUSE_USERNAME = "corner-table";
const HOUSE_BIO = "The house. These three sit in the sample room; talk to them, or copy what you like.";

/**
 * Puts the sample room's bots and tome into an empty instance: one batch, all or nothing, and nothing where they are
 * already there; before them the texts of the house. Costs two reads when there is nothing to do.
 */
export async function seed(db: Db, nowMs: number): Promise<void> {
  await seedTexts(db, nowMs);
  const [first] = sampleBots();
  if (first === undefined) return;
  const known = await db.select({ id: bots.id }).from(bots).where(eq(bots.id, first.id)).get();
  if (known !== undefined) return;
  const now = isoTime(nowMs);
  const rows = [...houseRows(db, now, nowMs), ...tomeRows(db, now), ...botRows(db, now)];
  await db.batch(rows as unknown as Parameters<Db["batch"]>[0]);
}

function houseRows(db: Db, now: string, nowMs: number) {
  const house = {
    id: HOUSE_ID,
    email: HOUSE_EMAIL,
    displayName: HOUSE_NAME,
    house: true,
    createdAt: now,
    updatedAt: now,
  };
  const made = newProfile({ userId: HOUSE_ID, name: HOUSE_NAME }, HOUSE_USERNAME, nowMs);
  const profile = { ...made, id: PROFILE_ID, bio: HOUSE_BIO };
  return [
    db.insert(users).values(house).onConflictDoNothing(),
    db.insert(creatorProfiles).values(profile).onConflictDoNothing(),
  ];
}

function tomeRows(db: Db, now: string) {
  const times = { created_timestamp: now, modified_timestamp: now, createdAt: now, updatedAt: now };
  const { id, input } = sampleTome();
  const { bot: _linked, ...tome } = input;
  const entries = sampleEntries().map((entry) => ({
    ...entry.input,
    id: entry.id,
    user: HOUSE_ID,
    tokens: estimateTokens(entry.input.entry),
    ...times,
  }));
  return [
    db
      .insert(knowledgeCollections)
      .values({ ...tome, id, user: HOUSE_ID, ...times })
      .onConflictDoNothing(),
    // One statement each: D1 binds at most 100 values.
    ...entries.map((entry) => db.insert(knowledge).values(entry).onConflictDoNothing()),
  ];
}

function botRows(db: Db, now: string) {
  return sampleBots().flatMap(({ id, input, talkativeness }) => {
    const { knowledge_collections: tomes, slug, ...bot } = input;
    const row = {
      ...bot,
      id,
      slug: slug ?? id,
      extensions: { ...bot.extensions, talkativeness },
      user: HOUSE_ID,
      creator_profile: PROFILE_ID,
      creator_display_name: HOUSE_NAME,
      createdAt: now,
      updatedAt: now,
    };
    const links = tomes.map((collection) => ({
      collection,
      target_kind: "bot" as const,
      target_id: id,
      user: HOUSE_ID,
      createdAt: now,
    }));
    return [
      db.insert(bots).values(row).onConflictDoNothing(),
      ...links.map((link) => db.insert(collectionLinks).values(link).onConflictDoNothing()),
    ];
  });
}
