/** Tokens of models by how their names begin, the longest beginning first. From the providers' documentation. */
const WINDOWS: readonly (readonly [prefix: string, tokens: number])[] = [
  ["practice", 8_192],
  ["gpt-3.5-turbo", 16_385],
  ["gpt-4-turbo", 128_000],
  ["gpt-4-32k", 32_768],
  ["gpt-4.1", 1_047_576],
  ["gpt-4o", 128_000],
  ["gpt-4", 8_192],
  ["gpt-5", 400_000],
  ["o1", 200_000],
  ["o3", 200_000],
  ["o4", 200_000],
  ["claude", 200_000],
  ["gemini", 1_048_576],
  ["deepseek", 128_000],
  ["glm-4.6", 200_000],
  ["glm", 128_000],
  ["llama-3", 131_072],
  ["llama-4", 131_072],
  ["mistral", 32_768],
  ["mixtral", 32_768],
  ["qwen", 32_768],
  ["auto", 128_000],
];

/**
 * For models nobody told us about. Small enough for nearly everything still served; a model that holds more only
 * remembers less of the room than it could, one that holds less would fail every turn (features F 102).
 */
export const DEFAULT_WINDOW = 8_192;

/** Tokens a model holds, by its name with or without a vendor in front (`openai/gpt-4o`). */
export function contextWindowOf(model: string): number {
  const name = model.toLowerCase().split("/").at(-1) ?? "";
  const fitting = WINDOWS.filter(([prefix]) => name.startsWith(prefix));
  return fitting.toSorted(([a], [b]) => b.length - a.length)[0]?.[1] ?? DEFAULT_WINDOW;
}

/** Tokens kept free for a reply: room to think where there is plenty, enough for a long answer where there is not. */
export const replyTokensOf = (window: number): number => (window >= 64_000 ? 4_096 : Math.min(1_024, window >> 3));
