/** Providers a person may bring a key for, as people know them. */
export const PROVIDER_WORDS = {
  openrouter: "OpenRouter",
  openai: "OpenAI",
  anthropic: "Anthropic",
  google: "Google",
  deepseek: "DeepSeek",
  electronhub: "ElectronHub",
  glm: "GLM (Z.ai)",
  custom: "Another address",
} as const;
export type Provider = keyof typeof PROVIDER_WORDS;
export const PROVIDERS = Object.keys(PROVIDER_WORDS) as Provider[];

/** Where each gives out its keys, as their own documentation says; absent where that is not known for certain. */
export const KEY_PAGES: Readonly<Partial<Record<Provider, string>>> = {
  openrouter: "https://openrouter.ai/settings/keys",
  openai: "https://platform.openai.com/api-keys",
  anthropic: "https://console.anthropic.com/settings/keys",
  google: "https://aistudio.google.com/app/apikey",
  deepseek: "https://platform.deepseek.com/api_keys",
  glm: "https://z.ai/manage-apikey/apikey-list",
};

/** How keys begin; longer beginnings first, since some begin like others. */
const BEGINNINGS: readonly (readonly [string, Provider])[] = [
  ["sk-or-", "openrouter"],
  ["sk-ant-", "anthropic"],
  ["sk-proj-", "openai"],
  ["sk-svcacct-", "openai"],
  ["AIza", "google"],
  ["AQ.", "google"],
  ["ek-", "electronhub"],
];

/** Whose key this looks like; null where it may be anyone's. */
export function guessProvider(key: string): Provider | null {
  const trimmed = key.trim();
  const found = BEGINNINGS.find(([beginning]) => trimmed.startsWith(beginning));
  if (found) return found[1];
  if (/^[0-9a-f]{32}\.\w{16}$/.test(trimmed)) return "glm";
  return /^sk-[0-9a-f]{32}$/.test(trimmed) ? "deepseek" : null;
}
