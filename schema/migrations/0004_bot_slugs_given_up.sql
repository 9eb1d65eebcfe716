CREATE TABLE `bot_slug_redirects` (
	`creator_profile` text NOT NULL,
	`slug` text NOT NULL,
	`bot` text NOT NULL,
	`expires_at` text NOT NULL,
	`createdAt` text NOT NULL,
	PRIMARY KEY(`creator_profile`, `slug`)
);
--> statement-breakpoint
CREATE INDEX `bot_slug_redirects_bot_idx` ON `bot_slug_redirects` (`bot`);--> statement-breakpoint
CREATE INDEX `bot_slug_redirects_expires_idx` ON `bot_slug_redirects` (`expires_at`);--> statement-breakpoint
-- A slug is kept for the bot that gave it up: no other bot of its creator takes it meanwhile. drizzle knows no triggers.
CREATE TRIGGER bots_slug_kept BEFORE INSERT ON bots
WHEN EXISTS (SELECT 1 FROM bot_slug_redirects
             WHERE creator_profile = new.creator_profile AND slug = new.slug AND bot <> new.id
               AND expires_at > new.updatedAt) BEGIN
  SELECT raise(ABORT, 'UNIQUE constraint failed: bots.slug is kept');
END;
--> statement-breakpoint
CREATE TRIGGER bots_slug_kept_too BEFORE UPDATE OF creator_profile, slug ON bots
WHEN (new.slug <> old.slug OR new.creator_profile <> old.creator_profile)
  AND EXISTS (SELECT 1 FROM bot_slug_redirects
              WHERE creator_profile = new.creator_profile AND slug = new.slug AND bot <> new.id
                AND expires_at > new.updatedAt) BEGIN
  SELECT raise(ABORT, 'UNIQUE constraint failed: bots.slug is kept');
END;
