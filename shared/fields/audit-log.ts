import { z } from "zod";
import { Id } from "./common.ts";

/** `allowed`: the call was let through to do its work. `denied`: it was refused before it could do anything. */
export const AUDIT_OUTCOMES = ["allowed", "denied"] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** Longest reason kept, characters. */
export const MAX_REASON = 500;

/** Why somebody does what the audit log records; every audited call carries one. */
export const AuditReason = z.string().trim().min(3, "say why, in a few words").max(MAX_REASON);

/** What one audited call left behind. Never any content: who, what, when, why and from where. */
export const AuditLogRow = z.object({
  id: z.string(),
  /** Place in the chain, from 1 without gaps. */
  seq: z.number(),
  createdAt: z.string(),
  /** User id; null for a caller who was nobody. */
  actor: z.string().nullable(),
  actor_role: z.string().nullable(),
  /** `METHOD /path` as the registry has it. */
  action: z.string(),
  resource: z.string(),
  resource_id: z.string().nullable(),
  reason: z.string().nullable(),
  /** A keyed hash of the caller's address: equal for equal addresses, and nothing else can be told from it. */
  ip_hash: z.string(),
  outcome: z.enum(AUDIT_OUTCOMES),
  /** The row before, 64 zeros for the first. */
  prev_hash: z.string(),
  /** SHA-256 over all the fields above, hex. */
  hash: z.string(),
});
export type AuditLogRow = z.infer<typeof AuditLogRow>;

/** Which rows of the log are asked for. */
export const AuditLogFilter = z.strictObject({
  actor: Id.optional(),
  action: z.string().max(200).optional(),
  resource: z.string().max(100).optional(),
  resource_id: Id.optional(),
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
  /** Rows from this time on. */
  since: z.iso.datetime().optional(),
  /** Rows before this time. */
  until: z.iso.datetime().optional(),
});
export type AuditLogFilter = z.infer<typeof AuditLogFilter>;
