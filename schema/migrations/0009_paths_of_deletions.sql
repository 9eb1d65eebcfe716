CREATE INDEX `access_control_granted_by_idx` ON `access_control` (`granted_by`);--> statement-breakpoint
CREATE INDEX `access_control_revoked_by_idx` ON `access_control` (`revoked_by`) WHERE revoked_by is not null;--> statement-breakpoint
CREATE INDEX `bots_picture_idx` ON `bots` (`picture`) WHERE picture is not null;--> statement-breakpoint
CREATE INDEX `conversations_memory_tome_idx` ON `conversations` (`memory_tome`) WHERE memory_tome is not null;--> statement-breakpoint
CREATE INDEX `collection_links_user_idx` ON `collection_links` (`user`);--> statement-breakpoint
CREATE INDEX `reports_claimed_by_idx` ON `reports` (`claimed_by`) WHERE claimed_by is not null;--> statement-breakpoint
CREATE INDEX `username_redirects_profile_idx` ON `username_redirects` (`profile`) WHERE profile is not null;