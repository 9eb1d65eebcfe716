import { eq } from "drizzle-orm";
import { z } from "zod";
import { accessControl } from "../../../schema/tables/access-control.ts";
import { apiKeys } from "../../../schema/tables/api-keys.ts";
import type { JobRecord } from "../../../schema/tables/jobs.ts";
import { personas } from "../../../schema/tables/personas.ts";
import { users } from "../../../schema/tables/users.ts";
import { AppError } from "../../../shared/app-error.ts";
import { PERMISSION_TYPES } from "../../../shared/fields/access-control.ts";
import { Id, IsoDate } from "../../../shared/fields/common.ts";
import { USER_ROLES } from "../../../shared/fields/users.ts";
import { openDb } from "../../db.ts";
import type { Env } from "../../env.ts";
import { cutOff } from "../access/cut-off.ts";
import { deleteAccount } from "../deletion/delete-account.ts";
import { forgetCallers } from "../session/remembered-callers.ts";
import type { StaffCollection, StaffEdit, StaffMember } from "./staff-collection.ts";

const ownAccount = (field: string): AppError =>
  new AppError("forbidden", "own account", {
    publicMessage: "Another admin has to change this of your own account.",
    fields: [{ path: field, message: "cannot be changed by yourself" }],
  });

const houseAccount = (): AppError =>
  new AppError("forbidden", "house", { publicMessage: "The house account stays as it is." });

/** Nobody locks themselves out, and the house is not a person. */
const changesAccount: StaffEdit["follow"] = (_db, before, after, staff) => {
  if (before["house"] === true) throw houseAccount();
  const field = (["role", "suspended_at"] as const).find((name) => before[name] !== after[name]);
  if (field !== undefined && before["id"] === staff.userId) throw ownAccount(field);
  return {};
};

/** One's own account is ended where everybody ends theirs. */
async function endAccount(env: Env, id: string, { userId, nowMs }: StaffMember): Promise<JobRecord | null> {
  if (id === userId) throw ownAccount("id");
  const account = await openDb(env.DB).select({ house: users.house }).from(users).where(eq(users.id, id)).get();
  if (account?.house) throw houseAccount();
  return deleteAccount(env, { userId: id }, nowMs);
}

/** Accounts and what is theirs alone. */
export const PEOPLE_COLLECTIONS: readonly StaffCollection[] = [
  {
    slug: "users",
    table: users,
    sight: "moderator",
    hidden: ["clerk_user_id", "preferences"],
    filters: ["email", "role", "guest", "suspended_at"],
    search: ["email", "displayName"],
    edit: {
      table: users,
      fields: z.strictObject({
        role: z.enum(USER_ROLES),
        /** When the account was suspended; null ends it. */
        suspended_at: IsoDate.nullable(),
        displayName: z.string().trim().min(1).max(100),
        bio: z.string().trim().max(5_000).nullable(),
        /** A picture can only be taken off. */
        avatar: z.null(),
        subscriptionTier: Id.nullable(),
      }),
      moderator: ["suspended_at", "displayName", "bio", "avatar"],
      follow: changesAccount,
      tell: async (env, { id, suspended_at }) => {
        forgetCallers();
        if (suspended_at !== null) await cutOff(env, String(id));
      },
    },
    remove: { role: "admin", run: endAccount },
  },
  { slug: "personas", table: personas, sight: "admin", filters: ["user", "is_default"], search: ["name"] },
  {
    slug: "api-keys",
    table: apiKeys,
    sight: "admin",
    hidden: ["key_encrypted"],
    filters: ["user", "provider", "is_active"],
    edit: { table: apiKeys, fields: z.strictObject({ is_active: z.boolean() }), moderator: [] },
  },
  {
    slug: "access-control",
    table: accessControl,
    sight: "admin",
    filters: ["user", "resource_type", "resource_id", "granted_by", "is_revoked"],
    edit: {
      table: accessControl,
      fields: z.strictObject({ permission_type: z.enum(PERMISSION_TYPES), expires_at: IsoDate.nullable() }),
      moderator: [],
    },
  },
];
