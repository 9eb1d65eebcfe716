CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`provider` text NOT NULL,
	`nickname` text DEFAULT '' NOT NULL,
	`key_encrypted` text NOT NULL,
	`key_version` integer GENERATED ALWAYS AS (cast(substr(key_encrypted, 2) as integer)) VIRTUAL,
	`last4` text NOT NULL,
	`base_url` text,
	`is_active` integer DEFAULT true NOT NULL,
	`last_used` text,
	`usage_count` integer DEFAULT 0 NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "api_keys_provider" CHECK("api_keys"."provider" in ('openai', 'anthropic', 'google', 'deepseek', 'openrouter', 'electronhub', 'glm', 'custom')),
	CONSTRAINT "api_keys_base_url" CHECK("api_keys"."provider" = 'custom' or "api_keys"."base_url" is null),
	CONSTRAINT "api_keys_secret" CHECK("api_keys"."key_encrypted" glob 'v[1-9]*.?*' and length("api_keys"."last4") <= 4 and "api_keys"."usage_count" >= 0)
);
--> statement-breakpoint
CREATE INDEX `api_keys_user_idx` ON `api_keys` (`user`,`createdAt`);--> statement-breakpoint
CREATE INDEX `api_keys_version_idx` ON `api_keys` (`key_version`,`id`);--> statement-breakpoint
CREATE TABLE `encryption_keys` (
	`version` integer PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`createdAt` text NOT NULL,
	CONSTRAINT "encryption_keys_shape" CHECK("encryption_keys"."version" >= 1 and length("encryption_keys"."secret") = 44)
);
--> statement-breakpoint
CREATE INDEX `media_user_idx` ON `media` (`user`,`createdAt`,`filesize`);--> statement-breakpoint
CREATE INDEX `personas_user_name_idx` ON `personas` (`user`,`name`);--> statement-breakpoint
CREATE INDEX `personas_avatar_idx` ON `personas` ((appearance ->> '$.avatar'));--> statement-breakpoint
CREATE INDEX `users_avatar_idx` ON `users` (`avatar`);