import { sql } from "drizzle-orm";
import { z } from "zod";
import { documentation } from "../../../schema/tables/documentation.ts";
import { ledger } from "../../../schema/tables/ledger.ts";
import { legalDocuments } from "../../../schema/tables/legal-documents.ts";
import { moods } from "../../../schema/tables/moods.ts";
import { promptSections } from "../../../schema/tables/prompt-sections.ts";
import { reports } from "../../../schema/tables/reports.ts";
import { selfModeration } from "../../../schema/tables/self-moderation.ts";
import { subscriptionPayments } from "../../../schema/tables/subscription-payments.ts";
import { subscriptionTiers } from "../../../schema/tables/subscription-tiers.ts";
import { tokenGifts } from "../../../schema/tables/token-gifts.ts";
import { tokenPackages } from "../../../schema/tables/token-packages.ts";
import { tutorials } from "../../../schema/tables/tutorials.ts";
import { userAgreements } from "../../../schema/tables/user-agreements.ts";
import { REPORT_STATUSES } from "../../../shared/fields/reports.ts";
import { isoTime } from "../../clock.ts";
import type { StaffCollection, StaffEdit } from "./staff-collection.ts";

/**
 * Who takes a report up, and when it is done, follows from its status: from the row as it is when it is written, since
 * others may open, claim and end it at the same time.
 */
const movesReport: StaffEdit["follow"] = (_db, _before, { status }, { userId, nowMs }, given) => {
  if (!given.includes("status")) return {};
  if (status === "open") return { set: { claimed_by: null, claimed_at: null, done_at: null } };
  const at = isoTime(nowMs);
  const claim = {
    claimed_by: sql`coalesce(${reports.claimed_by}, ${userId})`,
    claimed_at: sql`coalesce(${reports.claimed_at}, ${at})`,
  };
  return { set: { ...claim, done_at: status === "done" ? sql`coalesce(${reports.done_at}, ${at})` : null } };
};

/**
 * Money, wellbeing and the house's own texts. Money and agreements stay as they were; prices, legal texts, help and
 * prompt sections have calls of their own, with their rules, and are only looked through here.
 */
export const HOUSE_COLLECTIONS: readonly StaffCollection[] = [
  { slug: "token-gifts", table: tokenGifts, sight: "admin", filters: ["sender", "recipient", "related_bot"] },
  {
    slug: "subscription-payments",
    table: subscriptionPayments,
    sight: "admin",
    filters: ["user", "tier", "status", "stripe_payment_id"],
  },
  { slug: "ledger", table: ledger, sight: "admin", filters: ["user", "kind", "ref"] },
  { slug: "subscription-tiers", table: subscriptionTiers, sight: "admin", isOpen: true, filters: ["is_active"] },
  { slug: "token-packages", table: tokenPackages, sight: "admin", isOpen: true, filters: ["is_active"] },
  { slug: "moods", table: moods, sight: "admin", filters: ["user", "mood"] },
  { slug: "self-moderation", table: selfModeration, sight: "admin", filters: ["user"] },
  {
    slug: "legal-documents",
    table: legalDocuments,
    sight: "admin",
    isOpen: true,
    filters: ["type", "version", "is_active"],
    search: ["title"],
  },
  { slug: "user-agreements", table: userAgreements, sight: "admin", filters: ["user", "document"] },
  {
    slug: "documentation",
    table: documentation,
    sight: "admin",
    isOpen: true,
    filters: ["slug", "category", "is_published", "is_featured"],
    search: ["title", "content"],
  },
  {
    slug: "tutorials",
    table: tutorials,
    sight: "admin",
    isOpen: true,
    filters: ["category", "difficulty", "is_published"],
    search: ["title", "description"],
  },
  { slug: "prompt-sections", table: promptSections, sight: "admin", isOpen: true, filters: ["type", "is_active"] },
  {
    slug: "reports",
    table: reports,
    sight: "moderator",
    filters: ["user", "status", "resource_type", "resource_id", "claimed_by"],
    search: ["note"],
    edit: {
      table: reports,
      fields: z.strictObject({
        status: z.enum(REPORT_STATUSES),
        /** What was done about it, for the next who looks. */
        resolution: z.string().trim().max(2_000).nullable(),
      }),
      moderator: ["status", "resolution"],
      follow: movesReport,
    },
  },
];
