import { defineConfig } from "drizzle-kit";

/** `drizzle-kit generate --config schema/drizzle.config.ts --name <what-changed>`; paths are relative to the root. */
export default defineConfig({ dialect: "sqlite", schema: "./schema/tables", out: "./schema/migrations" });
