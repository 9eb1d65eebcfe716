import type { SqlPort } from "./sql-port.ts";

export const USED_TICKETS_TABLE = `CREATE TABLE used_tickets (jti TEXT PRIMARY KEY, expires_at_ms INTEGER NOT NULL) WITHOUT ROWID`;

/** Marks a one-time ticket as used; false where it already was. Tickets that are over are forgotten on the way. */
export function redeemTicket(sql: SqlPort, jti: string, expiresAtMs: number, nowMs: number): boolean {
  sql.all(`DELETE FROM used_tickets WHERE expires_at_ms < ?`, nowMs);
  const rows = sql.all(
    `INSERT INTO used_tickets (jti, expires_at_ms) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING jti`,
    jti,
    expiresAtMs,
  );
  return rows.length === 1;
}
