import { z } from "zod";
import { patchOf } from "./common.ts";

/** Companies a person may bring a key for; `custom` is any OpenAI-compatible address, where the deployment lets them. */
export const API_KEY_PROVIDERS = [
  "openai",
  "anthropic",
  "google",
  "deepseek",
  "openrouter",
  "electronhub",
  "glm",
  "custom",
] as const;
export type ApiKeyProvider = (typeof API_KEY_PROVIDERS)[number];

/** Most keys of one person. Chosen. */
export const MAX_API_KEYS = 50;
/** Fewest and most characters of a key. Chosen: with eight the four that are shown are not the whole. */
export const MIN_KEY = 8;
export const MAX_KEY = 500;
/** Longest address of a custom provider. Chosen. */
export const MAX_BASE_URL = 500;

/** The secret itself: what an HTTP header can carry, and nothing else. */
const Key = z
  .string()
  .trim()
  .min(MIN_KEY)
  .max(MAX_KEY)
  .regex(/^[\x21-\x7e]+$/, "may have only visible ASCII characters");

/** What a person writes of a key. `key` and `base_url` belong together: neither is ever used with another's. */
export const ApiKeyInput = z.strictObject({
  provider: z.enum(API_KEY_PROVIDERS),
  /** Written once, never read back. */
  key: Key,
  /** What its owner calls it. */
  nickname: z.string().trim().max(100).default(""),
  /** Of `custom` alone. */
  base_url: z.string().trim().min(1).max(MAX_BASE_URL).optional(),
  is_active: z.boolean().default(true),
});
export type ApiKeyInput = z.infer<typeof ApiKeyInput>;

/** PATCH body. The provider stays: a key for another company is another key. */
export const ApiKeyPatch = patchOf(ApiKeyInput.omit({ provider: true }));
export type ApiKeyPatch = z.infer<typeof ApiKeyPatch>;

/** A key as its owner sees it. Neither the secret nor its encrypted form ever leaves. */
export const ApiKeyRow = z.object({
  id: z.string(),
  user: z.string(),
  provider: z.enum(API_KEY_PROVIDERS),
  nickname: z.string(),
  base_url: z.string().nullable(),
  /** The last four characters of the key. */
  last4: z.string(),
  is_active: z.boolean(),
  last_used: z.string().nullable(),
  usage_count: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ApiKeyRow = z.infer<typeof ApiKeyRow>;
