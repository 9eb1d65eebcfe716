DROP INDEX `personas_avatar_idx`;--> statement-breakpoint
DROP INDEX `users_avatar_idx`;