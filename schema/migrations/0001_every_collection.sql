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
CREATE TABLE `bot_interactions` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`bot` text NOT NULL,
	`liked` integer DEFAULT false NOT NULL,
	`favorited` integer DEFAULT false NOT NULL,
	`created_date` text NOT NULL,
	`updated_date` text NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`bot`) REFERENCES `bots`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bot_interactions_flags" CHECK("bot_interactions"."liked" in (0, 1) and "bot_interactions"."favorited" in (0, 1))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bot_interactions_user_bot_unique` ON `bot_interactions` (`user`,`bot`);--> statement-breakpoint
CREATE INDEX `bot_interactions_user_idx` ON `bot_interactions` (`user`,`updatedAt`);--> statement-breakpoint
CREATE INDEX `bot_interactions_bot_idx` ON `bot_interactions` (`bot`);--> statement-breakpoint
CREATE TABLE `conversation_bots` (
	`conversation` text NOT NULL,
	`bot` text NOT NULL,
	PRIMARY KEY(`conversation`, `bot`)
);
--> statement-breakpoint
CREATE INDEX `conversation_bots_bot_idx` ON `conversation_bots` (`bot`,`conversation`);--> statement-breakpoint
CREATE TABLE `creator_follows` (
	`id` text PRIMARY KEY NOT NULL,
	`follower` text NOT NULL,
	`following` text NOT NULL,
	`created_timestamp` text NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`follower`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`following`) REFERENCES `creator_profiles`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `creator_follows_pair_unique` ON `creator_follows` (`follower`,`following`);--> statement-breakpoint
CREATE INDEX `creator_follows_follower_idx` ON `creator_follows` (`follower`,`createdAt`);--> statement-breakpoint
CREATE INDEX `creator_follows_following_idx` ON `creator_follows` (`following`,`createdAt`);--> statement-breakpoint
CREATE TABLE `documentation` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`slug` text NOT NULL,
	`content` text NOT NULL,
	`category` text NOT NULL,
	`order` integer DEFAULT 0 NOT NULL,
	`is_featured` integer DEFAULT false NOT NULL,
	`view_count` integer DEFAULT 0 NOT NULL,
	`is_published` integer DEFAULT false NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	CONSTRAINT "documentation_category" CHECK("documentation"."category" in ('getting-started', 'features', 'troubleshooting')),
	CONSTRAINT "documentation_numbers" CHECK("documentation"."view_count" >= 0 and "documentation"."order" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `documentation_slug_unique` ON `documentation` (`slug`);--> statement-breakpoint
CREATE INDEX `documentation_order_idx` ON `documentation` (`is_published`,`order`);--> statement-breakpoint
CREATE TABLE `encryption_keys` (
	`version` integer PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`createdAt` text NOT NULL,
	CONSTRAINT "encryption_keys_shape" CHECK("encryption_keys"."version" >= 1 and length("encryption_keys"."secret") = 44)
);
--> statement-breakpoint
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
CREATE TABLE `ledger` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`delta` integer NOT NULL,
	`kind` text NOT NULL,
	`ref` text NOT NULL,
	`balance_after` integer NOT NULL,
	`createdAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "ledger_kind" CHECK("ledger"."kind" in ('gift_sent', 'gift_received', 'purchase', 'allowance', 'turn', 'refund', 'adjustment')),
	CONSTRAINT "ledger_numbers" CHECK("ledger"."delta" <> 0 and "ledger"."balance_after" between 0 and 9007199254740991)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_ref_unique` ON `ledger` (`kind`,`ref`);--> statement-breakpoint
CREATE INDEX `ledger_user_idx` ON `ledger` (`user`,`createdAt`);--> statement-breakpoint
CREATE TABLE `legal_documents` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`type` text NOT NULL,
	`content` text NOT NULL,
	`version` text NOT NULL,
	`effective_date` text NOT NULL,
	`is_active` integer DEFAULT false NOT NULL,
	`published_at` text,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	CONSTRAINT "legal_documents_type" CHECK("legal_documents"."type" in ('terms', 'privacy', 'responsible_ai', 'cookies', 'acceptable_use')),
	CONSTRAINT "legal_documents_active" CHECK("legal_documents"."is_active" = 0 or "legal_documents"."published_at" is not null)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `legal_documents_active_unique` ON `legal_documents` (`type`) WHERE is_active = 1;--> statement-breakpoint
CREATE UNIQUE INDEX `legal_documents_version_unique` ON `legal_documents` (`type`,`version`);--> statement-breakpoint
CREATE INDEX `legal_documents_type_idx` ON `legal_documents` (`type`,`effective_date`);--> statement-breakpoint
CREATE TABLE `memories` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`bot` text NOT NULL,
	`conversation` text,
	`entry` text NOT NULL,
	`type` text DEFAULT 'short_term' NOT NULL,
	`importance` integer DEFAULT 5 NOT NULL,
	`emotional_context` text DEFAULT '' NOT NULL,
	`tokens` integer DEFAULT 0 NOT NULL,
	`participants` text DEFAULT '{"personas":[],"bots":[]}' NOT NULL,
	`is_vectorized` integer DEFAULT false NOT NULL,
	`converted_to_lore` integer DEFAULT false NOT NULL,
	`lore_entry` text,
	`converted_at` text,
	`created_timestamp` text NOT NULL,
	`modified_timestamp` text NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "memories_type" CHECK("memories"."type" in ('short_term', 'long_term', 'consolidated')),
	CONSTRAINT "memories_numbers" CHECK("memories"."importance" between 1 and 10 and "memories"."tokens" >= 0 and length("memories"."entry") > 0),
	CONSTRAINT "memories_json" CHECK(json_type("memories"."participants") = 'object'),
	CONSTRAINT "memories_lore" CHECK("memories"."converted_to_lore" = ("memories"."lore_entry" is not null))
);
--> statement-breakpoint
CREATE INDEX `memories_user_idx` ON `memories` (`user`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `memories_user_modified_idx` ON `memories` (`user`,`modified_timestamp`,`id`);--> statement-breakpoint
CREATE INDEX `memories_user_importance_idx` ON `memories` (`user`,`importance`,`id`);--> statement-breakpoint
CREATE INDEX `memories_bot_idx` ON `memories` (`user`,`bot`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `memories_conversation_idx` ON `memories` (`conversation`,`createdAt`);--> statement-breakpoint
CREATE INDEX `memories_lore_entry_idx` ON `memories` (`lore_entry`) WHERE lore_entry is not null;--> statement-breakpoint
CREATE TABLE `memory_insights` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`conversation` text NOT NULL,
	`memory_depth` real DEFAULT 0 NOT NULL,
	`story_coherence` real DEFAULT 0 NOT NULL,
	`character_development` real DEFAULT 0 NOT NULL,
	`key_events` text DEFAULT '[]' NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`conversation`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "memory_insights_scores" CHECK("memory_insights"."memory_depth" between 0 and 100 and "memory_insights"."story_coherence" between 0 and 100 and "memory_insights"."character_development" between 0 and 100),
	CONSTRAINT "memory_insights_json" CHECK(json_valid("memory_insights"."key_events"))
);
--> statement-breakpoint
CREATE INDEX `memory_insights_user_idx` ON `memory_insights` (`user`,`createdAt`);--> statement-breakpoint
CREATE INDEX `memory_insights_conversation_idx` ON `memory_insights` (`conversation`,`createdAt`);--> statement-breakpoint
CREATE TABLE `moods` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`mood` text NOT NULL,
	`intensity` integer NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`triggers` text DEFAULT '[]' NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "moods_mood" CHECK("moods"."mood" in ('very-happy', 'happy', 'content', 'neutral', 'sad', 'very-sad', 'anxious', 'excited', 'angry', 'frustrated')),
	CONSTRAINT "moods_intensity" CHECK("moods"."intensity" between 1 and 5),
	CONSTRAINT "moods_json" CHECK(json_valid("moods"."triggers"))
);
--> statement-breakpoint
CREATE INDEX `moods_user_idx` ON `moods` (`user`,`createdAt`);--> statement-breakpoint
CREATE TABLE `persona_analytics` (
	`id` text PRIMARY KEY NOT NULL,
	`persona` text NOT NULL,
	`conversations_count` integer DEFAULT 0 NOT NULL,
	`average_session_length` real DEFAULT 0 NOT NULL,
	`engagement_score` real DEFAULT 0 NOT NULL,
	`consistency_score` real DEFAULT 0 NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`persona`) REFERENCES `personas`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "persona_analytics_numbers" CHECK("persona_analytics"."conversations_count" >= 0 and "persona_analytics"."average_session_length" >= 0 and "persona_analytics"."engagement_score" between 0 and 100 and "persona_analytics"."consistency_score" between 0 and 100)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `persona_analytics_persona_unique` ON `persona_analytics` (`persona`);--> statement-breakpoint
CREATE TABLE `prompt_sections` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`text` text NOT NULL,
	`version` integer NOT NULL,
	`is_active` integer DEFAULT false NOT NULL,
	`published_at` text,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	CONSTRAINT "prompt_sections_type" CHECK("prompt_sections"."type" in ('intro', 'knowledge', 'guidelines', 'multi_bot', 'ai_disclosure')),
	CONSTRAINT "prompt_sections_numbers" CHECK("prompt_sections"."version" > 0 and ("prompt_sections"."is_active" = 0 or "prompt_sections"."published_at" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `prompt_sections_active_unique` ON `prompt_sections` (`type`) WHERE is_active = 1;--> statement-breakpoint
CREATE UNIQUE INDEX `prompt_sections_version_unique` ON `prompt_sections` (`type`,`version`);--> statement-breakpoint
CREATE TABLE `rate_windows` (
	`id` text PRIMARY KEY NOT NULL,
	`used` integer NOT NULL,
	`ends_at` text NOT NULL,
	CONSTRAINT "rate_windows_used" CHECK("rate_windows"."used" > 0)
);
--> statement-breakpoint
CREATE INDEX `rate_windows_ends_at_idx` ON `rate_windows` (`ends_at`);--> statement-breakpoint
CREATE TABLE `reports` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text,
	`resource_type` text NOT NULL,
	`resource_id` text NOT NULL,
	`reason` text NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`status` text DEFAULT 'open' NOT NULL,
	`claimed_by` text,
	`claimed_at` text,
	`resolution` text,
	`done_at` text,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`claimed_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "reports_enums" CHECK("reports"."resource_type" in ('bot', 'message', 'conversation', 'creatorProfile', 'knowledgeCollection') and "reports"."reason" in ('harassment', 'hate', 'minors', 'sexual_content', 'self_harm', 'violence', 'impersonation', 'private_information', 'copyright', 'spam', 'other') and "reports"."status" in ('open', 'claimed', 'done')),
	CONSTRAINT "reports_claim" CHECK("reports"."status" <> 'claimed' or "reports"."claimed_by" is not null)
);
--> statement-breakpoint
CREATE INDEX `reports_user_idx` ON `reports` (`user`,`createdAt`);--> statement-breakpoint
CREATE INDEX `reports_claimed_by_idx` ON `reports` (`claimed_by`) WHERE claimed_by is not null;--> statement-breakpoint
CREATE INDEX `reports_status_idx` ON `reports` (`status`,`createdAt`);--> statement-breakpoint
CREATE INDEX `reports_resource_idx` ON `reports` (`resource_type`,`resource_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `reports_open_unique` ON `reports` (`user`,`resource_type`,`resource_id`) WHERE status <> 'done';--> statement-breakpoint
CREATE TABLE `search_documents` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`ref` text NOT NULL,
	CONSTRAINT "search_documents_kind" CHECK("search_documents"."kind" in ('messages', 'knowledge', 'bots'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_documents_ref_unique` ON `search_documents` (`kind`,`ref`);--> statement-breakpoint
CREATE TABLE `self_moderation` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`daily_limit` integer,
	`weekly_limit` integer,
	`break_reminder_interval` integer,
	`night_mode_enabled` integer DEFAULT false NOT NULL,
	`night_mode_start` text DEFAULT '22:00' NOT NULL,
	`night_mode_end` text DEFAULT '08:00' NOT NULL,
	`intervention_triggers` text DEFAULT '{}' NOT NULL,
	`current_daily_usage` integer DEFAULT 0 NOT NULL,
	`current_weekly_usage` integer DEFAULT 0 NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "self_moderation_limits" CHECK(coalesce("self_moderation"."daily_limit" between 15 and 480, 1) and coalesce("self_moderation"."weekly_limit" between 60 and 3360, 1) and coalesce("self_moderation"."break_reminder_interval" between 10 and 60, 1)),
	CONSTRAINT "self_moderation_night" CHECK("self_moderation"."night_mode_start" glob '[0-2][0-9]:[0-5][0-9]' and "self_moderation"."night_mode_start" < '24:00' and "self_moderation"."night_mode_end" glob '[0-2][0-9]:[0-5][0-9]' and "self_moderation"."night_mode_end" < '24:00'),
	CONSTRAINT "self_moderation_usage" CHECK("self_moderation"."current_daily_usage" >= 0 and "self_moderation"."current_weekly_usage" >= 0),
	CONSTRAINT "self_moderation_json" CHECK(json_valid("self_moderation"."intervention_triggers"))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `self_moderation_user_unique` ON `self_moderation` (`user`);--> statement-breakpoint
CREATE TABLE `subscription_payments` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text,
	`tier` text,
	`amount` integer NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`stripe_payment_id` text,
	`period_start` text,
	`period_end` text,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tier`) REFERENCES `subscription_tiers`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "subscription_payments_status" CHECK("subscription_payments"."status" in ('pending', 'completed', 'failed', 'refunded')),
	CONSTRAINT "subscription_payments_amount" CHECK("subscription_payments"."amount" >= 0)
);
--> statement-breakpoint
CREATE INDEX `subscription_payments_user_idx` ON `subscription_payments` (`user`,`createdAt`);--> statement-breakpoint
CREATE INDEX `subscription_payments_tier_idx` ON `subscription_payments` (`tier`);--> statement-breakpoint
CREATE UNIQUE INDEX `subscription_payments_stripe_unique` ON `subscription_payments` (`stripe_payment_id`);--> statement-breakpoint
CREATE TABLE `subscription_tiers` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`price_monthly` integer NOT NULL,
	`price_yearly` integer NOT NULL,
	`features` text DEFAULT '[]' NOT NULL,
	`token_allowance` integer DEFAULT 0 NOT NULL,
	`bot_limit` integer,
	`priority_support` integer DEFAULT false NOT NULL,
	`is_active` integer DEFAULT false NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	CONSTRAINT "subscription_tiers_numbers" CHECK("subscription_tiers"."price_monthly" >= 0 and "subscription_tiers"."price_yearly" >= 0 and "subscription_tiers"."token_allowance" >= 0 and coalesce("subscription_tiers"."bot_limit", 0) >= 0),
	CONSTRAINT "subscription_tiers_json" CHECK(json_valid("subscription_tiers"."features"))
);
--> statement-breakpoint
CREATE INDEX `subscription_tiers_active_idx` ON `subscription_tiers` (`is_active`,`price_monthly`);--> statement-breakpoint
CREATE TABLE `token_gifts` (
	`id` text PRIMARY KEY NOT NULL,
	`sender` text,
	`recipient` text,
	`amount` integer NOT NULL,
	`message` text DEFAULT '' NOT NULL,
	`related_bot` text,
	`createdAt` text NOT NULL,
	FOREIGN KEY (`sender`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recipient`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`related_bot`) REFERENCES `bots`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "token_gifts_amount" CHECK("token_gifts"."amount" > 0),
	CONSTRAINT "token_gifts_no_self" CHECK("token_gifts"."sender" <> "token_gifts"."recipient")
);
--> statement-breakpoint
CREATE INDEX `token_gifts_sender_idx` ON `token_gifts` (`sender`,`createdAt`);--> statement-breakpoint
CREATE INDEX `token_gifts_recipient_idx` ON `token_gifts` (`recipient`,`createdAt`);--> statement-breakpoint
CREATE INDEX `token_gifts_related_bot_idx` ON `token_gifts` (`related_bot`);--> statement-breakpoint
CREATE TABLE `token_packages` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`amount` integer NOT NULL,
	`price` integer NOT NULL,
	`bonus_amount` integer DEFAULT 0 NOT NULL,
	`is_active` integer DEFAULT false NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	CONSTRAINT "token_packages_numbers" CHECK("token_packages"."amount" > 0 and "token_packages"."price" >= 0 and "token_packages"."bonus_amount" >= 0)
);
--> statement-breakpoint
CREATE INDEX `token_packages_active_idx` ON `token_packages` (`is_active`,`price`);--> statement-breakpoint
CREATE TABLE `tombstones` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`ended_at` text,
	`createdAt` text NOT NULL,
	CONSTRAINT "tombstones_kind" CHECK("tombstones"."kind" in ('bots', 'knowledge_collections', 'conversations', 'users'))
);
--> statement-breakpoint
CREATE INDEX `tombstones_created_idx` ON `tombstones` (`createdAt`);--> statement-breakpoint
CREATE TABLE `tutorials` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`category` text NOT NULL,
	`difficulty` text DEFAULT 'beginner' NOT NULL,
	`steps` text DEFAULT '[]' NOT NULL,
	`estimated_time` integer DEFAULT 2 NOT NULL,
	`is_published` integer DEFAULT false NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	CONSTRAINT "tutorials_enums" CHECK("tutorials"."category" in ('getting-started', 'features', 'troubleshooting') and "tutorials"."difficulty" in ('beginner', 'intermediate', 'advanced')),
	CONSTRAINT "tutorials_time" CHECK("tutorials"."estimated_time" > 0),
	CONSTRAINT "tutorials_json" CHECK(json_valid("tutorials"."steps"))
);
--> statement-breakpoint
CREATE INDEX `tutorials_published_idx` ON `tutorials` (`is_published`,`createdAt`);--> statement-breakpoint
CREATE TABLE `usage_analytics` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`date` text NOT NULL,
	`conversations_started` integer DEFAULT 0 NOT NULL,
	`messages_sent` integer DEFAULT 0 NOT NULL,
	`tokens_used` integer DEFAULT 0 NOT NULL,
	`bots_created` integer DEFAULT 0 NOT NULL,
	`knowledge_added` integer DEFAULT 0 NOT NULL,
	`session_duration` integer DEFAULT 0 NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "usage_analytics_date" CHECK("usage_analytics"."date" glob '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
	CONSTRAINT "usage_analytics_counts" CHECK("usage_analytics"."conversations_started" >= 0 and "usage_analytics"."messages_sent" >= 0 and "usage_analytics"."tokens_used" >= 0 and "usage_analytics"."bots_created" >= 0 and "usage_analytics"."knowledge_added" >= 0 and "usage_analytics"."session_duration" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `usage_analytics_day_unique` ON `usage_analytics` (`user`,`date`);--> statement-breakpoint
CREATE TABLE `user_agreements` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`document` text NOT NULL,
	`accepted_at` text NOT NULL,
	`ip_address` text,
	`user_agent` text,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`document`) REFERENCES `legal_documents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_agreements_document_unique` ON `user_agreements` (`user`,`document`);--> statement-breakpoint
CREATE INDEX `user_agreements_user_idx` ON `user_agreements` (`user`,`accepted_at`);--> statement-breakpoint
CREATE INDEX `user_agreements_document_idx` ON `user_agreements` (`document`);--> statement-breakpoint
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
CREATE TABLE `username_redirects` (
	`username_key` text PRIMARY KEY NOT NULL,
	`username` text NOT NULL,
	`profile` text,
	`user` text NOT NULL,
	`expires_at` text NOT NULL,
	`createdAt` text NOT NULL,
	CONSTRAINT "username_redirects_username" CHECK("username_redirects"."username" = lower("username_redirects"."username"))
);
--> statement-breakpoint
CREATE INDEX `username_redirects_username_idx` ON `username_redirects` (`username`);--> statement-breakpoint
CREATE INDEX `username_redirects_profile_idx` ON `username_redirects` (`profile`) WHERE profile is not null;--> statement-breakpoint
CREATE INDEX `username_redirects_expires_idx` ON `username_redirects` (`expires_at`);--> statement-breakpoint
CREATE TABLE `vector_records` (
	`id` text PRIMARY KEY NOT NULL,
	`vector_id` text NOT NULL,
	`source_type` text NOT NULL,
	`source_id` text NOT NULL,
	`user_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	`chunk_index` integer NOT NULL,
	`total_chunks` integer NOT NULL,
	`chunk_text` text NOT NULL,
	`metadata` text NOT NULL,
	`embedding_model` text NOT NULL,
	`embedding_dimensions` integer NOT NULL,
	`embedding` text,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "vector_records_source" CHECK("vector_records"."source_type" in ('knowledge', 'memory')),
	CONSTRAINT "vector_records_ids" CHECK(length(cast("vector_records"."vector_id" as blob)) between 1 and 64),
	CONSTRAINT "vector_records_numbers" CHECK("vector_records"."chunk_index" >= 0 and "vector_records"."chunk_index" < "vector_records"."total_chunks" and "vector_records"."embedding_dimensions" between 1 and 10000),
	CONSTRAINT "vector_records_json" CHECK(json_type("vector_records"."metadata") = 'object' and ("vector_records"."embedding" is null or json_type("vector_records"."embedding") = 'array'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vector_records_vector_id_unique` ON `vector_records` (`vector_id`);--> statement-breakpoint
CREATE INDEX `vector_records_source_idx` ON `vector_records` (`source_id`,`chunk_index`);--> statement-breakpoint
CREATE INDEX `vector_records_source_type_idx` ON `vector_records` (`source_type`,`source_id`);--> statement-breakpoint
CREATE INDEX `vector_records_user_idx` ON `vector_records` (`user_id`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `vector_records_tenant_idx` ON `vector_records` (`tenant_id`);--> statement-breakpoint
DROP INDEX `knowledge_collection_order_idx`;--> statement-breakpoint
ALTER TABLE `knowledge` ADD `share_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `knowledge_collection_created_idx` ON `knowledge` (`knowledge_collection`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `knowledge_collection_updated_idx` ON `knowledge` (`knowledge_collection`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `knowledge_collection_title_idx` ON `knowledge` (`knowledge_collection`,`title`,`id`);--> statement-breakpoint
CREATE INDEX `knowledge_collection_tokens_idx` ON `knowledge` (`knowledge_collection`,`tokens`,`id`);--> statement-breakpoint
CREATE INDEX `knowledge_file_idx` ON `knowledge` (`r2_file_key`) WHERE r2_file_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `knowledge_source_memory_unique` ON `knowledge` (`source_memory_id`) WHERE source_memory_id is not null;--> statement-breakpoint
CREATE INDEX `knowledge_collection_order_idx` ON `knowledge` (`knowledge_collection`,`order`,`id`);--> statement-breakpoint
ALTER TABLE `jobs` ADD `subject` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `cursor` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `lock_owner` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `locked_until` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `attempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_subject_unique` ON `jobs` (`kind`,`subject`) WHERE status in ('queued', 'running');--> statement-breakpoint
ALTER TABLE `knowledge_collections` ADD `share_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `knowledge_collections_user_created_idx` ON `knowledge_collections` (`user`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `knowledge_collections_level_idx` ON `knowledge_collections` (`sharing_level`,`createdAt`);--> statement-breakpoint
CREATE INDEX `access_control_user_idx` ON `access_control` (`user`,`createdAt`);--> statement-breakpoint
CREATE INDEX `access_control_granted_by_idx` ON `access_control` (`granted_by`);--> statement-breakpoint
CREATE INDEX `access_control_revoked_by_idx` ON `access_control` (`revoked_by`) WHERE revoked_by is not null;--> statement-breakpoint
CREATE INDEX `bots_picture_idx` ON `bots` (`picture`) WHERE picture is not null;--> statement-breakpoint
CREATE INDEX `bots_visibility_updated_idx` ON `bots` (`sharing_visibility`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `bots_visibility_name_idx` ON `bots` (`sharing_visibility`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `bots_visibility_likes_idx` ON `bots` (`sharing_visibility`,`likes_count`,`id`);--> statement-breakpoint
CREATE INDEX `bots_visibility_favorites_idx` ON `bots` (`sharing_visibility`,`favorites_count`,`id`);--> statement-breakpoint
CREATE INDEX `conversations_memory_tome_idx` ON `conversations` (`memory_tome`) WHERE memory_tome is not null;--> statement-breakpoint
CREATE INDEX `conversations_last_activity_idx` ON `conversations` (`last_activity`);--> statement-breakpoint
CREATE INDEX `creator_profiles_created_idx` ON `creator_profiles` (`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `creator_profiles_featured_idx` ON `creator_profiles` (`featured_creator`,`last_active`);--> statement-breakpoint
CREATE INDEX `collection_links_user_idx` ON `collection_links` (`user`);--> statement-breakpoint
CREATE INDEX `media_user_idx` ON `media` (`user`,`createdAt`,`filesize`);--> statement-breakpoint
CREATE INDEX `messages_conversation_time_idx` ON `messages` (`conversation`,`created_timestamp`,`id`);--> statement-breakpoint
CREATE INDEX `personas_user_name_idx` ON `personas` (`user`,`name`);