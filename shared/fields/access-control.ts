import { z } from "zod";
import { Id, IsoDate } from "./common.ts";

/** What can be shared with named people. */
export const RESOURCE_TYPES = ["bot", "knowledgeCollection"] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];
/** `admin` holds what `write` holds, `write` what `read` holds (api.md). */
export const PERMISSION_TYPES = ["read", "write", "admin"] as const;
export type PermissionType = (typeof PERMISSION_TYPES)[number];

/** What a caller holds on a row: a grant, or the row itself. Each holds what stands before it. */
export const RIGHTS = [...PERMISSION_TYPES, "owner"] as const;
export const RightShape = z.enum(RIGHTS);
export type Right = z.infer<typeof RightShape>;

/** Somebody, by id or by the name of their page. Never by address: the answer would tell who has an account. */
export const Person = z.strictObject({
  user: Id.optional(),
  username: z.string().trim().min(1).max(100).optional(),
});
export type Person = z.infer<typeof Person>;
export const namesOnePerson = ({ user, username }: Person): boolean =>
  (user === undefined) !== (username === undefined);

/** Everything a person may write of a grant. `granted_by` and what is said of its end are the server's. */
export const AccessControlInput = Person.extend({
  resource_type: z.enum(RESOURCE_TYPES),
  resource_id: Id,
  permission_type: z.enum(PERMISSION_TYPES),
  /** Null lasts until it is revoked. */
  expires_at: IsoDate.nullable().default(null),
}).refine(namesOnePerson, { path: ["user"], error: "name one person: either user or username" });
export type AccessControlInput = z.infer<typeof AccessControlInput>;

/** What of a grant can be changed; to whom and on what it is stays. */
export const AccessControlPatch = z.strictObject({
  permission_type: z.enum(PERMISSION_TYPES).optional(),
  expires_at: IsoDate.nullable().optional(),
});
export type AccessControlPatch = z.infer<typeof AccessControlPatch>;

/** A grant as its recipient and those who manage the shared thing see it. Revoked ones stay as history. */
export const AccessControlRow = z.object({
  id: z.string(),
  user: z.string(),
  resource_type: z.enum(RESOURCE_TYPES),
  resource_id: z.string(),
  permission_type: z.enum(PERMISSION_TYPES),
  granted_by: z.string(),
  is_revoked: z.boolean(),
  revoked_at: z.string().nullable(),
  revoked_by: z.string().nullable(),
  expires_at: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Added: what people call the recipient. */
  user_display_name: z.string(),
  /** Added: name of what is shared, or null where the caller may not see it any more. */
  resource_name: z.string().nullable(),
});
export type AccessControlRow = z.infer<typeof AccessControlRow>;
