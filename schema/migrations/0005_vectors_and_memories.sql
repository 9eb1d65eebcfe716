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
CREATE INDEX `knowledge_collection_created_idx` ON `knowledge` (`knowledge_collection`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `knowledge_collection_updated_idx` ON `knowledge` (`knowledge_collection`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `knowledge_collection_title_idx` ON `knowledge` (`knowledge_collection`,`title`,`id`);--> statement-breakpoint
CREATE INDEX `knowledge_collection_tokens_idx` ON `knowledge` (`knowledge_collection`,`tokens`,`id`);--> statement-breakpoint
CREATE INDEX `knowledge_file_idx` ON `knowledge` (`r2_file_key`) WHERE r2_file_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `knowledge_source_memory_unique` ON `knowledge` (`source_memory_id`) WHERE source_memory_id is not null;--> statement-breakpoint
CREATE INDEX `knowledge_collection_order_idx` ON `knowledge` (`knowledge_collection`,`order`,`id`);--> statement-breakpoint
CREATE INDEX `knowledge_collections_user_created_idx` ON `knowledge_collections` (`user`,`createdAt`,`id`);