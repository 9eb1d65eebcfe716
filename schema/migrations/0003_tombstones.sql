CREATE TABLE `tombstones` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`ended_at` text,
	`createdAt` text NOT NULL,
	CONSTRAINT "tombstones_kind" CHECK("tombstones"."kind" in ('bots', 'knowledge_collections', 'conversations', 'users'))
);
--> statement-breakpoint
CREATE INDEX `tombstones_created_idx` ON `tombstones` (`createdAt`);--> statement-breakpoint
ALTER TABLE `jobs` ADD `subject` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `cursor` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `lock_owner` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `locked_until` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `attempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_subject_unique` ON `jobs` (`kind`,`subject`) WHERE status in ('queued', 'running');