import { z } from "zod";

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
