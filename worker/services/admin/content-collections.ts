import { eq } from "drizzle-orm";
import { z } from "zod";
import { botInteractions } from "../../../schema/tables/bot-interactions.ts";
import { bots } from "../../../schema/tables/bots.ts";
import { creatorFollows } from "../../../schema/tables/creator-follows.ts";
import { creatorProfiles } from "../../../schema/tables/creator-profiles.ts";
import { knowledge } from "../../../schema/tables/knowledge.ts";
import { knowledgeCollections } from "../../../schema/tables/knowledge-collections.ts";
import { media } from "../../../schema/tables/media.ts";
import type { ResourceType } from "../../../shared/fields/access-control.ts";
import { BotInput } from "../../../shared/fields/bot.ts";
import { CreatorProfileInput, VERIFICATION_STATUSES } from "../../../shared/fields/creator-profiles.ts";
import { KnowledgeInput } from "../../../shared/fields/knowledge.ts";
import { KnowledgeCollectionInput, type SharingSettings } from "../../../shared/fields/knowledge-collections.ts";
import { estimateTokens } from "../../../shared/text/tokens.ts";
import { isoTime } from "../../clock.ts";
import type { Db } from "../../db.ts";
import { takeBack } from "../access-control/take-back.ts";
import { deleteRow } from "../deletion/begin.ts";
import { touchTomes } from "../lore/touch-tome.ts";
import type { StaffCollection, StaffEdit, StaffMember, StoredRow } from "./staff-collection.ts";

/** What a bot or a tome taken down loses: every grant, and a tome its password (see `takeBack`). */
function endsSharing(
  db: Db,
  type: ResourceType,
  row: StoredRow,
  [from, to]: readonly [unknown, unknown],
  staff: StaffMember,
) {
  const asked = { field: "", from: String(from), to: String(to), right: "owner" } as const;
  return takeBack(db, { type, id: String(row["id"]) }, asked, staff);
}

const hidesBot: StaffEdit["follow"] = (db, before, after, staff) => ({
  also: endsSharing(db, "bot", before, [before["sharing_visibility"], after["sharing_visibility"]], staff),
});

/**
 * Lore is made public here and nowhere else (schema.md). Two fields say it; the one a change names decides for both.
 * Rooms read the tome anew.
 */
const sharesTome: StaffEdit["follow"] = (db, before, after, staff) => {
  const [was, is] = [before["sharing_settings"], after["sharing_settings"]] as z.output<typeof SharingSettings>[];
  const touched = touchTomes(db, [String(before["id"])], staff.nowMs);
  if (was === undefined || is === undefined) return { also: [touched] };
  const isPublic = is.is_public === was.is_public ? is.sharing_level === "public" : is.is_public;
  const hidden = is.sharing_level === "public" ? "private" : is.sharing_level;
  const sharing_level = isPublic ? "public" : hidden;
  const ends = endsSharing(db, "knowledgeCollection", before, [was.sharing_level, sharing_level], staff);
  return { set: { sharing_settings: { ...is, sharing_level, is_public: isPublic } }, also: [touched, ...ends] };
};

const rewritesEntry: StaffEdit["follow"] = (db, before, after, { nowMs }) => ({
  set: { tokens: estimateTokens(String(after["entry"])), modified_timestamp: isoTime(nowMs) },
  also: [touchTomes(db, [String(before["knowledge_collection"])], nowMs)],
});

/** A creator's bots carry the name. */
const renamesCreator: StaffEdit["follow"] = (db, before, after) => ({
  also: [
    db
      .update(bots)
      .set({ creator_display_name: String(after["display_name"]) })
      .where(eq(bots.creator_profile, String(before["id"]))),
  ],
});

/** What creators make. Moderators take it down and set it right; whose it is and how it counts stays. */
export const CONTENT_COLLECTIONS: readonly StaffCollection[] = [
  {
    slug: "bots",
    table: bots,
    sight: "moderator",
    filters: ["user", "creator_profile", "slug", "sharing_visibility"],
    search: ["name", "description", "slug"],
    edit: {
      table: bots,
      // A picture can only be taken off.
      fields: BotInput.omit({ slug: true, knowledge_collections: true, extensions: true }).extend({
        picture: z.null(),
      }),
      moderator: ["name", "description", "greeting", "picture", "tags", "sharing_visibility"],
      follow: hidesBot,
    },
    remove: { role: "moderator", run: (env, id, staff) => deleteRow(env, { kind: "bots", id, ...staff }) },
  },
  {
    slug: "bot-interactions",
    table: botInteractions,
    sight: "admin",
    filters: ["user", "bot", "liked", "favorited"],
  },
  {
    slug: "knowledge-collections",
    table: knowledgeCollections,
    sight: "moderator",
    hidden: ["share_password_hash"],
    filters: ["user", "sharing_level", "is_public", "collection_category"],
    search: ["name", "description"],
    edit: {
      table: knowledgeCollections,
      fields: KnowledgeCollectionInput.pick({ name: true, description: true, sharing_settings: true }),
      moderator: ["name", "description"],
      follow: sharesTome,
    },
    remove: {
      role: "moderator",
      run: (env, id, staff) => deleteRow(env, { kind: "knowledge_collections", id, ...staff }),
    },
  },
  {
    slug: "knowledge",
    table: knowledge,
    sight: "moderator",
    hidden: ["share_password_hash", "r2_file_key"],
    filters: ["user", "knowledge_collection", "type", "activation_mode"],
    search: ["title", "entry"],
    edit: {
      table: knowledge,
      fields: KnowledgeInput.pick({ title: true, entry: true, tags: true, privacy_settings: true }),
      moderator: ["title", "tags"],
      follow: rewritesEntry,
    },
  },
  {
    slug: "creator-profiles",
    table: creatorProfiles,
    sight: "moderator",
    isOpen: true,
    hidden: ["username_key"],
    filters: ["user", "username", "verification_status", "featured_creator"],
    search: ["username", "display_name", "bio"],
    edit: {
      table: creatorProfiles,
      fields: CreatorProfileInput.pick({ display_name: true, bio: true, social_links: true, tags: true }).extend({
        verification_status: z.enum(VERIFICATION_STATUSES),
        featured_creator: z.boolean(),
      }),
      moderator: ["display_name", "bio", "social_links", "tags"],
      follow: renamesCreator,
    },
  },
  { slug: "creator-follows", table: creatorFollows, sight: "admin", filters: ["follower", "following"] },
  {
    slug: "media",
    table: media,
    sight: "moderator",
    hidden: ["r2_key", "sha256"],
    filters: ["user", "mimeType"],
    search: ["filename", "alt"],
    edit: { table: media, fields: z.strictObject({ alt: z.string().trim().max(1_000) }), moderator: ["alt"] },
  },
];
