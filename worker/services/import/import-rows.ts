import type { ImportedBot, ImportedTome, ImportPlan } from "../../../shared/formats/import-plan.ts";
import { makeSlug, numbered } from "../../../shared/names/slugs.ts";
import { MAX_SLUG } from "../../../shared/names/usernames.ts";
import { isoTime } from "../../clock.ts";
import { newId } from "../../ids.ts";
import { newEntry } from "../knowledge/write-entries.ts";

/** Whose import it is, under which creator, and when. */
export interface Importer {
  readonly userId: string;
  readonly profile: { readonly id: string; readonly display_name: string } | null;
  readonly nowMs: number;
}

/** Everything an import writes, in the columns of its tables. */
export interface ImportRows {
  readonly bots: readonly Record<string, unknown>[];
  readonly knowledge_collections: readonly Record<string, unknown>[];
  readonly collection_links: readonly Record<string, unknown>[];
  readonly knowledge: readonly Record<string, unknown>[];
}

/** Bots that fit into one import's numbering of equal names. */
const NAMES_APART = 1_000;

/**
 * Rows of a plan, with new ids.
 * @param pictures Media ids of the plan's bots, in its order.
 * @param nth Which try at free slugs this is, from 1.
 */
export function importRows(
  plan: ImportPlan,
  pictures: readonly (string | null)[],
  importer: Importer,
  nth: number,
): ImportRows {
  const seated = plan.bots.map((bot, at) => botRow(bot, pictures[at] ?? null, at, importer, nth));
  const tomes = [
    ...plan.bots.flatMap(({ tome }, at) => (tome ? [{ tome, row: tomeRow(tome, importer), bot: seated[at]?.id }] : [])),
    ...plan.tomes.map((tome) => ({ tome, row: tomeRow(tome, importer), bot: undefined })),
  ];
  return {
    bots: seated,
    knowledge_collections: tomes.map(({ row }) => row),
    collection_links: tomes.flatMap(({ row, bot }) => (bot === undefined ? [] : [linkRow(row.id, bot, importer)])),
    knowledge: tomes.flatMap(({ tome, row }) =>
      tome.entries.map(({ value }) =>
        newEntry({ ...value, knowledge_collection: row.id }, importer.userId, importer.nowMs),
      ),
    ),
  };
}

const timesOf = ({ nowMs }: Importer) => ({ createdAt: isoTime(nowMs), updatedAt: isoTime(nowMs) });

function botRow(bot: ImportedBot, picture: string | null, at: number, importer: Importer, nth: number) {
  const { slug: _slug, extensions, ...value } = bot.value;
  const tail = nth === 1 && at === 0 ? 1 : nth + at * NAMES_APART;
  return {
    ...value,
    extensions: bot.talkativeness === null ? extensions : { ...extensions, talkativeness: bot.talkativeness },
    id: newId(),
    slug: numbered(makeSlug(value.name), tail, MAX_SLUG),
    picture,
    user: importer.userId,
    creator_profile: importer.profile?.id,
    creator_display_name: importer.profile?.display_name,
    ...timesOf(importer),
  };
}

function tomeRow({ value }: ImportedTome, importer: Importer) {
  const times = timesOf(importer);
  const contentTimes = { created_timestamp: times.createdAt, modified_timestamp: times.createdAt };
  return { ...value, id: newId(), user: importer.userId, ...contentTimes, ...times };
}

const linkRow = (collection: string, bot: string, importer: Importer) => ({
  collection,
  target_kind: "bot",
  target_id: bot,
  user: importer.userId,
  createdAt: isoTime(importer.nowMs),
});
