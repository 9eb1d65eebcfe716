import { z } from "zod";
import { AppError } from "../shared/app-error.ts";
import type { ConversationRpc } from "./conversation/rpc.ts";
import type { UserRpc } from "./user/rpc.ts";

/** Companies whose models a deployment can pay for or redirect: `<PROVIDER>_API_KEY`, `<PROVIDER>_BASE_URL`. */
export const PROVIDERS = ["openai", "anthropic", "google", "deepseek", "openrouter", "electronhub", "glm"] as const;
export type Provider = (typeof PROVIDERS)[number];
type ProviderVars = { readonly [Name in `${Uppercase<Provider>}_${"API_KEY" | "BASE_URL"}`]?: string };

/** Bindings of wrangler.toml and the deployment settings of api.md, as texts. */
export interface Env extends ProviderVars {
  readonly DB: D1Database;
  readonly MEDIA: R2Bucket;
  readonly CONVERSATION: DurableObjectNamespace<Rpc.DurableObjectBranded & ConversationRpc>;
  readonly USER: DurableObjectNamespace<Rpc.DurableObjectBranded & UserRpc>;
  readonly ASSETS: Fetcher;
  readonly PORT?: string;
  readonly HOST?: string;
  readonly ALLOWED_ORIGINS?: string;
  readonly ALLOW_CUSTOM_PROVIDERS?: string;
  readonly OFFLINE_PAGE?: string;
  readonly PRACTICE_TOKENS_PER_SECOND?: string;
  readonly KEY_ENCRYPTION_KEYS?: string;
  readonly CLERK_SECRET_KEY?: string;
  readonly CLERK_JWT_KEY?: string;
  readonly CLERK_PUBLISHABLE_KEY?: string;
  readonly CLERK_WEBHOOK_SECRET?: string;
}

/** A setting that is set to nothing counts as not set. */
const Text = z
  .string()
  .trim()
  .optional()
  .transform((text) => (text === "" ? undefined : text));

const Origins = Text.transform((text) => text?.split(",").map((origin) => origin.trim())).pipe(
  z.array(z.url({ protocol: /^https?$/ }).transform((address) => new URL(address).origin)).optional(),
);

/** Bytes of an AES-256 key. */
const KEY_BYTES = 32;

/** `2:base64,1:base64`: keys of 32 bytes by version, the current one first. */
const EncryptionKeys = Text.transform((text) => text?.split(",").map(readEncryptionKey)).refine(
  (keys) => keys === undefined || isKeyList(keys),
);

function readEncryptionKey(text: string): { version: number; secret: Uint8Array } | null {
  const [, version, base64] = /^\s*([1-9]\d{0,8}):([A-Za-z0-9+/]{43}=)\s*$/.exec(text) ?? [];
  if (version === undefined || base64 === undefined) return null;
  const secret = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  return secret.length === KEY_BYTES ? { version: Number(version), secret } : null;
}

const isKeyList = (keys: readonly ({ version: number } | null)[]): boolean =>
  keys.every((key) => key !== null) && new Set(keys.map((key) => key?.version)).size === keys.length;

const Vars = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(8787),
  ALLOWED_ORIGINS: Origins,
  PRACTICE_TOKENS_PER_SECOND: z.coerce.number().min(1).max(10_000).default(40),
  CLERK_SECRET_KEY: Text,
  CLERK_JWT_KEY: Text,
  CLERK_PUBLISHABLE_KEY: Text,
  CLERK_WEBHOOK_SECRET: Text,
  KEY_ENCRYPTION_KEYS: EncryptionKeys,
  ALLOW_CUSTOM_PROVIDERS: Text.pipe(z.stringbool().default(false)),
  OFFLINE_PAGE: Text.pipe(z.stringbool().default(true)),
});

/** What Clerk needs to be asked. `null` fields are features that answer `not_configured`. */
export interface ClerkSettings {
  readonly publishableKey: string;
  /** Host of the instance, as its publishable key names it: tokens come from there, and the page asks there for the next one. */
  readonly host: string;
  /** The instance's public key, PEM. */
  readonly jwtKey: string;
  readonly secretKey: string | null;
  readonly webhookSecret: string | null;
}

export interface Settings {
  readonly port: number;
  /** Exact origins of our own pages: who may carry a cookie, and the `azp` tokens may name. Never the Host header's. */
  readonly origins: readonly string[];
  /** `embedded` where no Clerk variable is set at all. */
  readonly mode: "clerk" | "embedded";
  /** Null in embedded mode, and where Clerk is set up by half: then nobody signs in, rather than anyone as anyone. */
  readonly clerk: ClerkSettings | null;
  readonly webhookSecret: string | null;
  readonly practiceTokensPerSecond: number;
  /** `KEY_ENCRYPTION_KEYS`, the current one first; null where it is not set. */
  readonly encryptionKeys: readonly { readonly version: number; readonly secret: Uint8Array }[] | null;
  /** Whether people may bring keys for addresses of their own. */
  readonly allowCustomProviders: boolean;
  /** Whether browsers may keep the page for times without a network; where not, those that do stop. */
  readonly offlinePage: boolean;
}

const parsed = new WeakMap<Env, Settings>();

/** The deployment's settings, read once per isolate. @throws AppError `not_configured` naming the broken variable. */
export function settings(env: Env): Settings {
  const known = parsed.get(env);
  if (known !== undefined) return known;
  const made = readSettings(env);
  parsed.set(env, made);
  return made;
}

function readSettings(env: Env): Settings {
  const result = Vars.safeParse(env);
  if (!result.success) {
    const names = result.error.issues.map((issue) => String(issue.path[0])).join(", ");
    throw new AppError("not_configured", `broken settings: ${names}`, {
      publicMessage: `This server is not set up right: check ${names}.`,
    });
  }
  const vars = result.data;
  const clerkVars = [vars.CLERK_SECRET_KEY, vars.CLERK_JWT_KEY, vars.CLERK_PUBLISHABLE_KEY, vars.CLERK_WEBHOOK_SECRET];
  const loopback = [`http://127.0.0.1:${vars.PORT}`, `http://localhost:${vars.PORT}`];
  return {
    port: vars.PORT,
    origins: vars.ALLOWED_ORIGINS ?? loopback,
    mode: clerkVars.some((value) => value !== undefined) ? "clerk" : "embedded",
    clerk: clerkSettings(vars),
    webhookSecret: vars.CLERK_WEBHOOK_SECRET ?? null,
    practiceTokensPerSecond: vars.PRACTICE_TOKENS_PER_SECOND,
    encryptionKeys: vars.KEY_ENCRYPTION_KEYS?.filter((key) => key !== null) ?? null,
    allowCustomProviders: vars.ALLOW_CUSTOM_PROVIDERS,
    offlinePage: vars.OFFLINE_PAGE,
  };
}

function clerkSettings(vars: z.infer<typeof Vars>): ClerkSettings | null {
  const { CLERK_PUBLISHABLE_KEY: publishableKey, CLERK_JWT_KEY: jwtKey } = vars;
  const host = publishableKey === undefined ? null : clerkHost(publishableKey);
  if (publishableKey === undefined || jwtKey === undefined || host === null) return null;
  return {
    publishableKey,
    host,
    jwtKey: jwtKey.replaceAll("\\n", "\n"),
    secretKey: vars.CLERK_SECRET_KEY ?? null,
    webhookSecret: vars.CLERK_WEBHOOK_SECRET ?? null,
  };
}

/** `pk_live_<base64 of host$>`; null for anything else. */
function clerkHost(publishableKey: string): string | null {
  try {
    const host = /^(.+)\$$/.exec(atob(publishableKey.split("_")[2] ?? ""))?.[1] ?? "";
    return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(host) ? host.toLowerCase() : null;
  } catch {
    return null;
  }
}
