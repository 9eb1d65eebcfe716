import { expect, test } from "vitest";
import { z } from "zod";
import { BotPatch } from "./bot.ts";
import { patchOf } from "./common.ts";
import { KnowledgePatch } from "./knowledge.ts";
import { KnowledgeCollectionPatch } from "./knowledge-collections.ts";

test.each([
  ["bot", BotPatch],
  ["knowledge", KnowledgePatch],
  ["knowledge collection", KnowledgeCollectionPatch],
])("a PATCH of a %s that gives nothing changes nothing", (_, patch) => {
  expect(patch.parse({})).toEqual({});
});

test("a PATCH keeps the limits of its input, may empty a list, and knows no other field", () => {
  const patch = patchOf(z.strictObject({ name: z.string().max(3), tags: z.array(z.string()).default(["a"]) }));
  expect(patch.parse({ tags: [] })).toEqual({ tags: [] });
  expect(patch.safeParse({ name: "long" }).success).toBe(false);
  expect(patch.safeParse({ role: "admin" }).success).toBe(false);
});
