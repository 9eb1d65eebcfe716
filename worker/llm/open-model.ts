import type { LanguageModelV4 } from "@ai-sdk/provider";
import { type Clock, ModelFailure, type ModelRequest } from "../conversation/ports.ts";
import { PRACTICE } from "./choose-model.ts";
import { baseUrlOf, isProvider, type ModelEnv, platformKey, providerName } from "./providers.ts";
import { guardedFetch } from "./upstream.ts";

/** What models are reached with. */
export interface ModelPorts {
  readonly env: ModelEnv;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
}

/** A model ready to be asked, and what must never be shown of the request. */
export interface OpenModel {
  readonly model: LanguageModelV4;
  readonly secrets: readonly string[];
}

/**
 * The model a request asks for. Providers' libraries and the practice model are loaded here, on first use, and not
 * when the worker starts (performance P16).
 *
 * @throws ModelFailure `not_configured` where there is no key, no address, or no such provider.
 */
export async function openModel(request: ModelRequest, ports: ModelPorts): Promise<OpenModel> {
  if (request.choice.provider === PRACTICE) return { model: await practiceModel(request, ports), secrets: [] };
  const { provider, model: modelId, byoKey, maxOutputTokens } = request.choice;
  const name = providerName(provider);
  if (!isProvider(provider)) throw notConfigured(`There is no provider called ${name} here.`);
  if (byoKey) throw notConfigured("Keys of your own cannot be used for replies here yet.");
  const key = platformKey(provider, ports.env);
  if (key === null) throw notConfigured(`This server has no key for ${name}.`);
  const baseURL = baseUrlOf(provider, ports.env);
  if (baseURL === null) throw notConfigured(`This server cannot reach ${name}.`);
  const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
  const company = createOpenAICompatible({
    name: provider,
    baseURL,
    includeUsage: true,
    fetch: guardedFetch({ fetch: ports.fetch, key, maxOutputTokens }),
    transformRequestBody: (body) => withTokenField(body, modelId),
  });
  return { model: company.chatModel(modelId), secrets: [key] };
}

async function practiceModel(request: ModelRequest, { env, clock }: ModelPorts): Promise<LanguageModelV4> {
  const { PracticeModel } = await import("./practice/practice-model.ts");
  const { paceOf } = await import("./practice/rhythm.ts");
  const tokensPerSecond = paceOf(env.PRACTICE_TOKENS_PER_SECOND);
  return new PracticeModel({ scene: request.scene, seed: request.seed, clock, tokensPerSecond });
}

/** Models that think refuse `max_tokens` and want the field that counts their thoughts as well. */
function withTokenField(body: Record<string, unknown>, modelId: string): Record<string, unknown> {
  if (!/^(?:o\d|gpt-5)/u.test(modelId.split("/").at(-1) ?? "")) return body;
  const { max_tokens, ...rest } = body;
  return { ...rest, max_completion_tokens: max_tokens };
}

const notConfigured = (message: string) => new ModelFailure({ code: "not_configured", message, retryable: false });
