DROP INDEX `media_user_sha256_unique`;--> statement-breakpoint
ALTER TABLE `media` ADD `room_only` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `media_user_sha256_unique` ON `media` (`user`,`sha256`,`room_only`);