import { eq } from "drizzle-orm";
import { bots } from "../../../schema/tables/bots.ts";
import { AppError } from "../../../shared/app-error.ts";
import { BotInput } from "../../../shared/fields/bot.ts";
import type { BotRow } from "../../../shared/fields/bot-row.ts";
import { type RowPatchBody, rowPatch } from "../../../shared/fields/row-patch.ts";
import { isoTime } from "../../clock.ts";
import { type Db, isUniqueViolation } from "../../db.ts";
import { holds } from "../access/rights.ts";
import { takeBack } from "../access-control/take-back.ts";
import { demandTomes, linkTomes } from "../lore/links.ts";
import { demandOwnImage } from "../media/own-image.ts";
import { sameVersion } from "../version-guard.ts";
import { readBot } from "./read-bots.ts";
import { demandNewSlug, keepSlug, readSlug, slugTaken } from "./slugs.ts";

export const botPatch = rowPatch(BotInput);
export type BotChange = RowPatchBody<BotInput>;

/** Whose change it is, and when. */
export interface Editor {
  readonly userId: string;
  readonly nowMs: number;
  /** See `sameVersion`. */
  readonly expects?: string | undefined;
}

/** An editor changes what a bot is, not where it stands and who sees it (api.md). */
const ADMIN_FIELDS = ["sharing_visibility", "slug"] as const;

/**
 * Changes a bot. Where its slug changes, the old one leads to it for a while.
 * @throws AppError `not_found`, `forbidden` naming a field, `invalid`, `conflict`, `limit_reached`.
 */
export async function updateBot(db: Db, id: string, change: BotChange, editor: Editor): Promise<BotRow> {
  const before = await readBot(db, id, editor, "write");
  const forbidden = ADMIN_FIELDS.find((field) => change[field] !== undefined);
  if (forbidden !== undefined && !holds(before.right, "admin"))
    throw new AppError("forbidden", forbidden, { fields: [{ path: forbidden, message: "is not yours to change" }] });
  const after = botPatch.apply(inputOf(before), change);
  if (after.picture !== before.picture) await demandOwnImage(db, after.picture, editor.userId, "picture");
  const tomes = { field: "knowledge_collections", ids: after.knowledge_collections };
  await demandTomes(db, { ...tomes, linked: before.knowledge_collections ?? [] }, editor);
  const visibility = { field: "sharing_visibility", from: before.sharing_visibility, to: change.sharing_visibility };
  const ends = takeBack(db, { type: "bot", id }, { ...visibility, right: before.right }, editor);
  const fields = changedFields(after, change);
  if (fields.slug !== undefined && fields.slug !== before.slug) await demandNewSlug(db, id, editor.nowMs);
  await save(db, { id, fields, tomes: after.knowledge_collections, ends }, editor);
  return readBot(db, id, editor);
}

const inputOf = (row: BotRow): BotInput =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name in BotInput.shape)) as BotInput;

/** Only what the change names is written, so that changes of other fields at the same time are kept. */
function changedFields(after: BotInput, change: BotChange): Partial<typeof bots.$inferInsert> {
  const { knowledge_collections: _links, slug, ...fields } = after;
  const named = Object.entries(fields).filter(([name]) => change[name as keyof BotChange] !== undefined);
  return { ...Object.fromEntries(named), ...(change.slug === undefined ? {} : { slug: readSlug(slug ?? "") }) };
}

interface Change {
  readonly id: string;
  readonly fields: Partial<typeof bots.$inferInsert>;
  readonly tomes: readonly string[];
  /** Ends of what was shared, where the bot becomes private. */
  readonly ends: ReturnType<typeof takeBack>;
}

async function save(db: Db, { id, fields, tomes, ends }: Change, editor: Editor): Promise<void> {
  const update = db
    .update(bots)
    .set({ ...fields, updatedAt: isoTime(editor.nowMs) })
    .where(eq(bots.id, id));
  try {
    await db.batch([
      ...sameVersion(db, bots, id, editor.expects),
      ...(fields.slug === undefined ? [] : keepSlug(db, id, fields.slug, editor.nowMs)),
      update,
      ...linkTomes(db, { kind: "bot", id }, tomes, editor),
      ...ends,
    ]);
  } catch (error) {
    if (isUniqueViolation(error, "bots.slug")) throw slugTaken();
    throw error;
  }
}
