import type { Env, Provider } from "../env.ts";

/** The deployment settings models are chosen and reached by (api.md): `<PROVIDER>_API_KEY`, `<PROVIDER>_BASE_URL`. */
export type ModelEnv = Partial<
  Pick<Env, Extract<keyof Env, `${string}_API_KEY` | `${string}_BASE_URL`> | "PRACTICE_TOKENS_PER_SECOND">
>;

/** What we know of a provider. */
export interface ProviderFacts {
  /** As people write it. */
  readonly name: string;
  /** Where its chat-completions live, or null where it has none and its own wire is not spoken here yet. */
  readonly baseUrl: string | null;
  /** Asked for where nobody chose a model. */
  readonly model: string;
}

/** Addresses and default models as the providers' own documentation gives them. */
export const PROVIDER_FACTS: Readonly<Record<Provider, ProviderFacts>> = {
  openai: { name: "OpenAI", baseUrl: "https://api.openai.com/v1", model: "gpt-4.1-mini" },
  anthropic: { name: "Anthropic", baseUrl: null, model: "claude-sonnet-4-5" },
  google: { name: "Google", baseUrl: null, model: "gemini-2.5-flash" },
  deepseek: { name: "DeepSeek", baseUrl: "https://api.deepseek.com/v1", model: "deepseek-chat" },
  openrouter: { name: "OpenRouter", baseUrl: "https://openrouter.ai/api/v1", model: "openrouter/auto" },
  electronhub: { name: "Electron Hub", baseUrl: "https://api.electronhub.ai/v1", model: "gpt-4o-mini" },
  glm: { name: "GLM", baseUrl: "https://open.bigmodel.cn/api/paas/v4", model: "glm-4.6" },
};

export const isProvider = (name: string): name is Provider => Object.hasOwn(PROVIDER_FACTS, name);

/** A provider's name as people write it; of an unknown one, what was asked for. */
export const providerName = (provider: string): string =>
  isProvider(provider) ? PROVIDER_FACTS[provider].name : provider;

type Upper = Uppercase<Provider>;
const upper = (provider: Provider) => provider.toUpperCase() as Upper;

/** The deployment's own key for a provider, or null. Set to nothing counts as not set. */
export const platformKey = (provider: Provider, env: ModelEnv): string | null =>
  env[`${upper(provider)}_API_KEY`]?.trim() || null;

/**
 * Where a provider is reached: the deployment's setting, else its own address.
 *
 * @returns null where there is neither, or where the setting is no http(s) address.
 */
export function baseUrlOf(provider: Provider, env: ModelEnv): string | null {
  const set = env[`${upper(provider)}_BASE_URL`]?.trim();
  const address = PROVIDER_FACTS[provider].baseUrl === null ? null : set || PROVIDER_FACTS[provider].baseUrl;
  if (address === null || !URL.canParse(address)) return null;
  return /^https?:$/u.test(new URL(address).protocol) ? address.replace(/\/+$/u, "") : null;
}
