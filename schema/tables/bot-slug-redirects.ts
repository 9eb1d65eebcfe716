import { index, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { isoTime } from "./columns.ts";

/**
 * Slugs that bots gave up: for a while the old address leads to the bot, and no other bot of its creator may take the
 * slug. Triggers on `bots` hold that. The rows go with the bot and with the profile.
 */
export const botSlugRedirects = sqliteTable(
  "bot_slug_redirects",
  {
    creator_profile: text().notNull(),
    slug: text().notNull(),
    bot: text().notNull(),
    expires_at: isoTime(),
    createdAt: isoTime(),
  },
  (t) => [
    primaryKey({ columns: [t.creator_profile, t.slug] }), // the page at /:username/:bot-slug of an old slug
    index("bot_slug_redirects_bot_idx").on(t.bot), // old slugs of a bot: how many, and when it is deleted
    index("bot_slug_redirects_expires_idx").on(t.expires_at), // those whose time is over
  ],
);
