CREATE TABLE `audit_log` (
	`id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`createdAt` text NOT NULL,
	`actor` text,
	`actor_role` text,
	`action` text NOT NULL,
	`resource` text NOT NULL,
	`resource_id` text,
	`reason` text,
	`ip_hash` text NOT NULL,
	`outcome` text NOT NULL,
	`prev_hash` text NOT NULL,
	`hash` text NOT NULL,
	CONSTRAINT "audit_log_outcome" CHECK("audit_log"."outcome" in ('allowed', 'denied')),
	CONSTRAINT "audit_log_chain" CHECK("audit_log"."seq" > 0 and length("audit_log"."prev_hash") = 64 and length("audit_log"."hash") = 64),
	CONSTRAINT "audit_log_reason" CHECK(coalesce(length("audit_log"."reason") <= 500, 1))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_log_seq_unique` ON `audit_log` (`seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `audit_log_prev_hash_unique` ON `audit_log` (`prev_hash`);--> statement-breakpoint
CREATE INDEX `audit_log_actor_idx` ON `audit_log` (`actor`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_resource_idx` ON `audit_log` (`resource`,`resource_id`,`seq`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`user` text NOT NULL,
	`key_hash` text NOT NULL,
	`fingerprint` text NOT NULL,
	`started_at` text NOT NULL,
	`status` integer,
	`content_type` text,
	`body` text,
	`createdAt` text NOT NULL,
	PRIMARY KEY(`user`, `key_hash`),
	CONSTRAINT "idempotency_keys_status" CHECK(coalesce("idempotency_keys"."status" between 200 and 499, 1))
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_created_idx` ON `idempotency_keys` (`createdAt`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`conversation` text NOT NULL,
	`code_hash` text NOT NULL,
	`role` text NOT NULL,
	`created_by` text NOT NULL,
	`expires_at` text,
	`uses` integer,
	`used` integer DEFAULT 0 NOT NULL,
	`revoked_at` text,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`conversation`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "invitations_numbers" CHECK(length("invitations"."code_hash") = 64 and coalesce("invitations"."uses" >= 1, 1) and "invitations"."used" >= 0),
	CONSTRAINT "invitations_left" CHECK(coalesce("invitations"."used" <= "invitations"."uses", 1)),
	CONSTRAINT "invitations_role" CHECK("invitations"."role" in ('member', 'viewer'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_code_hash_unique` ON `invitations` (`code_hash`);--> statement-breakpoint
CREATE INDEX `invitations_conversation_idx` ON `invitations` (`conversation`,`createdAt`);--> statement-breakpoint
CREATE INDEX `invitations_created_by_idx` ON `invitations` (`created_by`);--> statement-breakpoint
CREATE TABLE `rate_windows` (
	`id` text PRIMARY KEY NOT NULL,
	`used` integer NOT NULL,
	`ends_at` text NOT NULL,
	CONSTRAINT "rate_windows_used" CHECK("rate_windows"."used" > 0)
);
--> statement-breakpoint
CREATE INDEX `rate_windows_ends_at_idx` ON `rate_windows` (`ends_at`);--> statement-breakpoint
CREATE TABLE `user_blocks` (
	`id` text PRIMARY KEY NOT NULL,
	`blocker` text NOT NULL,
	`blocked` text NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`blocker`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`blocked`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "user_blocks_other" CHECK("user_blocks"."blocker" != "user_blocks"."blocked")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_blocks_pair_unique` ON `user_blocks` (`blocker`,`blocked`);--> statement-breakpoint
CREATE INDEX `user_blocks_blocker_idx` ON `user_blocks` (`blocker`,`createdAt`);--> statement-breakpoint
CREATE INDEX `user_blocks_blocked_idx` ON `user_blocks` (`blocked`);--> statement-breakpoint
ALTER TABLE `knowledge_collections` ADD `share_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `knowledge` ADD `share_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `access_control_user_idx` ON `access_control` (`user`,`createdAt`);