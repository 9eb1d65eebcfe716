CREATE TABLE `access_control` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`resource_type` text NOT NULL,
	`resource_id` text NOT NULL,
	`permission_type` text NOT NULL,
	`granted_by` text NOT NULL,
	`is_revoked` integer DEFAULT false NOT NULL,
	`revoked_at` text,
	`revoked_by` text,
	`expires_at` text,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`granted_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "access_control_enums" CHECK("access_control"."resource_type" in ('bot', 'knowledgeCollection') and "access_control"."permission_type" in ('read', 'write', 'admin'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `access_control_live_unique` ON `access_control` (`user`,`resource_type`,`resource_id`) WHERE is_revoked = 0;--> statement-breakpoint
CREATE INDEX `access_control_resource_idx` ON `access_control` (`resource_type`,`resource_id`);