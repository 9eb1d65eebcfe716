import { Refusal } from "./bootstrap.mjs";

/** Companies whose models a deployment can pay for or redirect: `<PROVIDER>_API_KEY`, `<PROVIDER>_BASE_URL`. */
const PROVIDERS = ["OPENAI", "ANTHROPIC", "GOOGLE", "DEEPSEEK", "OPENROUTER", "ELECTRONHUB", "GLM"];

/** Every environment variable the worker is configured by. Nothing else of the environment reaches it. */
const NAMES = [
  ...[
    "PORT",
    "HOST",
    "PRACTICE_TOKENS_PER_SECOND",
    "ALLOWED_ORIGINS",
    "ALLOW_CUSTOM_PROVIDERS",
    "OFFLINE_PAGE",
    "KEY_ENCRYPTION_KEYS",
  ],
  ...["CLERK_SECRET_KEY", "CLERK_JWT_KEY", "CLERK_PUBLISHABLE_KEY", "CLERK_WEBHOOK_SECRET"],
  ...PROVIDERS.flatMap((provider) => [`${provider}_API_KEY`, `${provider}_BASE_URL`]),
];

/** 8787, as wrangler's own. */
const DEFAULT_PORT = 8787;

/** Where the server listens. */
export type Address = { host: string; port: number };

/** Settings for the worker out of an environment. One that is set to nothing counts as not set. */
export function workerSettings(env: NodeJS.ProcessEnv): Record<string, string> {
  const set = NAMES.map((name) => [name, env[name] ?? ""] as const).filter(([, value]) => value !== "");
  const { host, port } = listenAddress(env);
  return { ...Object.fromEntries(set), HOST: host, PORT: String(port) };
}

/**
 * `HOST` and `PORT`. Only this machine by default: embedded sign-in lets whoever reaches the port be anyone.
 * @throws Refusal for a port that is no port.
 */
export function listenAddress(env: NodeJS.ProcessEnv): Address {
  const port = Number(env["PORT"] || DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Refusal(`PORT=${env["PORT"]} is no port: it has to be a whole number from 1 to 65535.`);
  return { host: env["HOST"] || "127.0.0.1", port };
}

/**
 * Settings in the form of a `.env` file, so that secrets stand in no command line. Wrangler's reader takes quoted
 * values as they are, whatever lines they have, and then replaces `$NAME` in them.
 *
 * @throws Refusal for a value which that form cannot hold: all three kinds of quotes, or a backslash at the end.
 */
export function toEnvFile(settings: Record<string, string>): string {
  const line = ([name, value]: [string, string]): string => {
    // Not double quotes where there is a backslash: in them, "\n" would become a new line.
    const quote = ["'", "`", '"'].find((mark) => !value.includes(mark) && !(mark === '"' && value.includes("\\")));
    if (quote === undefined || value.endsWith("\\"))
      throw new Refusal(`${name} has quotes of every kind or a backslash at its end and cannot be passed on.`);
    return `${name}=${quote}${value.replaceAll("$", "\\$")}${quote}\n`;
  };
  return Object.entries(settings).map(line).join("");
}
