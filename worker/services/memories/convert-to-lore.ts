import { and, eq } from "drizzle-orm";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { memories } from "../../../schema/tables/memories.ts";
import { AppError } from "../../../shared/app-error.ts";
import { KnowledgeInput } from "../../../shared/fields/knowledge.ts";
import type { KnowledgeRow } from "../../../shared/fields/knowledge-row.ts";
import type { ConvertToLore, MemoryRow } from "../../../shared/fields/memories.ts";
import { isoTime } from "../../clock.ts";
import { type Db, isUniqueViolation } from "../../db.ts";
import { readEntry } from "../knowledge/read-entries.ts";
import { newEntry } from "../knowledge/write-entries.ts";
import { demandTome } from "../knowledge-collections/read-tomes.ts";
import { touchTomes } from "../lore/touch-tome.ts";
import { bytesOf, quotaError, roomFor } from "../quotas/quotas.ts";
import { isVersionMoved, sameVersion } from "../version-guard.ts";
import { readMemory } from "./read-memories.ts";
import type { Rememberer } from "./write-memories.ts";

/** What an entry made of a memory is called in lists, UTF-16 units. */
const TITLE_LENGTH = 80;

const alreadyLore = (): AppError =>
  new AppError("conflict", "converted before", {
    publicMessage: "This memory is lore already.",
    fields: [{ path: "converted_to_lore", message: "is true already" }],
  });

const movedMeanwhile = (): AppError =>
  new AppError("conflict", "changed meanwhile", {
    publicMessage: "This memory was changed meanwhile. Look at it again.",
  });

/**
 * Makes an entry of a memory, once: the entry and the mark on the memory are one batch, and the unique index over
 * `source_memory_id` decides between two that come at once.
 * @throws AppError `not_found` for the memory or the tome, `forbidden` for a tome they may not write in, `conflict`.
 */
export async function convertToLore(
  db: Db,
  id: string,
  { knowledge_collection, tags }: ConvertToLore,
  owner: Rememberer,
): Promise<KnowledgeRow> {
  const memory = await readMemory(db, id, owner.userId);
  if (memory.converted_to_lore) throw alreadyLore();
  const tome = await demandTome(db, knowledge_collection, owner, "write");
  const row = loreOf(memory, { knowledge_collection, tags }, { owner: tome.user, nowMs: owner.nowMs });
  const now = isoTime(owner.nowMs);
  const mark = { converted_to_lore: true, lore_entry: row.id, converted_at: now };
  try {
    await db.batch([
      ...sameVersion(db, memories, id, owner.expects ?? memory.updatedAt),
      roomFor(db, tome.user, "lore", bytesOf(row.entry)),
      db.insert(knowledge).values(row),
      db
        .update(memories)
        .set({ ...mark, modified_timestamp: now, updatedAt: now })
        .where(and(eq(memories.id, id), eq(memories.user, owner.userId))),
      touchTomes(db, [tome.id], owner.nowMs),
    ]);
  } catch (error) {
    if (isUniqueViolation(error, "knowledge.source_memory_id")) throw alreadyLore();
    if (isVersionMoved(error)) throw movedMeanwhile();
    throw quotaError(error);
  }
  return readEntry(db, row.id, owner);
}

/** The entry: found by meaning, since a memory has no keys, and for those it is about. */
function loreOf(memory: MemoryRow, into: ConvertToLore, by: { owner: string; nowMs: number }) {
  const { participants, created_timestamp, modified_timestamp } = memory;
  const input = KnowledgeInput.parse({
    entry: memory.entry,
    title: titleOf(memory.entry),
    type: "legacy_memory",
    ...into,
    applies_to_bots: participants.bots,
    applies_to_personas: participants.personas,
    activation_settings: { activation_mode: "vector" },
  });
  return {
    ...newEntry(input, by.owner, by.nowMs),
    is_legacy_memory: true,
    source_memory_id: memory.id,
    source_conversation_id: memory.conversation,
    original_participants: participants,
    memory_date_range: { start: created_timestamp, end: modified_timestamp },
  };
}

/** The first line, cut at a word where it is long. */
function titleOf(entry: string): string {
  const [line = ""] = entry.trimStart().split("\n", 1);
  if (line.length <= TITLE_LENGTH) return line.trim();
  const cut = line.slice(0, TITLE_LENGTH);
  const end = cut.lastIndexOf(" ");
  return `${cut.slice(0, end > TITLE_LENGTH / 2 ? end : -1).trimEnd()}…`;
}
