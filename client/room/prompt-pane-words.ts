import type { PromptReceipt } from "../../shared/prompt/receipt.ts";

/** Who paid for a reply, in words; `nameOf` says "you" for the reader. */
export function payerWords(payer: string, nameOf: (user_id: string) => string): string {
  if (payer === "practice") return "Nobody pays: practice model";
  if (payer === "platform") return "BotCafe tokens pay";
  const name = nameOf(payer);
  return name === "you" ? "Your key pays" : `${name}’s key pays`;
}

const seconds = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
/** "1.8 s", as the strip above the composer counts them. */
export const durationWords = (ms: number): string => `${seconds.format(ms / 1_000)} s`;

const printedFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
/** "23 Nov 2026, 14:06": short enough for one line of a receipt. */
export const printedWords = (iso: string): string => printedFormat.format(new Date(iso));

/** Shapes of what opens a door: keys of providers, bearer tokens, and whatever calls itself a password. */
const SECRETS = [
  /\b(?:sk|pk|rk|gsk|xai|AIza|ghp|gho|hf|or)[-_][A-Za-z0-9_-]{12,}/gu,
  /\bAIza[A-Za-z0-9_-]{20,}/gu,
  /\bBearer\s+[A-Za-z0-9._~+/-]{12,}=*/giu,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/gu,
  /(?<=\b(?:api[_ -]?key|password|passwort|secret|token)\s*[:=]\s*)\S{6,}/giu,
];

/** `text` with everything that looks like a secret taken out: what is copied is often pasted where others read it. */
export const withoutSecrets = (text: string): string =>
  SECRETS.reduce((clean, pattern) => clean.replaceAll(pattern, "[removed]"), text);

/** The prompt as a text to paste elsewhere. */
export function promptText({ messages }: Pick<PromptReceipt, "messages">): string {
  const parts = messages.map(({ role, name, content }) => `[${name ? `${role} ${name}` : role}]\n${content}`);
  return withoutSecrets(parts.join("\n\n"));
}

/** Where a piece of lore stands, as people say it. */
export const POSITION_WORDS: Readonly<Record<string, string>> = {
  system_top: "top",
  before_character: "before the bot",
  after_character: "after the bot",
  before_examples: "before examples",
  after_examples: "after examples",
  at_depth: "in the talk",
  system_bottom: "end",
};

/** What it cost to choose the bot, and who paid for that. */
export const directorWords = (
  { tokens, payer }: { readonly tokens: number; readonly payer: string },
  nameOf: (user_id: string) => string,
): string => `${tokens === 1 ? "1 token" : `${tokens.toLocaleString("en")} tokens`} · ${payerWords(payer, nameOf)}`;
