import { type AuditOutcome, AuditReason } from "../../shared/fields/audit-log.ts";
import { isoTime } from "../clock.ts";
import { hex } from "../hex.ts";
import { appendAudit } from "../services/audit/audit-chain.ts";
import type { Call } from "./call.ts";
import { networkOf } from "./rates.ts";

/** Bytes of the address's keyed hash that are kept. */
const IP_HASH_BYTES = 16;

/**
 * Writes the row of an audited call, before its handler runs: a process that dies in between leaves a row too many, not
 * an action that nobody knows of. Endpoints that are not audited leave nothing.
 */
export async function recordCall(call: Call, outcome: AuditOutcome): Promise<void> {
  const { endpoint, context, request } = call;
  if (!endpoint.audit) return;
  const { mac } = await call.issuer();
  await appendAudit(context.db, {
    createdAt: isoTime(context.nowMs),
    actor: context.principal?.userId ?? null,
    actor_role: context.principal?.role ?? null,
    action: `${endpoint.method} ${endpoint.path}`,
    resource: endpoint.path.replace("/api/admin/", "/api/").split("/")[2] ?? "",
    resource_id: request.params["id"] ?? null,
    reason: await reasonOf(call),
    ip_hash: hex((await mac("address", networkOf(request))).slice(0, IP_HASH_BYTES)),
    outcome,
  });
}

/** The reason given, whatever else is wrong with the call; null where there is none. */
async function reasonOf(call: Call): Promise<string | null> {
  const asked = AuditReason.safeParse(call.context.url.searchParams.get("reason"));
  if (asked.success) return asked.data;
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(await call.body()));
    return AuditReason.safeParse((body as { reason?: unknown } | null)?.reason).data ?? null;
  } catch {
    return null;
  }
}
