import { sql } from "drizzle-orm";
import type { jobs } from "../../../schema/tables/jobs.ts";
import { AppError } from "../../../shared/app-error.ts";
import type { ImportOutcome } from "../../../shared/fields/import.ts";
import type { ImportPlan, ImportWarning } from "../../../shared/formats/import-plan.ts";
import { insertFromJson, type JsonColumns, jsonArrays, sameNames } from "../../d1-json.ts";
import { statement } from "../../d1-statement.ts";
import { isUniqueViolation, openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { newId } from "../../ids.ts";
import { log } from "../../log.ts";
import { ensureCreatorProfile } from "../creator-profiles/ensure-creator-profile.ts";
import { readJob } from "../jobs/read-jobs.ts";
import { deleteMedia } from "../media/media-rows.ts";
import { storeImage } from "../media/store-image.ts";
import { bytesOf, roomQuery, withinQuota } from "../quotas/quotas.ts";
import { type Importer, type ImportRows, importRows } from "./import-rows.ts";

/** Tries at free slugs. */
const SLUG_TRIES = 20;
/** Statements of one batch (reliability §1.2). */
const MAX_STATEMENTS = 50;

const times = sameNames("value", "createdAt", "updatedAt");
const contentTimes = sameNames("value", "created_timestamp", "modified_timestamp");

/** Tables in the order in which their rows may refer to each other. */
const TABLES: Readonly<Record<keyof ImportRows, JsonColumns>> = {
  bots: {
    ...sameNames("value", "id", "slug", "name", "description", "picture", "gender", "age", "system_prompt", "greeting"),
    ...sameNames("json", "speech_examples", "personality_traits", "behavior_settings", "signature_phrases", "tags"),
    ...sameNames("value", "sharing_visibility", "user", "creator_profile", "creator_display_name"),
    ...sameNames("json", "extensions"),
    ...times,
  },
  knowledge_collections: {
    ...sameNames("value", "id", "name", "user", "description"),
    ...sameNames("json", "sharing_settings", "collection_metadata", "lore_settings", "extensions"),
    ...contentTimes,
    ...times,
  },
  collection_links: sameNames("value", "collection", "target_kind", "target_id", "user", "createdAt"),
  knowledge: {
    ...sameNames("value", "id", "user", "entry", "title", "type", "knowledge_collection", "tokens"),
    ...sameNames("json", "tags", "applies_to_bots", "applies_to_personas", "privacy_settings", "content_metadata"),
    ...sameNames("json", "activation_settings", "positioning", "advanced_activation", "filtering", "budget_control"),
    ...sameNames("json", "extensions"),
    ...contentTimes,
    ...times,
  },
};

/** Whose import it is, and when. */
export interface ImportOwner {
  readonly userId: string;
  readonly name: string;
  readonly nowMs: number;
}

/**
 * Makes what a plan says: everything in one transaction with the job that tells of it, or nothing.
 * @returns The job, done.
 * @throws AppError `too_large` for more than one transaction holds, `limit_reached`; whatever D1 says otherwise.
 */
export async function writeImport(env: Env, plan: ImportPlan, owner: ImportOwner) {
  const db = openDb(env.DB);
  const profile = plan.bots.length === 0 ? null : await ensureCreatorProfile(db, owner, owner.nowMs);
  const warnings = [...plan.warnings];
  const pictures = await storePictures(env, plan, owner, warnings);
  try {
    const jobId = await insertAll(env, plan, pictures, { ...owner, profile }, warnings);
    return await readJob(db, jobId, owner.userId);
  } catch (error) {
    await dropPictures(env, pictures, owner.userId);
    throw error;
  }
}

/** A picture that cannot be kept does not stop the rest of a card. */
async function storePictures(
  env: Env,
  { bots }: ImportPlan,
  { userId }: ImportOwner,
  warnings: ImportWarning[],
): Promise<(string | null)[]> {
  const ids: (string | null)[] = [];
  for (const { picture, value } of bots) {
    try {
      ids.push(picture ? (await storeImage(env, userId, picture, { alt: value.name })).id : null);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      warnings.push({ row: -1, field: "picture", message: error.publicMessage ?? "could not be kept" });
      ids.push(null);
    }
  }
  return ids;
}

/** Pictures that were there before and are in use stay. */
async function dropPictures(env: Env, pictures: readonly (string | null)[], userId: string): Promise<void> {
  for (const id of pictures) {
    if (id === null) continue;
    await deleteMedia(env, id, { userId }).catch((error: unknown) => log.error("import.picture_left", error));
  }
}

async function insertAll(
  env: Env,
  plan: ImportPlan,
  pictures: readonly (string | null)[],
  importer: Importer,
  warnings: readonly ImportWarning[],
): Promise<string> {
  for (let nth = 1; nth <= SLUG_TRIES; nth += 1) {
    const rows = importRows(plan, pictures, importer, nth);
    const job = jobRow(rows, importer, warnings);
    try {
      await withinQuota(env.DB.batch([...roomOf(env.DB, rows, importer.userId), ...statementsFor(env.DB, rows, job)]));
      return job.id;
    } catch (error) {
      if (!isUniqueViolation(error, "bots.slug")) throw error;
    }
  }
  throw new AppError("conflict", "no free slug");
}

/** Whether the importer has room for what the import makes; a picture that has none only is not kept. */
function roomOf(db: D1Database, { bots, knowledge }: ImportRows, userId: string): D1PreparedStatement[] {
  const lore = knowledge.reduce((sum, { entry }) => sum + bytesOf(String(entry)), 0);
  const guards = [roomQuery(userId, "bots", bots.length), roomQuery(userId, "lore", lore)];
  return guards.map((guard) => statement(db, sql`select ${guard}`));
}

function statementsFor(db: D1Database, rows: ImportRows, job: ReturnType<typeof jobRow>): D1PreparedStatement[] {
  const inserts = Object.entries(TABLES).flatMap(([table, columns]) => {
    const texts = rows[table as keyof ImportRows].map((row) => JSON.stringify(row));
    return jsonArrays(texts).map((array) => db.prepare(insertFromJson(table, columns)).bind(array));
  });
  if (inserts.length >= MAX_STATEMENTS)
    throw new AppError("too_large", "import", { publicMessage: "This file holds more than one import can take." });
  const columns = { ...sameNames("value", "id", "kind", "user", "status", "done", "total"), ...times };
  const insertJob = db.prepare(insertFromJson("jobs", { ...columns, ...sameNames("json", "result") }));
  return [...inserts, insertJob.bind(JSON.stringify([job]))];
}

function jobRow(rows: ImportRows, importer: Importer, warnings: readonly ImportWarning[]) {
  const ids = (list: readonly Record<string, unknown>[]) => list.map(({ id }) => String(id));
  const result: ImportOutcome = {
    bots: ids(rows.bots),
    knowledge_collections: ids(rows.knowledge_collections),
    knowledge: rows.knowledge.length,
    conversations: [],
    warnings: [...warnings],
  };
  const total = rows.bots.length + rows.knowledge_collections.length + rows.knowledge.length;
  const now = new Date(importer.nowMs).toISOString();
  return {
    id: newId(),
    kind: "import",
    user: importer.userId,
    status: "done" satisfies typeof jobs.$inferSelect.status,
    done: total,
    total,
    result,
    createdAt: now,
    updatedAt: now,
  };
}
