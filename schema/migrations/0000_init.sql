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
CREATE INDEX `access_control_resource_idx` ON `access_control` (`resource_type`,`resource_id`);--> statement-breakpoint
CREATE TABLE `bots` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`slug` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`picture` text,
	`gender` text,
	`age` integer,
	`system_prompt` text NOT NULL,
	`greeting` text DEFAULT '' NOT NULL,
	`speech_examples` text DEFAULT '[]' NOT NULL,
	`personality_traits` text DEFAULT '{}' NOT NULL,
	`behavior_settings` text DEFAULT '{}' NOT NULL,
	`signature_phrases` text DEFAULT '[]' NOT NULL,
	`tags` text DEFAULT '[]' NOT NULL,
	`is_public` integer GENERATED ALWAYS AS (sharing_visibility = 'public') VIRTUAL,
	`sharing_visibility` text DEFAULT 'private' NOT NULL,
	`sharing` text GENERATED ALWAYS AS (json_object('visibility', sharing_visibility)) VIRTUAL,
	`likes_count` integer DEFAULT 0 NOT NULL,
	`favorites_count` integer DEFAULT 0 NOT NULL,
	`user` text NOT NULL,
	`creator_profile` text NOT NULL,
	`creator_display_name` text NOT NULL,
	`extensions` text DEFAULT '{}' NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`picture`) REFERENCES `media`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`creator_profile`) REFERENCES `creator_profiles`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bots_name" CHECK(length("bots"."name") between 1 and 100 and length("bots"."slug") between 2 and 60),
	CONSTRAINT "bots_age" CHECK(coalesce("bots"."age" between 1 and 200, 1)),
	CONSTRAINT "bots_counts" CHECK("bots"."likes_count" >= 0 and "bots"."favorites_count" >= 0),
	CONSTRAINT "bots_enums" CHECK(coalesce("bots"."gender" in ('male', 'female', 'non-binary', 'other'), 1) and "bots"."sharing_visibility" in ('private', 'shared', 'public')),
	CONSTRAINT "bots_personality_traits" CHECK(coalesce(json_extract("bots"."personality_traits", '$.tone') in ('friendly', 'professional', 'playful', 'mysterious', 'wise', 'humorous', 'empathetic', 'authoritative'), 1) and coalesce(json_extract("bots"."personality_traits", '$.formality_level') in ('very-casual', 'casual', 'neutral', 'formal', 'very-formal'), 1) and coalesce(json_extract("bots"."personality_traits", '$.humor_style') in ('none', 'light', 'moderate', 'dark', 'sarcastic'), 1) and coalesce(json_extract("bots"."personality_traits", '$.communication_style') in ('direct', 'elaborate', 'concise', 'storytelling', 'questioning'), 1)),
	CONSTRAINT "bots_behavior_settings" CHECK(coalesce(json_extract("bots"."behavior_settings", '$.response_length') in ('very-short', 'short', 'medium', 'long', 'very-long'), 1) and coalesce(json_extract("bots"."behavior_settings", '$.creativity_level') in ('conservative', 'moderate', 'creative', 'highly-creative'), 1) and coalesce(json_extract("bots"."behavior_settings", '$.knowledge_sharing') in ('very-limited', 'limited', 'balanced', 'generous', 'very-generous'), 1))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bots_creator_profile_slug_unique` ON `bots` (`creator_profile`,`slug`);--> statement-breakpoint
CREATE INDEX `bots_user_idx` ON `bots` (`user`,`createdAt`);--> statement-breakpoint
CREATE INDEX `bots_visibility_idx` ON `bots` (`sharing_visibility`,`createdAt`);--> statement-breakpoint
CREATE TABLE `conversation_members` (
	`conversation` text NOT NULL,
	`user` text NOT NULL,
	`role` text NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	`joined_at` text NOT NULL,
	`read_up_to` text,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	PRIMARY KEY(`conversation`, `user`),
	FOREIGN KEY (`conversation`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "conversation_members_enums" CHECK("conversation_members"."role" in ('owner', 'member', 'viewer') and "conversation_members"."status" in ('active', 'archived', 'muted', 'pinned'))
);
--> statement-breakpoint
CREATE INDEX `conversation_members_user_idx` ON `conversation_members` (`user`);--> statement-breakpoint
CREATE TABLE `conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text,
	`user` text NOT NULL,
	`conversation_type` text NOT NULL,
	`bot_participation` text DEFAULT '[]' NOT NULL,
	`participants` text NOT NULL,
	`total_tokens` integer DEFAULT 0 NOT NULL,
	`last_summarized_at` text,
	`last_summarized_message_index` integer,
	`requires_summarization` integer DEFAULT false NOT NULL,
	`memory_tome` text,
	`conversation_metadata` text NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	`conversation_settings` text NOT NULL,
	`turn_taking` text NOT NULL,
	`persona_id` text,
	`rev` integer NOT NULL,
	`seq` integer NOT NULL,
	`last_activity` text GENERATED ALWAYS AS (json_extract(conversation_metadata, '$.last_activity')) VIRTUAL,
	`created_timestamp` text NOT NULL,
	`modified_timestamp` text NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "conversations_enums" CHECK("conversations"."conversation_type" in ('single-bot', 'multi-bot', 'group-chat') and "conversations"."status" in ('active', 'archived', 'muted', 'pinned')),
	CONSTRAINT "conversations_numbers" CHECK("conversations"."total_tokens" >= 0 and "conversations"."rev" >= 0 and "conversations"."seq" >= 0),
	CONSTRAINT "conversations_json" CHECK(json_valid("conversations"."bot_participation") and json_valid("conversations"."participants") and json_valid("conversations"."conversation_metadata") and json_valid("conversations"."conversation_settings"))
);
--> statement-breakpoint
CREATE INDEX `conversations_user_idx` ON `conversations` (`user`,`last_activity`);--> statement-breakpoint
CREATE TABLE `creator_profiles` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`username` text NOT NULL,
	`username_key` text NOT NULL,
	`display_name` text NOT NULL,
	`bio` text NOT NULL,
	`profile_media` text NOT NULL,
	`social_links` text NOT NULL,
	`creator_info` text NOT NULL,
	`portfolio` text NOT NULL,
	`verification_status` text DEFAULT 'unverified' NOT NULL,
	`featured_creator` integer DEFAULT false NOT NULL,
	`profile_settings` text NOT NULL,
	`tags` text DEFAULT '[]' NOT NULL,
	`last_active` text NOT NULL,
	`created_timestamp` text NOT NULL,
	`modified_timestamp` text NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "creator_profiles_username" CHECK("creator_profiles"."username" = lower("creator_profiles"."username") and length("creator_profiles"."username") between 3 and 50),
	CONSTRAINT "creator_profiles_status" CHECK("creator_profiles"."verification_status" in ('unverified', 'pending', 'verified', 'premium'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `creator_profiles_user_unique` ON `creator_profiles` (`user`);--> statement-breakpoint
CREATE UNIQUE INDEX `creator_profiles_username_unique` ON `creator_profiles` (`username`);--> statement-breakpoint
CREATE UNIQUE INDEX `creator_profiles_username_key_unique` ON `creator_profiles` (`username_key`);--> statement-breakpoint
CREATE INDEX `creator_profiles_last_active_idx` ON `creator_profiles` (`last_active`);--> statement-breakpoint
CREATE TABLE `ended_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at` text NOT NULL,
	`createdAt` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `ended_sessions_expires_at_idx` ON `ended_sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `instance_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`public_key` text NOT NULL,
	`private_key` text NOT NULL,
	`createdAt` text NOT NULL,
	CONSTRAINT "instance_keys_kind" CHECK("instance_keys"."kind" in ('issuer'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `instance_keys_kind_unique` ON `instance_keys` (`kind`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`user` text NOT NULL,
	`status` text DEFAULT 'queued' NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`total` integer DEFAULT 0 NOT NULL,
	`paused` integer DEFAULT false NOT NULL,
	`phase` text,
	`result` text,
	`error` text,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "jobs_status" CHECK("jobs"."status" in ('queued', 'running', 'done', 'failed', 'cancelled')),
	CONSTRAINT "jobs_numbers" CHECK("jobs"."done" >= 0 and "jobs"."total" >= 0)
);
--> statement-breakpoint
CREATE INDEX `jobs_user_idx` ON `jobs` (`user`,`createdAt`);--> statement-breakpoint
CREATE INDEX `jobs_status_idx` ON `jobs` (`status`,`updatedAt`);--> statement-breakpoint
CREATE TABLE `knowledge_activation_log` (
	`id` text PRIMARY KEY NOT NULL,
	`conversation_id` text NOT NULL,
	`message_index` integer NOT NULL,
	`knowledge_entry_id` text NOT NULL,
	`activation_method` text NOT NULL,
	`activation_score` real NOT NULL,
	`matched_keywords` text DEFAULT '[]' NOT NULL,
	`vector_similarity` real,
	`position_inserted` text NOT NULL,
	`tokens_used` integer NOT NULL,
	`was_included` integer NOT NULL,
	`exclusion_reason` text,
	`activation_timestamp` text NOT NULL,
	`message_id` text NOT NULL,
	`take_id` text NOT NULL,
	`bot_id` text NOT NULL,
	`entry_title` text NOT NULL,
	`knowledge_collection` text NOT NULL,
	`sticky` integer NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "activation_log_enums" CHECK("knowledge_activation_log"."activation_method" in ('keyword', 'vector', 'constant', 'manual') and coalesce("knowledge_activation_log"."exclusion_reason" in ('budget_exceeded', 'cooldown_active', 'delay_not_met', 'probability_failed', 'filter_excluded'), 1)),
	CONSTRAINT "activation_log_numbers" CHECK("knowledge_activation_log"."message_index" >= 0 and "knowledge_activation_log"."tokens_used" >= 0),
	CONSTRAINT "activation_log_reason" CHECK("knowledge_activation_log"."was_included" = 0 or "knowledge_activation_log"."exclusion_reason" is null)
);
--> statement-breakpoint
CREATE INDEX `activation_log_conversation_idx` ON `knowledge_activation_log` (`conversation_id`,`message_index`);--> statement-breakpoint
CREATE INDEX `activation_log_entry_idx` ON `knowledge_activation_log` (`knowledge_entry_id`,"activation_timestamp" desc);--> statement-breakpoint
CREATE INDEX `activation_log_method_idx` ON `knowledge_activation_log` (`activation_method`);--> statement-breakpoint
CREATE INDEX `activation_log_message_idx` ON `knowledge_activation_log` (`message_id`,`take_id`);--> statement-breakpoint
CREATE INDEX `activation_log_collection_idx` ON `knowledge_activation_log` (`knowledge_collection`,`activation_timestamp`);--> statement-breakpoint
CREATE TABLE `collection_links` (
	`collection` text NOT NULL,
	`target_kind` text NOT NULL,
	`target_id` text NOT NULL,
	`user` text NOT NULL,
	`createdAt` text NOT NULL,
	PRIMARY KEY(`collection`, `target_kind`, `target_id`),
	FOREIGN KEY (`collection`) REFERENCES `knowledge_collections`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "collection_links_kind" CHECK("collection_links"."target_kind" in ('bot', 'conversation', 'persona'))
);
--> statement-breakpoint
CREATE INDEX `collection_links_target_idx` ON `collection_links` (`target_kind`,`target_id`);--> statement-breakpoint
CREATE TABLE `knowledge_collections` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`user` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`sharing_settings` text NOT NULL,
	`collaborators` text DEFAULT '{}' NOT NULL,
	`collection_metadata` text NOT NULL,
	`usage_analytics` text DEFAULT '{"view_count":0,"fork_count":0,"rating":null}' NOT NULL,
	`lore_settings` text NOT NULL,
	`extensions` text DEFAULT '{}' NOT NULL,
	`share_password_hash` text,
	`sharing_level` text GENERATED ALWAYS AS (json_extract(sharing_settings, '$.sharing_level')) VIRTUAL,
	`is_public` integer GENERATED ALWAYS AS (json_extract(sharing_settings, '$.is_public')) VIRTUAL,
	`collection_category` text GENERATED ALWAYS AS (json_extract(collection_metadata, '$.collection_category')) VIRTUAL,
	`created_timestamp` text NOT NULL,
	`modified_timestamp` text NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "knowledge_collections_name" CHECK(length("knowledge_collections"."name") between 1 and 200),
	CONSTRAINT "knowledge_collections_groups" CHECK(coalesce(json_extract("knowledge_collections"."sharing_settings", '$.sharing_level') in ('private', 'shared', 'public'), 1) and coalesce(json_extract("knowledge_collections"."collection_metadata", '$.collection_category') in ('general', 'memories', 'reference', 'worldbuilding'), 1) and coalesce(json_extract("knowledge_collections"."collection_metadata", '$.difficulty_level') in ('beginner', 'intermediate', 'advanced'), 1) and json_valid("knowledge_collections"."lore_settings"))
);
--> statement-breakpoint
CREATE INDEX `knowledge_collections_user_idx` ON `knowledge_collections` (`user`,`collection_category`,`createdAt`);--> statement-breakpoint
CREATE INDEX `knowledge_collections_public_idx` ON `knowledge_collections` (`is_public`,`createdAt`);--> statement-breakpoint
CREATE TABLE `knowledge` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`entry` text NOT NULL,
	`title` text DEFAULT '' NOT NULL,
	`type` text DEFAULT 'text' NOT NULL,
	`knowledge_collection` text NOT NULL,
	`tags` text DEFAULT '[]' NOT NULL,
	`tokens` integer DEFAULT 0 NOT NULL,
	`is_vectorized` integer DEFAULT false NOT NULL,
	`chunk_count` integer DEFAULT 0 NOT NULL,
	`r2_file_key` text,
	`applies_to_bots` text DEFAULT '[]' NOT NULL,
	`applies_to_personas` text DEFAULT '[]' NOT NULL,
	`is_legacy_memory` integer DEFAULT false NOT NULL,
	`source_memory_id` text,
	`source_conversation_id` text,
	`original_participants` text,
	`memory_date_range` text,
	`privacy_settings` text NOT NULL,
	`shared_access` text DEFAULT '{}' NOT NULL,
	`content_metadata` text DEFAULT '{}' NOT NULL,
	`usage_analytics` text DEFAULT '{"view_count":0,"search_count":0,"popularity_score":0}' NOT NULL,
	`activation_settings` text NOT NULL,
	`positioning` text NOT NULL,
	`advanced_activation` text NOT NULL,
	`filtering` text NOT NULL,
	`budget_control` text NOT NULL,
	`extensions` text DEFAULT '{}' NOT NULL,
	`share_password_hash` text,
	`activation_mode` text GENERATED ALWAYS AS (json_extract(activation_settings, '$.activation_mode')) VIRTUAL,
	`order` integer GENERATED ALWAYS AS (json_extract(positioning, '$.order')) VIRTUAL,
	`created_timestamp` text NOT NULL,
	`modified_timestamp` text NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`knowledge_collection`) REFERENCES `knowledge_collections`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "knowledge_type" CHECK("knowledge"."type" in ('text', 'document', 'url', 'image', 'audio', 'video', 'legacy_memory')),
	CONSTRAINT "knowledge_counts" CHECK(length("knowledge"."entry") > 0 and "knowledge"."tokens" >= 0 and "knowledge"."chunk_count" >= 0),
	CONSTRAINT "knowledge_activation_settings" CHECK(coalesce(json_extract("knowledge"."activation_settings", '$.activation_mode') in ('keyword', 'vector', 'hybrid', 'constant', 'disabled'), 1) and coalesce(json_extract("knowledge"."activation_settings", '$.keywords_logic') in ('AND_ANY', 'AND_ALL', 'NOT_ALL', 'NOT_ANY', 'SELECTIVE_ANY', 'SELECTIVE_ALL'), 1) and coalesce(json_extract("knowledge"."activation_settings", '$.vector_similarity_threshold') between 0 and 1, 1) and coalesce(json_extract("knowledge"."activation_settings", '$.max_vector_results') between 1 and 20, 1) and coalesce(json_extract("knowledge"."activation_settings", '$.probability') between 0 and 100, 1) and coalesce(json_extract("knowledge"."activation_settings", '$.scan_depth') between 1 and 20, 1)),
	CONSTRAINT "knowledge_positioning" CHECK(coalesce(json_extract("knowledge"."positioning", '$.position') in ('system_top', 'before_character', 'after_character', 'before_examples', 'after_examples', 'at_depth', 'system_bottom'), 1) and coalesce(json_extract("knowledge"."positioning", '$.role') in ('system', 'user', 'assistant'), 1) and coalesce(json_extract("knowledge"."positioning", '$.depth') between 0 and 100, 1) and coalesce(json_extract("knowledge"."positioning", '$.order') between 0 and 1000, 1)),
	CONSTRAINT "knowledge_advanced_activation" CHECK(coalesce(json_extract("knowledge"."advanced_activation", '$.sticky') between 0 and 50, 1) and coalesce(json_extract("knowledge"."advanced_activation", '$.cooldown') between 0 and 50, 1) and coalesce(json_extract("knowledge"."advanced_activation", '$.delay') between 0 and 100, 1)),
	CONSTRAINT "knowledge_groups" CHECK(coalesce(json_extract("knowledge"."budget_control", '$.max_tokens') between 0 and 8000, 1) and coalesce(json_extract("knowledge"."privacy_settings", '$.privacy_level') in ('private', 'shared', 'public'), 1) and json_valid("knowledge"."filtering"))
);
--> statement-breakpoint
CREATE INDEX `knowledge_collection_idx` ON `knowledge` (`knowledge_collection`,`id`);--> statement-breakpoint
CREATE INDEX `knowledge_collection_order_idx` ON `knowledge` (`knowledge_collection`,`order`);--> statement-breakpoint
CREATE INDEX `knowledge_user_idx` ON `knowledge` (`user`,`createdAt`);--> statement-breakpoint
CREATE TABLE `media` (
	`id` text PRIMARY KEY NOT NULL,
	`user` text NOT NULL,
	`alt` text DEFAULT '' NOT NULL,
	`url` text NOT NULL,
	`filename` text NOT NULL,
	`mimeType` text NOT NULL,
	`filesize` integer NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`sha256` text NOT NULL,
	`r2_key` text NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "media_type" CHECK("media"."mimeType" in ('image/png', 'image/jpeg', 'image/webp', 'image/gif')),
	CONSTRAINT "media_size" CHECK("media"."filesize" between 1 and 10485760 and "media"."width" between 1 and 10000 and "media"."height" between 1 and 10000 and length("media"."sha256") = 64)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `media_user_sha256_unique` ON `media` (`user`,`sha256`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`conversation` text NOT NULL,
	`seq` integer NOT NULL,
	`user` text NOT NULL,
	`author_name` text NOT NULL,
	`message_type` text NOT NULL,
	`bot` text,
	`entry` text NOT NULL,
	`message_attribution` text NOT NULL,
	`message_content` text NOT NULL,
	`message_thread` text NOT NULL,
	`token_tracking` text NOT NULL,
	`byo_key` integer DEFAULT false NOT NULL,
	`message_status` text NOT NULL,
	`metadata` text NOT NULL,
	`takes` text DEFAULT '[]' NOT NULL,
	`current_take_id` text,
	`persona_id` text,
	`reasoning_content` text,
	`interrupted` integer DEFAULT false NOT NULL,
	`stopped_by` text,
	`failed` text,
	`hidden` integer DEFAULT false NOT NULL,
	`aside` integer DEFAULT false NOT NULL,
	`whisper_to` text,
	`pinned` integer DEFAULT false NOT NULL,
	`streaming` integer DEFAULT false NOT NULL,
	`activation` text,
	`length` integer,
	`sha256` text,
	`rev` integer NOT NULL,
	`created_timestamp` text NOT NULL,
	`modified_timestamp` text NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`conversation`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "messages_type" CHECK("messages"."message_type" in ('text', 'image', 'file', 'system', 'voice', 'code')),
	CONSTRAINT "messages_numbers" CHECK("messages"."seq" >= 1 and "messages"."rev" >= 0),
	CONSTRAINT "messages_json" CHECK(json_valid("messages"."message_attribution") and json_valid("messages"."message_content") and json_valid("messages"."message_status") and json_valid("messages"."takes"))
);
--> statement-breakpoint
CREATE INDEX `messages_conversation_idx` ON `messages` (`conversation`,`seq`);--> statement-breakpoint
CREATE INDEX `messages_user_idx` ON `messages` (`user`,`created_timestamp`);--> statement-breakpoint
CREATE TABLE `personas` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`user` text NOT NULL,
	`gender` text,
	`age` integer,
	`pronouns` text,
	`custom_pronouns` text,
	`appearance` text NOT NULL,
	`interaction_preferences` text NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`usage_count` integer DEFAULT 0 NOT NULL,
	`custom_instructions` text DEFAULT '' NOT NULL,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "personas_enums" CHECK(coalesce("personas"."gender" in ('male', 'female', 'non-binary', 'unspecified', 'other'), 1) and coalesce("personas"."pronouns" in ('he-him', 'she-her', 'they-them', 'he-they', 'she-they', 'any', 'other'), 1)),
	CONSTRAINT "personas_numbers" CHECK(coalesce("personas"."age" between 0 and 10000, 1) and "personas"."usage_count" >= 0 and length("personas"."name") > 0)
);
--> statement-breakpoint
CREATE INDEX `personas_user_idx` ON `personas` (`user`,`createdAt`);--> statement-breakpoint
CREATE UNIQUE INDEX `personas_default_unique` ON `personas` (`user`) WHERE is_default = 1;--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`displayName` text NOT NULL,
	`bio` text,
	`avatar` text,
	`location` text,
	`role` text DEFAULT 'user' NOT NULL,
	`name` text,
	`nickname` text,
	`pronouns` text,
	`custom_pronouns` text,
	`description` text,
	`subscriptionTier` text,
	`tokenBalance` integer DEFAULT 0 NOT NULL,
	`preferences` text DEFAULT '{}' NOT NULL,
	`clerk_user_id` text,
	`guest` integer DEFAULT false NOT NULL,
	`house` integer DEFAULT false NOT NULL,
	`expires_at` text,
	`suspended_at` text,
	`createdAt` text NOT NULL,
	`updatedAt` text NOT NULL,
	CONSTRAINT "users_email_lower" CHECK("users"."email" = lower("users"."email") and "users"."email" like '%_@_%'),
	CONSTRAINT "users_enums" CHECK("users"."role" in ('admin', 'moderator', 'user') and coalesce("users"."pronouns" in ('he/him', 'she/her', 'they/them', 'other'), 1)),
	CONSTRAINT "users_balance" CHECK("users"."tokenBalance" >= 0),
	CONSTRAINT "users_guest_ends" CHECK("users"."guest" = 0 or "users"."expires_at" is not null),
	CONSTRAINT "users_json" CHECK(json_valid("users"."preferences"))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_clerk_user_id_unique` ON `users` (`clerk_user_id`);--> statement-breakpoint
CREATE INDEX `users_expires_at_idx` ON `users` (`expires_at`);--> statement-breakpoint
CREATE TABLE `webhook_events` (
	`source` text NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`createdAt` text NOT NULL,
	PRIMARY KEY(`source`, `id`),
	CONSTRAINT "webhook_events_source" CHECK("webhook_events"."source" in ('clerk', 'stripe'))
);
--> statement-breakpoint
CREATE INDEX `webhook_events_created_idx` ON `webhook_events` (`createdAt`);