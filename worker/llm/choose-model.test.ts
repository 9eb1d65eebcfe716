import { describe, expect, test } from "vitest";
import { chooseModel } from "./choose-model.ts";
import { contextWindowOf, DEFAULT_WINDOW, replyTokensOf } from "./context-windows.ts";
import { baseUrlOf, platformKey } from "./providers.ts";

const NO_WISH = { provider: null, model: null, apiKeyId: null };

describe("choice", () => {
  test("[MODEL1] practice without a platform key, the first paid provider with one", () => {
    expect(chooseModel(NO_WISH, {})).toEqual({
      provider: "practice",
      model: "practice",
      label: "practice model",
      contextWindow: 8_192,
      maxOutputTokens: 1_024,
      payer: "practice",
      byoKey: false,
    });
    expect(chooseModel(NO_WISH, { OPENAI_API_KEY: " " }).provider).toBe("practice");
    expect(chooseModel(NO_WISH, { OPENAI_API_KEY: "k" })).toMatchObject({
      provider: "openai",
      model: "gpt-4.1-mini",
      label: "gpt-4.1-mini",
      payer: "platform",
    });
    expect(chooseModel(NO_WISH, { GLM_API_KEY: "k", DEEPSEEK_API_KEY: "k" }).provider).toBe("deepseek");
    // Its own wire is not spoken here: nobody gets it unasked.
    expect(chooseModel(NO_WISH, { ANTHROPIC_API_KEY: "k" }).provider).toBe("practice");
  });

  test("[MODEL1] a wish is taken as it stands", () => {
    const env = { OPENAI_API_KEY: "k" };
    expect(chooseModel({ ...NO_WISH, provider: "practice", model: "gpt-4o" }, env).model).toBe("practice");
    expect(chooseModel({ ...NO_WISH, provider: "OpenRouter", model: "x/y" }, env)).toMatchObject({
      provider: "openrouter",
      model: "x/y",
    });
    expect(chooseModel({ ...NO_WISH, provider: "nobody" }, env)).toMatchObject({
      provider: "nobody",
      model: "unknown",
    });
    const own = chooseModel({ provider: "openai", model: "gpt-4o", apiKeyId: "key", ownerId: "u1" }, env);
    expect(own).toMatchObject({ byoKey: true, payer: "u1", contextWindow: 128_000 });
  });

  test("[MODEL3] windows by name, the longest beginning first, and a sane one for the unknown", () => {
    expect(contextWindowOf("gpt-4")).toBe(8_192);
    expect(contextWindowOf("gpt-4o-mini")).toBe(128_000);
    expect(contextWindowOf("openai/GPT-4.1-nano")).toBe(1_047_576);
    expect(contextWindowOf("glm-4.6")).toBe(200_000);
    expect(contextWindowOf("nova-8b")).toBe(DEFAULT_WINDOW);
    expect(contextWindowOf("")).toBe(DEFAULT_WINDOW);
    for (const window of [1_000, 8_192, 32_768, 128_000]) expect(replyTokensOf(window)).toBeLessThanOrEqual(window / 8);
  });

  test("[MODEL8] addresses: the deployment's, else the provider's own; nothing that is no web address", () => {
    expect(baseUrlOf("openai", {})).toBe("https://api.openai.com/v1");
    expect(baseUrlOf("openai", { OPENAI_BASE_URL: "http://127.0.0.1:9/v1/" })).toBe("http://127.0.0.1:9/v1");
    expect(baseUrlOf("openai", { OPENAI_BASE_URL: "file:///etc" })).toBeNull();
    expect(baseUrlOf("openai", { OPENAI_BASE_URL: "not an address" })).toBeNull();
    expect(baseUrlOf("anthropic", { ANTHROPIC_BASE_URL: "https://x.example" })).toBeNull();
    expect(platformKey("electronhub", { ELECTRONHUB_API_KEY: " k " })).toBe("k");
  });
});
