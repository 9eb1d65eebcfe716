import type { UsedInvitation } from "../core/door.ts";
import type { DoorStore } from "../room-store.ts";
import type { SqlPort } from "./sql-port.ts";
import { asNumber, asText } from "./sql-rows.ts";

/** Who came in by which invitation, as counts, and who was let go. */
export class SqliteDoorStore implements DoorStore {
  readonly #sql: SqlPort;
  constructor(sql: SqlPort) {
    this.#sql = sql;
  }

  invitation(id: string): UsedInvitation {
    const [row] = this.#sql.all(`SELECT used, revoked_at FROM invitations WHERE id = ?`, id);
    if (!row) return { used: 0, revoked_at: null };
    return { used: asNumber(row["used"]), revoked_at: row["revoked_at"] === null ? null : asText(row["revoked_at"]) };
  }

  saveInvitation(id: string, { used, revoked_at }: UsedInvitation): void {
    this.#sql.all(
      `INSERT INTO invitations (id, used, revoked_at) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET used = excluded.used, revoked_at = excluded.revoked_at`,
      id,
      used,
      revoked_at,
    );
  }

  letGoAt(userId: string): string | null {
    const [row] = this.#sql.all(`SELECT at FROM let_go WHERE user_id = ?`, userId);
    return row ? asText(row["at"]) : null;
  }

  saveLetGo(userId: string, at: string): void {
    this.#sql.all(
      `INSERT INTO let_go (user_id, at) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET at = excluded.at`,
      userId,
      at,
    );
  }
}
