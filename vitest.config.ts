import { cloudflareTest } from "@cloudflare/vitest-plugin";
import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

const SOURCES = "{shared,schema,worker,client}/**";

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [preact()],
        test: {
          name: "unit",
          include: [`${SOURCES}/*.test.{ts,tsx}`],
          exclude: ["**/*.workers.test.ts", "**/node_modules/**", "client/dist/**"],
          server: { deps: { inline: ["virtua"] } },
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.toml" } })],
        test: {
          name: "workers",
          include: [`${SOURCES}/*.workers.test.ts`],
          exclude: ["**/node_modules/**"],
          fsModuleCache: false,
        },
      },
    ],
  },
});
