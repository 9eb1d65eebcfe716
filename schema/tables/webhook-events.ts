import { check, index, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { isOneOf, isoTime } from "./columns.ts";

export const WEBHOOK_SOURCES = ["clerk", "stripe"] as const;

/** Webhook deliveries already acted upon, so that a repeat does nothing. */
export const webhookEvents = sqliteTable(
  "webhook_events",
  {
    source: text({ enum: WEBHOOK_SOURCES }).notNull(),
    /** The sender's id of the event. */
    id: text().notNull(),
    type: text().notNull(),
    createdAt: isoTime(),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.id] }),
    index("webhook_events_created_idx").on(t.createdAt), // the sweep of old deliveries
    check("webhook_events_source", isOneOf(t.source, WEBHOOK_SOURCES)),
  ],
);
