ALTER TABLE `media` ADD `stage` text DEFAULT 'kept' NOT NULL;--> statement-breakpoint
CREATE INDEX `media_stage_idx` ON `media` (`stage`,`updatedAt`) WHERE stage <> 'kept';