import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { entrySeals } from "../../../schema/tables/entry-seals.ts";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import type { Right } from "../../../shared/fields/access-control.ts";
import { isoTime } from "../../clock.ts";
import { isBarred } from "./barred.ts";
import { isGone } from "./gone.ts";
import { grantOn, type WhoSql } from "./grants.ts";
import { isUnlocked, type Unlocked } from "./unlocked.ts";

const { id, user, sharing_settings, sharing_level, is_public, share_password_hash } = knowledgeCollections;

/** Whether a time of a group has come. Times in groups stand as they were written, so they are brought to one form. */
const isOver = (group: SQLWrapper, field: string, nowMs: number): SQL =>
  sql`coalesce(strftime('%Y-%m-%dT%H:%M:%fZ', ${group} ->> ${sql.raw(`'$.${field}'`)}) <= ${isoTime(nowMs)}, 0)`;

const tomeIsOver = (nowMs: number): SQL => isOver(sharing_settings, "sharing_expiration", nowMs);
const entryIsOver = (nowMs: number): SQL => isOver(knowledge.privacy_settings, "share_expiration", nowMs);

const tomeIsPublic = sql`(${is_public} = 1 or ${sharing_level} = 'public')`;
/** Whether the password of the row is worth anything: what is private stays so whoever knows it. */
const tomeHasLock = sql`(${share_password_hash} is not null and (${tomeIsPublic} or ${sharing_level} = 'shared'))`;
const entryHasLink = sql`(coalesce(${knowledge.privacy_settings} ->> '$.privacy_level', 'private') != 'private'
  and ${knowledge.privacy_settings} ->> '$.allow_sharing' = 1)`;

/** Whether anyone may read the tome: made public by an admin, and by its password where it has one. */
const tomeIsOpen = (unlocked: Unlocked | null | undefined): SQL =>
  sql`((${share_password_hash} is null and ${tomeIsPublic})
       or (${tomeHasLock} and ${isUnlocked("knowledgeCollection", unlocked)}))`;

const grantedTome = (who: WhoSql, nowMs: number) => grantOn("knowledgeCollection", id, who, nowMs);

/**
 * What `who` holds on a row of `knowledge_collections`, or null: its owner everything; until its sharing ends and unless
 * barred, a grantee their grant, and `read` anyone to whom it is open.
 * @param unlocked Pass it where reading is all that follows.
 */
export const tomeRight = (who: WhoSql, nowMs: number, unlocked?: Unlocked | null): SQL<Right | null> =>
  sql`case when ${isGone(id, user)} then null
      when ${user} = ${who} then 'owner'
      when ${tomeIsOver(nowMs)} or ${isBarred(user, who)} then null
      else coalesce(${grantedTome(who, nowMs)}, case when ${tomeIsOpen(unlocked)} then 'read' end)
      end`;

/**
 * What `who` holds on a row of `knowledge` joined with its tome: what they hold on the tome, but that the sharing of one
 * entry may end before its tome's, and that an entry's password keeps it from those who are not named, or, where it is
 * shared by link, opens it alone.
 */
export const entryRight = (who: WhoSql, nowMs: number, unlocked?: Unlocked | null): SQL<Right | null> =>
  sql`case when ${isGone(id, user)} then null
      when ${user} = ${who} then 'owner'
      when ${tomeIsOver(nowMs)} or ${entryIsOver(nowMs)} or ${isBarred(user, who)} then null
      else coalesce(${grantedTome(who, nowMs)}, case
        when ${knowledge.share_password_hash} is null and ${tomeIsOpen(unlocked)} then 'read'
        when ${isUnlocked("knowledge", unlocked)} and (${entryHasLink} or ${tomeIsOpen(unlocked)}) then 'read' end)
      end`;

/**
 * Whether an entry's sharing differs from its tome's at all; without it who reads the tome reads the entry. Word for word
 * the condition of an index, so that the few are found among all.
 */
const sharesOnItsOwn = sql`(${knowledge.share_password_hash} is not null or ${knowledge.privacy_settings} ->> '$.share_expiration' is not null)`;

/** Whether a row of `knowledge`, joined with its tome, is kept from `who` by its own password or end. */
export const isWithheld = (who: WhoSql, nowMs: number): SQL =>
  sql`(${sharesOnItsOwn} and ${entryRight(who, nowMs)} is null)`;

/**
 * Whether the entry `entryId`, which is deleted, is kept from `who` for what it was: sealed, and nobody but those who may
 * write in its tome, a row of `knowledge_collections` of the query, learns more of it.
 */
export const isSealed = (entryId: SQLWrapper, who: WhoSql, nowMs: number): SQL =>
  sql`(exists (select 1 from ${entrySeals} where ${entrySeals.id} = ${entryId})
    and coalesce(${tomeRight(who, nowMs)}, '') not in ('write', 'admin', 'owner'))`;

/** Whether a password is all that keeps `who`, who holds nothing, from a tome. 1 or 0. */
export const tomeLocked = (who: WhoSql, nowMs: number): SQL<number> =>
  sql`(${tomeHasLock} and not (${isGone(id, user)} or ${tomeIsOver(nowMs)} or ${isBarred(user, who)}))`;

/** Whether the entry's own password is all that keeps `who`, who holds nothing, from an entry. 1 or 0. */
export const entryLocked = (who: WhoSql, nowMs: number, unlocked?: Unlocked | null): SQL<number> =>
  sql`(${knowledge.share_password_hash} is not null and (${entryHasLink} or ${tomeIsOpen(unlocked)})
    and not (${isGone(id, user)} or ${tomeIsOver(nowMs)} or ${entryIsOver(nowMs)} or ${isBarred(user, who)}))`;
