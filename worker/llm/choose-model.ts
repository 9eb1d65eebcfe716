import type { ModelChoice } from "../conversation/ports.ts";
import { PROVIDERS } from "../env.ts";
import { contextWindowOf, replyTokensOf } from "./context-windows.ts";
import { baseUrlOf, isProvider, type ModelEnv, PROVIDER_FACTS, platformKey } from "./providers.ts";

/** What a room, or a bot in it, asks for. */
export interface ModelWish {
  readonly provider: string | null;
  readonly model: string | null;
  /** A key of a person's own. */
  readonly apiKeyId: string | null;
  /** Whose key it is. */
  readonly ownerId?: string;
}

export const PRACTICE = "practice";

/**
 * Which model answers and who pays (MODEL1). A wish is taken as it stands, also where it cannot be served: asking that
 * model then answers `not_configured`, rather than another model answering in its name. Without a wish it is the first
 * provider the deployment pays for, else the practice model.
 */
export function chooseModel(wish: ModelWish, env: ModelEnv): ModelChoice {
  const provider = wish.provider?.trim().toLowerCase() || defaultProvider(env);
  const byoKey = wish.apiKeyId !== null && provider !== PRACTICE;
  const model = provider === PRACTICE ? PRACTICE : wish.model?.trim() || defaultModel(provider);
  const contextWindow = contextWindowOf(model);
  return {
    provider,
    model,
    label: provider === PRACTICE ? "practice model" : model,
    contextWindow,
    maxOutputTokens: replyTokensOf(contextWindow),
    payer: payerOf(provider, byoKey, wish),
    byoKey,
  };
}

const defaultProvider = (env: ModelEnv): string =>
  PROVIDERS.find((provider) => platformKey(provider, env) !== null && baseUrlOf(provider, env) !== null) ?? PRACTICE;

const defaultModel = (provider: string): string => (isProvider(provider) ? PROVIDER_FACTS[provider].model : "unknown");

function payerOf(provider: string, byoKey: boolean, wish: ModelWish): string {
  if (provider === PRACTICE) return PRACTICE;
  return byoKey ? (wish.ownerId ?? "platform") : "platform";
}
