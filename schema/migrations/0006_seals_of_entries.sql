CREATE TABLE `entry_seals` (
	`id` text PRIMARY KEY NOT NULL,
	`knowledge_collection` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `entry_seals_collection_idx` ON `entry_seals` (`knowledge_collection`);--> statement-breakpoint
-- What an entry kept from readers of its tome stays kept when it is deleted. drizzle knows no triggers.
CREATE TRIGGER knowledge_seal AFTER DELETE ON knowledge
WHEN old.share_password_hash IS NOT NULL OR old.privacy_settings ->> '$.share_expiration' IS NOT NULL BEGIN
  INSERT OR IGNORE INTO entry_seals (id, knowledge_collection) VALUES (old.id, old.knowledge_collection);
END;
