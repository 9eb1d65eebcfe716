import type { RoomStore } from "../room-store.ts";
import { migrateRoom } from "./room-migrations.ts";
import { type SqlPort, untilEnded } from "./sql-port.ts";
import { SqliteDoorStore } from "./sqlite-door-store.ts";
import { SqliteLogStore } from "./sqlite-log-store.ts";
import { SqliteMessageStore } from "./sqlite-message-store.ts";
import { SqliteOutboxStore } from "./sqlite-outbox-store.ts";
import { SqlitePeopleStore } from "./sqlite-people-store.ts";
import { SqliteTurnStore } from "./sqlite-turn-store.ts";

/** The room's store on SQLite: the object's own in the product, memory in tests. Brings the tables up to date. */
export function sqliteRoomStore(sql: SqlPort): RoomStore {
  migrateRoom(sql);
  const open = untilEnded(sql);
  return {
    transaction: (work) => open.transaction(work),
    log: new SqliteLogStore(open),
    messages: new SqliteMessageStore(open),
    turns: new SqliteTurnStore(open),
    people: new SqlitePeopleStore(open),
    door: new SqliteDoorStore(open),
    outbox: new SqliteOutboxStore(open),
    end: () => open.end(),
  };
}
